"""How commands are built: loaded when named, with the shared options, helped in every language."""

import difflib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from tracker.cli import session as shared
from tracker.errors import WrongUsage
from tracker.i18n.language import N_

COMMANDS = {
    "load": N_("Take directives on control from files; the shipped meeting without one."),
    "list": N_("Show what is on control."),
    "show": N_("Show one directive, whole."),
    "add": N_("Take one directive on control."),
    "assign": N_("Give directives to a unit."),
    "update": N_("Take in what happened: status, progress, notes, evidence, dates, measures."),
    "report": N_("Print the overview, or one of the reports."),
    "watch": N_("Show the overview all the time, as it changes, on a terminal."),
    "letter": N_("Print a letter from the record: reminder, return, extension or removal."),
    "export": N_("Write the whole store, or all reports, into one file."),
    "history": N_("Show what was changed, when, by whom and why."),
    "units": N_("Show the register of units; add and rename them."),
    "undo": N_("Take back your last command, by new events."),
    "redo": N_("Make again the command that you took back last."),
    "check": N_("Look the whole store over, and say what is wrong and what can be done."),
    "backup": N_("Write the whole store into one file."),
    "restore": N_("Go back to a backup, or make a damaged store whole again."),
    "store": N_("Say what the store is, move it, make one on a server, and give rights to it."),
}
"""The commands in the order of the work; each is built by the module of its name."""

_TYPERS_OWN = (
    N_("Show this message and exit."),
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)
"""Help texts that Typer brings along, for the catalogues."""


def shared_options() -> list[TyperOption]:
    """Return the options that every command takes."""
    return [
        option("--output", shared.set_form, N_("table, plain, json or csv."), "FORM"),
        option("--lang", shared.set_language, N_("Language: kk, ru or en (TRACKER_LANG)."), "CODE"),
        option(
            "--store",
            shared.set_store,
            N_("Folder or server of the store (TRACKER_STORE)."),
            "PATH",
        ),
        option("--as", shared.set_actor, N_("Who makes the change (TRACKER_ACTOR)."), "NAME"),
        option(
            "--wait",
            shared.set_wait,
            N_("Seconds to wait for another who is writing."),
            "SECONDS",
        ),
        option(
            "--today",
            shared.set_today,
            N_("Speak of this day instead of today (TRACKER_TODAY)."),
            "DATE",
        ),
        option(
            "--no-pager", shared.set_pages, N_("Print long tables at once, not page by page."), None
        ),
    ]


def option(
    name: str,
    take: Callable[[shared.Session, Any], None],
    help: str,
    metavar: str | None,
    offer: Callable[..., Any] | None = None,
) -> TyperOption:
    """Return an option that the session takes, a flag without a metavar; `offer` completes it."""

    def callback(context: typer.Context, _param: object, value: Any) -> None:
        if value not in (None, False) and not context.resilient_parsing:
            take(context.obj, value)

    return TyperOption(
        param_decls=[name, "shared" + name[1:].replace("-", "_")],
        callback=callback,
        expose_value=False,
        metavar=metavar,
        is_flag=metavar is None,
        help=help,
        autocompletion=offer and (lambda context, _args, incomplete: offer(context, incomplete)),
    )


class _Helped:
    """Writes the help page in the session's language."""

    def format_help(self, context: Any, formatter: Any) -> None:
        """Write usage, purpose, commands, arguments and options."""
        command: Any = self
        say = context.obj.language.say
        pieces = " ".join(command.collect_usage_pieces(context))
        formatter.write_usage(context.command_path, pieces, prefix=say("Usage:") + " ")
        formatter.write_paragraph()
        formatter.write_text(say(_help_of(command)))
        for title, rows in _sections(command, context, say):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        if command.epilog:
            formatter.write_paragraph()
            formatter.write_text(command.epilog)


def _sections(
    command: Any, context: typer.Context, say: Callable[[str], str]
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    if isinstance(command, TyperGroup):
        names = command.list_commands(context)
        found = [(name, say(summary_of(command, context, name))) for name in names]
        yield say("Commands"), found
    params = command.get_params(context)
    for kind, title in (("argument", say("Arguments")), ("option", say("Options"))):
        records = [
            (record[0], say(_help_of(param)))
            for param in params
            if param.param_type_name == kind and (record := param.get_help_record(context))
        ]
        yield title, records


def summary_of(group: TyperGroup, context: typer.Context, name: str) -> str:
    """Return a command's purpose; those of the top level need not be built for it."""
    if isinstance(group, Root):
        return COMMANDS[name]
    command = group.get_command(context, name)
    return _help_of(command)


def _help_of(thing: object) -> str:
    """Return the help text of a command or a parameter; a dash for one that has none."""
    return getattr(thing, "help", None) or "–"


class Command(_Helped, TyperCommand):
    """A command that takes the shared options behind its own."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **given: Any) -> None:
        super().__init__(*args, params=[*(params or []), *shared_options()], **given)


class Group(_Helped, TyperGroup):
    """A command with commands of its own; an unknown one is answered with the nearest."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **given: Any) -> None:
        super().__init__(*args, params=[*(params or []), *shared_options()], **given)

    def resolve_command(self, context: Any, args: list[str]) -> Any:
        """Return the command that the first word names; raise `WrongUsage` for none."""
        known = self.list_commands(context)
        if args[0] not in known and not context.resilient_parsing:
            raise unknown_command(args[0], known)
        return super().resolve_command(context, args)


class Root(Group):
    """The top level: imports a command's module only when the command is named."""

    def list_commands(self, context: Any) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, context: Any, name: str) -> Any:
        """Return the command, built now; None if there is no such one."""
        if name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"tracker.cli.{name}").app)
        command.name = name
        return command


def command_app() -> typer.Typer:
    """Return the Typer app of a module that makes one command."""
    return typer.Typer(add_completion=False, rich_markup_mode=None)


def group_app(help: str, cls: type[Group] = Group) -> typer.Typer:
    """Return the Typer app of a module that makes a command with commands of its own."""
    return typer.Typer(
        cls=cls,
        help=help,
        invoke_without_command=True,
        add_completion=False,
        rich_markup_mode=None,
        subcommand_metavar="[COMMAND]",
    )


def unknown_command(word: str, known: list[str]) -> WrongUsage:
    """Return the error for a command that there is not."""
    near = difflib.get_close_matches(word[:50], known, n=1)
    if near:
        return WrongUsage(
            "There is no command “{word}”. Did you mean “{near}”?", word=word, near=near[0]
        )
    return WrongUsage("There is no command “{word}”. Known: {known}.", word=word, known=known)
