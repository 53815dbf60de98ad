"""What every command shares: language, store, clock and actor, each found once."""

import errno
import os
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import typer

from tracker.cli.parse import choice, day
from tracker.domain.directive import Directive, Signature
from tracker.domain.unit import Register
from tracker.errors import NotFound, OutputLost, Refused, WrongUsage, obstacle
from tracker.i18n.language import CODES, Language, language_of_locale, windows_locale
from tracker.settings import Settings, data_folder, read_settings
from tracker.show.look import Look
from tracker.show.output import Form, form_for, is_dumb, terminal_width, write
from tracker.show.text import clean, wrapped
from tracker.show.view import View
from tracker.store.base import Store
from tracker.store.open import open_store

_MAX_ACTOR = 200

_READER_GONE = (errno.EPIPE, errno.EINVAL)
"""What writing to a pipe that nobody reads fails with; the second on Windows."""


class Session:
    """The options that every command takes, and what follows from them.

    The attributes are as the options or the environment name them; None is what nobody named.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.language = Language(language_of_locale(environ, windows_locale()))
        self.settings = Settings()
        self.store_address = environ.get("TRACKER_STORE")
        self.actor = environ.get("TRACKER_ACTOR")
        self.form: Form | None = None
        self._today: date | None = None
        self._store: Store | None = None

    def configure(self, lang: str | None) -> None:
        """Read the config file and the environment; `lang` is the option's, which beats both."""
        self.settings = read_settings(config_file(self.environ))
        for wanted in (self.settings.lang, self.environ.get("TRACKER_LANG"), lang):
            if wanted:
                self.language = Language(choice(wanted, CODES))
        if today := self.environ.get("TRACKER_TODAY"):
            self.today = day(today)

    @property
    def today(self) -> date:
        """The day that is spoken of."""
        return self._today or date.today()

    @today.setter
    def today(self, value: date) -> None:
        self._today = value

    @property
    def store(self) -> Store:
        """The store, opened on the first need."""
        if self._store is None:
            address = self.store_address or self.settings.store
            self._store = open_store(address or str(data_folder()))
        return self._store

    def by(self) -> Signature:
        """Return who makes a change, and when; raise `Refused` if nobody can be named."""
        actor = (self.actor or self.settings.actor or _login()).strip()
        if not actor or len(actor) > _MAX_ACTOR:
            raise Refused("Who makes this change? Give --as NAME, or set TRACKER_ACTOR.")
        return Signature(actor, datetime.now(UTC), self.today)

    def look(self) -> Look:
        """Return how to show what is in the store."""
        return Look(
            language=self.language,
            today=self.today,
            register=self.store.register(),
            meetings=self.store.meetings(),
            width=terminal_width(),
            ascii=is_dumb(self.environ),
        )

    def show(self, view: View) -> None:
        """Print the answer in the form asked for; a reader that has gone away ends it quietly."""
        try:
            write(view, form_for(self.form, sys.stdout), sys.stdout, width=terminal_width())
        except OSError as error:
            _let_go_of_stdout()
            if error.errno in _READER_GONE:
                raise typer.Exit(0) from error
            raise OutputLost(
                "The answer could not be written out ({problem}).",
                problem=obstacle(error),
            ) from error

    def complain(self, sentence: str) -> None:
        """Print a sentence on standard error: on one line, but on a terminal not through words."""
        text = clean(sentence)
        lines = wrapped(text, terminal_width()) if sys.stderr.isatty() else [text]
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()

    def theme(self, written: str) -> str | None:
        """Return the code of a theme that a code or a name in any language names."""
        wanted = written.casefold().strip()
        for meeting in self.store.meetings().values():
            for code, names in meeting.themes.items():
                if wanted in (code.casefold(), *(name.casefold() for name in names.values())):
                    return code
        return None

    def known_theme(self, written: str, directives: list[Directive]) -> str:
        """Return the code of a theme that a meeting names or a directive has; else `NotFound`."""
        code = self.theme(written)
        known = sorted({d.theme for d in directives if d.theme})
        if code is None and written not in known:
            raise NotFound(
                "There is no theme “{theme}”. Known: {known}.", theme=written, known=known
            )
        return code or written

    def known_meeting(self, id: str) -> str:
        """Return the id of a meeting that the store holds; else raise `NotFound`."""
        known = list(self.store.meetings())
        if id not in known:
            raise NotFound(
                "There is no meeting “{meeting}”. Known: {known}.", meeting=id, known=known
            )
        return id

    def unit(self, written: str) -> str:
        """Return the key of the unit that a key, name or alias names; else raise `NotFound`."""
        register: Register = self.store.register()
        return register.find(written).key


def config_file(environ: Mapping[str, str]) -> Path:
    """Return where the config file is, or would be: TRACKER_CONFIG, else the user's own place.

    Typer knows that place; asking platformdirs for it would cost every command its import.
    """
    named = environ.get("TRACKER_CONFIG")
    return Path(named) if named else Path(typer.get_app_dir("tracker")) / "config.toml"


def _let_go_of_stdout() -> None:
    """Give what is still buffered somewhere to go when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def set_form(session: Session, value: str) -> None:
    """Take the option --output."""
    session.form = Form(choice(value, [form.value for form in Form]))


def set_store(session: Session, value: str) -> None:
    """Take the option --store."""
    if not value or "\0" in value:
        raise WrongUsage("“{text}” is not a place for a store.", text=value)
    session.store_address = value


def set_actor(session: Session, value: str) -> None:
    """Take the option --as."""
    session.actor = value


def set_today(session: Session, value: str) -> None:
    """Take the option --today."""
    session.today = day(value)


def set_language(session: Session, value: str) -> None:
    """Take the option --lang."""
    session.language = Language(choice(value, CODES))
