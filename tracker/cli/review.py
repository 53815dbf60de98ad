"""Drafts of documents, shown and confirmed before they are loaded."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import typer

from tracker.cli import parse
from tracker.cli.failure import explain
from tracker.cli.load import Content, complain_of, taken
from tracker.cli.reporting import keep
from tracker.cli.session import Session
from tracker.errors import Refused, TrackerError, WrongUsage
from tracker.extract.lexicon import LANGUAGES
from tracker.load.documents.read import read_prose
from tracker.load.draft import Draft, Loaded
from tracker.load.read import load as read
from tracker.load.read import read_file
from tracker.load.written import as_toml
from tracker.service.draft import as_draft, confirmed, draft, meeting_of, survey
from tracker.show.drafts import DraftList, LoadedDrafts
from tracker.show.output import Form, form_for
from tracker.store.scratch import scratch_folder

ALL = frozenset(("a", "all", "б", "бәрі", "барлығы", "в", "все"))
NONE = frozenset(("", "n", "none", "ж", "жоқ", "н", "нет"))
EDIT = frozenset(("e", "edit", "ө", "өңдеу", "п", "правка", "правь"))
"""What may be answered, in each language; beside it numbers of drafts."""


class Review:
    """Documents of one command, drafted, and what is done with the drafts."""

    def __init__(
        self,
        session: Session,
        documents: Sequence[Content],
        loaded: Sequence[Loaded],
        *,
        on: date | None,
        language: str | None,
        reasons: bool,
    ) -> None:
        self._session = session
        self._loaded = list(loaded)
        language = parse.choice(language, LANGUAGES) if language else None
        register = survey(session.store, loaded)
        known = session.store.directives()
        self._drafts = [
            draft(
                read_prose(*document),
                register,
                known,
                on=on,
                language=language,
                today=session.today,
                calendar=session.calendar,
            )
            for document in documents
        ]
        look = session.look()._replace(register=register)
        self._view = DraftList(self._drafts, look, self._explained, reasons)
        self._is_typed = any(name == "-" for name, _, _ in documents)

    def run(self, *, update: bool, yes: bool, dry_run: bool) -> None:
        """Show the drafts; load those that are confirmed, or save them, or leave it at that."""
        if self._session.save is not None:
            self._keep(self._session.save, yes=yes)
            return
        asks = not yes and not dry_run and self._may_ask()
        if not yes and not asks:
            self._session.show(self._view._replace(is_trial=True))
            return
        if asks:
            self._session.show(self._view)
            chosen = self._asked()
        else:
            chosen = [[as_draft(one) for one in d.drafted if one.is_sure] for d in self._drafts]
        pairs = zip(self._drafts, chosen, strict=True)
        files = [*self._loaded, *(confirmed(drafts, own) for drafts, own in pairs)]
        result = taken(self._session, files, update=update, dry_run=dry_run)
        self._session.show(result if asks else LoadedDrafts(self._view, result))
        complain_of(result.outcome, self._session)

    def _explained(self, error: TrackerError) -> str:
        return explain(error, self._session.language)

    def _may_ask(self) -> bool:
        """Tell whether somebody sits there to answer."""
        is_table = form_for(self._session.form, sys.stdout) is Form.TABLE
        return is_table and sys.stdout.isatty() and sys.stdin.isatty() and not self._is_typed

    def _keep(self, path: Path, *, yes: bool) -> None:
        """Write the drafts into a file that `tracker load` takes; nothing is loaded."""
        if yes or len(self._drafts) > 1 or path.suffix.lower() != ".toml":
            raise WrongUsage(
                "--save FILE.toml writes the drafts of one document and loads nothing: it goes "
                "without --yes."
            )
        drafts = self._drafts[0]
        rows = [
            (as_draft(one), [self._explained(warned.sentence) for warned in one.warnings])
            for one in drafts.drafted
        ]
        keep(self._session, path, as_toml(meeting_of(drafts), rows).encode())

    # Asking

    def _asked(self) -> list[list[Draft]]:
        """Return for each document the drafts that are confirmed, as they were edited."""
        drafts = {n: as_draft(one) for n, one in enumerate(self._view.all(), start=1)}
        wanted = self._answered(drafts) if drafts else set()
        chosen, first = [], 1
        for document in self._drafts:
            numbers = range(first, first + len(document.drafted))
            chosen.append([drafts[n] for n in numbers if n in wanted])
            first = numbers.stop
        return chosen

    def _answered(self, drafts: dict[int, Draft]) -> set[int]:
        while True:
            words = self._answer().casefold().split()
            verb = words[0] if words else ""
            try:
                if verb in ALL:
                    return set(drafts)
                if verb in NONE:
                    return set()
                if verb in EDIT:
                    self._edit(self._numbers(words[1:], drafts), drafts)
                    continue
                return set(self._numbers(words, drafts))
            except TrackerError as error:
                self._session.complain(self._explained(error))

    def _answer(self) -> str:
        say = self._session.language.say
        sys.stdout.write(say("Take: a – all, 1,3-5 – some, e 2 – edit one, n – none?") + " ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise typer.Abort
        return line

    def _numbers(self, words: Sequence[str], drafts: dict[int, Draft]) -> list[int]:
        if not words:
            raise WrongUsage("Which one? For example: e 2.")
        numbers = parse.ids([",".join(words).replace(",,", ",")])
        for number in numbers:
            if number not in drafts:
                raise WrongUsage("There is no draft {number}.", number=number)
        return numbers

    def _edit(self, numbers: Sequence[int], drafts: dict[int, Draft]) -> None:
        """Let the user edit drafts; one with a unit that nobody knows stays as it was."""
        for number in numbers:
            one = edited(drafts[number], self._session.environ)
            for unit in filter(None, (one.executor, *one.co_executors)):
                self._view.look.register.find(unit)
            drafts[number] = one
            self._session.complain(self._session.language.say("Draft {n} was changed.", n=number))


def edited(one: Draft, environ: Mapping[str, str]) -> Draft:
    """Return a draft as the user's editor left it; raise `Refused` if it can be read no more."""
    with scratch_folder() as folder:
        path = folder / "draft.toml"
        path.write_text(as_toml(None, [(one, ())]), encoding="utf-8")
        _open(_editor(environ), path)
        loaded = read("toml", read_file(path), "toml")
    if loaded.problems:
        error = loaded.problems[0].error
        raise Refused(error.message, **error.values)
    if len(loaded.drafts) != 1:
        raise Refused("The edited file holds no directive any more; the draft stays as it was.")
    return loaded.drafts[0]


def _editor(environ: Mapping[str, str]) -> list[str]:
    """Return the command of the user's editor: VISUAL, EDITOR, else one that is there."""
    named = environ.get("VISUAL") or environ.get("EDITOR")
    if named:
        return shlex.split(named, posix=os.name != "nt")
    for name in ("notepad",) if os.name == "nt" else ("nano", "vi"):
        if found := shutil.which(name):
            return [found]
    raise Refused("There is no editor to be found: set EDITOR.")


def _open(editor: Sequence[str], path: Path) -> None:
    try:
        code = subprocess.run(  # noqa: S603  # the user's own choice of a program
            [*editor, str(path)], check=False
        ).returncode
    except (OSError, ValueError) as error:
        raise Refused("The editor “{editor}” cannot be started.", editor=editor[0]) from error
    if code:
        raise Refused("The editor ended with code {code}; the draft stays as it was.", code=code)
