"""What went wrong, in a sentence of the user's language."""

import re
import traceback
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer

from tracker import __version__
from tracker.cli.command import COMMANDS
from tracker.domain.status import Status
from tracker.errors import Said, TrackerError
from tracker.i18n.language import Language
from tracker.show.labels import STATUS
from tracker.show.text import clean
from tracker.store.address import masked

BUG = 5

_LONGEST = 300


def explain(error: TrackerError, language: Language) -> str:
    """Return the error's message, its values written as the language writes them."""
    values = {name: _written(value, language) for name, value in error.values.items()}
    return language.say(error.message).format_map(values)


def usage_sentence(
    error: typer.TyperException, arguments: Sequence[str], language: Language
) -> str:
    """Return what Typer has to say of the command's words, in the user's language.

    Typer names its errors' kinds by classes that it does not export, and words them in English.
    """
    say = language.say
    kind, detail = type(error).__name__, clean(error.format_message())
    context: Any = getattr(error, "ctx", None)
    named = [word for word in arguments if word in COMMANDS][:1]
    path = context.command_path if context else " ".join(["tracker", *named])
    param: Any = getattr(error, "param", None)
    option = clean(getattr(error, "option_name", ""))
    if kind == "MissingParameter" and param is not None:
        usage = " ".join([path, *context.command.collect_usage_pieces(context)])
        name = param.opts[-1] if param.param_type_name == "option" else param.metavar
        problem = say("{name} is missing: {usage}.", name=name.removesuffix("..."), usage=usage)
    elif kind == "NoSuchOption":
        near = ", ".join(getattr(error, "possibilities", None) or [])
        problem = say("There is no option {name}.", name=option)
        if near:
            problem += " " + say("Did you mean {near}?", near=near)
    elif kind == "BadOptionUsage":
        problem = say("The option {name} needs a value.", name=option)
    else:
        words = re.search(r"\(([^()]*)\)$", detail)
        problem = say(
            "These words are not understood: {words}.", words=words[1] if words else detail
        )
    return say("{problem} See {command} --help.", problem=problem, command=path)


def record_bug(error: Exception, folder: Path, language: Language, at: datetime) -> str:
    """Keep the details of our own mistake in a private file; return the sentence that names it.

    Passwords of addresses are left out.
    """
    stamp = at.strftime("%Y%m%d-%H%M%S-%f")
    try:
        path = folder / f"bug-{stamp}.txt"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        details = "".join(traceback.format_exception(error))
        text = masked(f"tracker {__version__}\n{details}")
        path.write_text(text, encoding="utf-8", errors="replace")
        where = str(path)
    except OSError:
        where = "–"
    return language.say(
        "A mistake of the program itself ({kind}); details: {path}.",
        kind=type(error).__name__,
        path=where,
    )


def _written(value: object, language: Language) -> str:
    if isinstance(value, TrackerError):
        return explain(value, language)
    if isinstance(value, Said):
        return language.say(value)
    if isinstance(value, Status):
        return language.say(STATUS[value])
    if isinstance(value, date):
        return language.day(value)
    if isinstance(value, list | tuple):
        between = "; " if any(isinstance(one, Status) for one in value) else ", "
        return between.join(_coded(one, language) for one in value) or "–"
    text = clean(str(value))  # of a number, too
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _coded(value: object, language: Language) -> str:
    """Return one of several values to choose from: a status with the code that is typed."""
    text = _written(value, language)
    return f"{value.value} ({text})" if isinstance(value, Status) else text
