"""What every command shares: language, store, clock and actor, each found once."""

import errno
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from tracker.cli import clock
from tracker.cli.parse import choice, day, is_encodable, whole
from tracker.cli.places import config_file, data_folder
from tracker.domain.deadline import WorkCalendar
from tracker.domain.directive import CLOCK_SLACK, Signature
from tracker.errors import OutputLost, Refused, WrongUsage, obstacle
from tracker.i18n.language import CODES, Language, language_of_locale, local, windows_locale
from tracker.load.shipped import work_calendar
from tracker.report.light import Rule
from tracker.report.scope import ALL
from tracker.settings import Settings, read_settings
from tracker.show.look import Look
from tracker.show.output import Form, form_for, is_dumb, terminal_width, write
from tracker.show.text import clean, wrapped
from tracker.show.view import Noting, View
from tracker.steps import watched
from tracker.store.address import is_server, masked, no_server
from tracker.store.base import Store, last_moment_of, seen_of
from tracker.store.open import open_store

if TYPE_CHECKING:  # most commands need neither
    from tracker.cli.bars import Bars
    from tracker.domain.event import Event

_MAX_ACTOR = 200

MAX_WAIT = 3600
"""Seconds to wait for another writer, at most."""

_READER_GONE = (errno.EPIPE, errno.EINVAL)
"""What writing to a pipe that nobody reads fails with; the second on Windows."""


class Session:
    """The options that every command takes, and what follows from them.

    The attributes are as the options or the environment name them; None is what nobody named.
    `tells_part`: what is made is kept, and is to say so if it rests on a part of the store.
    """

    def __init__(
        self, environ: Mapping[str, str], clock: Callable[[], datetime] = clock.now
    ) -> None:
        self.environ = environ
        self.clock = clock
        self.language = Language(language_of_locale(environ, windows_locale()))
        self.settings = Settings()
        self.store_address = environ.get("TRACKER_STORE")
        self.actor = environ.get("TRACKER_ACTOR") or None
        self.wait: float | None = None
        self.form: Form | None = None
        self.pages = True
        self.as_of: date | None = None
        self.scope = ALL
        self.save: Path | None = None
        self.overwrites = False
        self.tells_part = False
        self._today: date | None = None
        self._store: Store | None = None
        self._bars: Bars | None = None

    def configure(self, lang: str | None) -> None:
        """Read the config file and the environment; `lang` is the option's, which beats both."""
        self.settings = read_settings(config_file(self.environ))
        for wanted in (self.settings.lang, self.environ.get("TRACKER_LANG"), lang):
            if wanted:
                self.language = Language(language_code(wanted))
        if today := self.environ.get("TRACKER_TODAY"):
            self.today = day(today)

    @property
    def today(self) -> date:
        """The day that is spoken of."""
        return self.as_of or self._day

    @today.setter
    def today(self, value: date) -> None:
        self._today = value

    @property
    def _day(self) -> date:
        return self._today or local(self.clock()).date()

    @property
    def address(self) -> str:
        """The address of the store: a folder, or on a server."""
        address = self.store_address or self.settings.store or str(data_folder(self.environ))
        check_place(address)
        return address

    @property
    def patience(self) -> float:
        """Seconds to wait for another writer."""
        return self.settings.wait if self.wait is None else self.wait

    @property
    def store(self) -> Store:
        """The store, opened on the first need; with `as_of`, as it stood then."""
        if self._store is None:
            self._store = open_store(
                self.address,
                wait=self.patience,
                backups=self.settings.backups,
            )
            if self.as_of:
                from tracker.store.past import PastStore

                self._store = PastStore(self._store, self.as_of, today=self._day)
        return self._store

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days: Kazakhstan's, corrected by the settings."""
        return work_calendar(self.settings.days_off, self.settings.days_worked)

    def until(self, within: int | None) -> date:
        """Return the last day that counts as due soon; `within` beats what the user has set."""
        working_days = self.settings.within if within is None else within
        return self.calendar.after(self.today, working_days)

    def who(self) -> str:
        """Return who makes a change; raise `Refused` if nobody can be named."""
        named = self.actor if self.actor is not None else self.settings.actor
        actor = (_login() if named is None else named).strip()
        if not actor or len(actor) > _MAX_ACTOR:
            raise Refused("Who makes this change? Give --as NAME, or set TRACKER_ACTOR.")
        return actor

    def by(self) -> Signature:
        """Return who makes a change, and when; raises as `who`, and for a clock that is wrong.

        A clock that is behind the last event is told, and taken as it is.
        """
        actor, at = self.who(), clock.check(self.clock())
        last = last_moment_of(self.store)
        if last is not None and at < last - CLOCK_SLACK:
            self.complain(
                self.language.say(
                    "The clock says {now}, but the last event is of {last}: if the clock is wrong, "
                    "set it.",
                    now=self.language.moment(at),
                    last=self.language.moment(last),
                )
            )
        return Signature(actor, at, self.today)

    def look(self, within: int | None = None) -> Look:
        """Return how to show what is in the store; `within` as in `until`."""
        return Look(
            language=self.language,
            today=self.today,
            register=self.store.register(),
            meetings=self.store.meetings(),
            width=terminal_width(),
            until=self.until(within),
            scope=self.scope,
            rule=Rule(self.settings.green, self.settings.amber),
            ascii=is_dumb(self.environ),
            seen=seen_of(self.store) if self.tells_part else None,
        )

    def show(self, view: View) -> None:
        """Print the answer in the form asked for; through a pager what a terminal cannot hold."""
        self._clear_bars()
        with _answering() as stream:
            form = form_for(self.form, stream)
            if not (form is Form.TABLE and stream.isatty() and self._paged(view, stream)):
                write(view, form, stream, width=terminal_width())
        if form in (Form.PLAIN, Form.CSV) and isinstance(view, Noting):
            for note in view.notes():
                self.complain(note)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Draw bars for what takes long meanwhile, on a terminal."""
        if sys.stderr is None or not sys.stderr.isatty() or is_dumb(self.environ):
            yield
            return
        from tracker.cli.bars import Bars

        self._bars = Bars(self.language, sys.stderr)
        try:
            with watched(self._bars):
                yield
        finally:
            self._clear_bars()

    @property
    def is_paged(self) -> bool:
        """Tell whether the answer is a table that a person pages through on a terminal."""
        stream = sys.stdout
        if stream is None or not stream.isatty() or not self.pages:
            return False
        from tracker.cli.pager import chosen_pager

        return form_for(self.form, stream) is Form.TABLE and bool(chosen_pager(self.environ))

    def _clear_bars(self) -> None:
        if self._bars:
            self._bars.clear()

    def _paged(self, view: View, stream: TextIO) -> bool:
        if not self.pages:
            return False
        from tracker.cli.pager import paged

        return paged(view, stream, self.environ)

    def told(self, events: "Sequence[Event]") -> str:
        """Return in a line what a command did, by its events."""
        from tracker.show.events import told

        ids = sorted({str(e.directive) for e in events if e.directive is not None}, key=int)
        what = told(events[-1], self.look())
        return f"{', '.join(ids)} · {what}" if ids else what

    def complain(self, sentence: str) -> None:
        """Print a sentence on standard error, without passwords of addresses.

        It is on one line, but on a terminal not through words.
        """
        if sys.stderr is None:
            return
        self._clear_bars()
        text = clean(masked(sentence))
        with suppress(OSError):
            lines = wrapped(text, terminal_width()) if sys.stderr.isatty() else [text]
            sys.stderr.write("".join(f"{line}\n" for line in lines))
            sys.stderr.flush()
            return
        let_go_of(sys.stderr)


def print_line(text: str) -> None:
    """Print a line that is the whole answer."""
    with _answering() as stream:
        stream.write(f"{text}\n")
        stream.flush()


@contextmanager
def _answering() -> Iterator[TextIO]:
    """Give standard output; a reader that has gone away ends the command quietly."""
    if sys.stdout is None:
        raise OutputLost("There is nowhere to write the answer to.")
    try:
        yield sys.stdout
    except OSError as error:
        let_go_of(sys.stdout)
        if error.errno in _READER_GONE:
            raise typer.Exit(0) from error
        raise output_lost(error) from error


def output_lost(error: OSError) -> OutputLost:
    """Return the error for an answer that found no place."""
    return OutputLost("The answer could not be written out ({problem}).", problem=obstacle(error))


def let_go_of(stream: TextIO) -> None:
    """Give what is still buffered somewhere to go when the process ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def language_code(value: str) -> str:
    """Return the code of a language as people and systems write it: kk, RU, ru_RU.UTF-8."""
    return choice(value.replace("-", "_").partition("_")[0].partition(".")[0].lower(), CODES)


def set_form(session: Session, value: str) -> None:
    """Take the option --output."""
    session.form = Form(choice(value, [form.value for form in Form]))


def set_store(session: Session, value: str) -> None:
    """Take the option --store."""
    session.store_address = value
    if not value:
        raise no_place(value)


def set_wait(session: Session, value: str) -> None:
    """Take the option --wait."""
    session.wait = whole(value, 0, MAX_WAIT)


def check_place(address: str) -> None:
    """Raise `WrongUsage` for words that can be the address of no store."""
    is_odd = "\0" in address or not is_encodable(address)
    if is_server(address) and is_odd:
        raise no_server()
    if not address or is_odd:
        raise no_place(address)


def no_place(text: str) -> WrongUsage:
    """Return the error for a word that cannot be a store's place."""
    return WrongUsage("“{text}” is not a place for a store.", text=text)


def set_actor(session: Session, value: str) -> None:
    """Take the option --as."""
    session.actor = value


def set_pages(session: Session, value: str) -> None:
    """Take the option --no-pager."""
    session.pages = not value


def set_today(session: Session, value: str) -> None:
    """Take the option --today."""
    session.today = day(value)


def set_language(session: Session, value: str) -> None:
    """Take the option --lang."""
    session.language = Language(language_code(value))
