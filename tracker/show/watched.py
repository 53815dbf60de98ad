"""A page on the whole terminal, drawn anew from time to time."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self, TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

from tracker.i18n.language import Language


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


def fitted(lines: Sequence[str], height: int, language: Language) -> str:
    """Return as many lines as the terminal holds, and a last one: how many more, how to end."""
    room = max(height - 1, 1)
    left = len(lines) - room
    hint = language.say("Follows what is changed. Ctrl+C ends it.")
    if left <= 0:
        return "\n".join([*lines, *[""] * -left, hint])
    more = language.count("{n} more line: tracker report", "{n} more lines: tracker report", left)
    return "\n".join([*lines[:room], f"… {more} · {hint}"])
