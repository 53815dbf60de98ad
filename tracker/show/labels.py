"""The words on the screen for statuses, periods and kinds of events."""

from tracker.domain.deadline import Every
from tracker.domain.status import Status
from tracker.domain.wording import normal
from tracker.i18n.language import CODES as LANGUAGE_CODES
from tracker.i18n.language import N_, NP_, Language

STATUS = {
    Status.NEW: N_("New"),
    Status.ASSIGNED: N_("Assigned"),
    Status.IN_PROGRESS: N_("In progress"),
    Status.SUBMITTED: N_("Submitted"),
    Status.RETURNED: N_("Returned"),
    Status.EXECUTED: N_("Executed"),
    Status.WITHDRAWN: N_("Withdrawn"),
}

STATUS_SHORT = {
    Status.NEW: NP_("short", "New"),
    Status.ASSIGNED: NP_("short", "Assigned"),
    Status.IN_PROGRESS: NP_("short", "In progress"),
    Status.SUBMITTED: NP_("short", "Submitted"),
    Status.RETURNED: NP_("short", "Returned"),
    Status.EXECUTED: NP_("short", "Executed"),
    Status.WITHDRAWN: NP_("short", "Withdrawn"),
}

EVERY = {
    Every.WEEK: N_("every week"),
    Every.MONTH: N_("every month"),
    Every.QUARTER: N_("every quarter"),
    Every.HALF_YEAR: N_("every half-year"),
    Every.YEAR: N_("every year"),
}


def status_of(written: str) -> Status | None:
    """Return the status that a code, or a label in any language, names."""
    wanted = normal(written).replace("-", "_")
    if wanted in {status.value for status in Status}:
        return Status(wanted)
    for code in LANGUAGE_CODES:
        language = Language(code)
        for status in Status:
            labels = language.say(STATUS[status]), language.named(STATUS_SHORT[status])
            if normal(written) in map(normal, labels):
                return status
    return None
