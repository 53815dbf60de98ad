"""Drafts as a file to be loaded: TOML, which people may edit before."""

from collections.abc import Mapping, Sequence
from typing import Any

import tomli_w

from tracker.domain.meeting import Meeting
from tracker.load.draft import Draft

Remarks = Sequence[str]
"""Lines about a draft, which stand above it as comments."""


def as_toml(meeting: Meeting | None, drafts: Sequence[tuple[Draft, Remarks]]) -> str:
    """Return a file that `tracker load` takes, with the same meeting and directives."""
    head: dict[str, Any] = {"format": 1}
    if meeting:
        head["meeting"] = _filled(
            id=meeting.id,
            date=meeting.on,
            chair=meeting.chair,
            source=meeting.source,
            title=dict(meeting.title),
        )
    parts = [tomli_w.dumps(head)]
    for draft, remarks in drafts:
        comments = "".join(f"# {_plain(remark)}\n" for remark in remarks)
        parts.append(comments + tomli_w.dumps({"directives": [_row(draft)]}))
    return "\n".join(parts)


def _plain(remark: str) -> str:
    """Return a remark on one line, without what TOML allows in no comment."""
    return "".join(c if c.isprintable() else " " for c in remark)


def _row(draft: Draft) -> Mapping[str, Any]:
    source = draft.source
    return _filled(
        item=draft.item,
        theme=draft.theme,
        executor=draft.executor,
        co_executors=list(draft.co_executors),
        due=draft.due,
        every=draft.every and draft.every.value,
        text=dict(draft.wording),
        source=source and _filled(**source._asdict()),
    )


def _filled(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {})}
