"""How long and how soon, in words."""

from tracker.domain.directive import Directive
from tracker.show.look import Look


def days_words(d: Directive, look: Look) -> str:
    """Return how the due date stands: “5 days late”, “today”, “9 days left”; empty without one."""
    left = d.days_left(look.today)
    if left is None:
        return ""
    count = look.language.count
    if d.awaits_controller:
        return waiting_words(d, look)
    if left < 0:
        return count("{n} day late", "{n} days late", -left)
    return count("{n} day left", "{n} days left", left) if left else look.language.say("today")


def waiting_words(d: Directive, look: Look) -> str:
    """Return for how long a report has waited for the controller."""
    days = d.days_waiting(look.today) or 0
    return look.language.count("waiting for {n} day", "waiting for {n} days", days)


def silent_words(d: Directive, look: Look) -> str:
    """Return for how long nothing was recorded."""
    days = d.days_silent(look.today) or 0
    return look.language.count("silent for {n} day", "silent for {n} days", days)


def due_words(d: Directive, look: Look) -> str:
    """Return the due date and how it stands."""
    if d.due is None:
        return look.language.say("no date")
    words = days_words(d, look)
    day = look.language.day(d.due)
    return f"{day} · {words}" if words else day
