"""A page on the whole terminal, drawn anew from time to time."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

from tracker.i18n.language import Language
from tracker.show.text import wrapped


class Screen:
    """Takes the whole terminal while it is open, and gives it back as it was."""

    def __init__(self, stream: TextIO) -> None:
        console = Console(file=stream, markup=False, highlight=False, emoji=False)
        self._live = Live(console=console, screen=True, auto_refresh=False)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def show(self, text: str) -> None:
        """Put text with its colours on the terminal, in place of what is there."""
        self._live.update(Text.from_ansi(text, no_wrap=True), refresh=True)


def fitted(lines: Sequence[str], width: int, height: int, language: Language) -> str:
    """Return as many lines as the terminal holds, and at the end how to end, and what is left."""
    hint = language.say("Follows changes; Ctrl+C ends it.")
    foot = wrapped(hint, width)
    room = max(height - len(foot), 1)
    if len(lines) > room:
        room = max(height - len(_foot(len(lines), hint, width, language)), 1)
        foot = _foot(len(lines) - room, hint, width, language)
    blank = [""] * (room - len(lines))
    return "\n".join([*lines[:room], *blank, *foot])


def _foot(left: int, hint: str, width: int, language: Language) -> list[str]:
    more = language.count("{n} more line", "{n} more lines", left)
    return wrapped(f"… {more} · {hint}", width)
