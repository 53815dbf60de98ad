"""`tracker units`, and its commands to add and to rename."""

from typing import Annotated

import typer

from tracker.cli import complete
from tracker.cli.command import COMMANDS, Command, group_app
from tracker.cli.options import DryRun
from tracker.cli.session import Session
from tracker.domain.wording import Wording
from tracker.errors import WrongUsage
from tracker.i18n.language import N_
from tracker.service import ask
from tracker.service.units import add_unit, rename_unit
from tracker.show.units import OneUnit, UnitList

app = group_app(COMMANDS["units"])

Kk = Annotated[str | None, typer.Option("--kk", metavar="NAME", help=N_("Kazakh name."))]
Ru = Annotated[str | None, typer.Option("--ru", metavar="NAME", help=N_("Russian name."))]
En = Annotated[str | None, typer.Option("--en", metavar="NAME", help=N_("English name."))]
Short = Annotated[
    str | None,
    typer.Option(
        "--short",
        metavar="NAME",
        help=N_("Short name, for narrow tables, in the language of --lang."),
    ),
]
Alias = Annotated[
    list[str] | None,
    typer.Option("--alias", metavar="TEXT", help=N_("Another form that people type; repeatable.")),
]
Head = Annotated[str | None, typer.Option("--head", metavar="NAME", help=N_("Who heads it."))]


@app.callback()
def units(context: typer.Context) -> None:
    """Print the register, unless it is to be changed."""
    session: Session = context.obj
    if context.invoked_subcommand is None:
        session.show(UnitList(ask.loads(session.store, today=session.today), session.look()))


@app.command(cls=Command, help=N_("Enter a unit under a key of your own."))
def add(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(metavar="KEY", help=N_("Lasting handle: Latin letters, digits, hyphens.")),
    ],
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help=N_("Name in the language of --lang."))
    ] = None,
    kk: Kk = None,
    ru: Ru = None,
    en: En = None,
    short: Short = None,
    alias: Alias = None,
    head: Head = None,
    dry_run: DryRun = False,
) -> None:
    """Enter a unit, and print it."""
    session: Session = context.obj
    names = _names(session, name, kk, ru, en)
    if not names:
        raise WrongUsage("A unit needs a name: tracker units add KEY NAME.")
    unit = add_unit(
        session.store,
        key,
        names,
        short=_in_language(session, short),
        aliases=alias or (),
        head=head,
        by=session.by(),
        dry_run=dry_run,
    )
    session.show(OneUnit(unit, session.look(), dry_run))


@app.command(cls=Command, help=N_("Change a unit's names; its key and its directives stay."))
def rename(
    context: typer.Context,
    unit: Annotated[
        str,
        typer.Argument(
            metavar="UNIT", help=N_("Unit, by key, name or alias."), autocompletion=complete.units
        ),
    ],
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help=N_("Name in the language of --lang."))
    ] = None,
    kk: Kk = None,
    ru: Ru = None,
    en: En = None,
    short: Short = None,
    alias: Alias = None,
    head: Head = None,
    dry_run: DryRun = False,
) -> None:
    """Rename a unit, and print it."""
    session: Session = context.obj
    renamed = rename_unit(
        session.store,
        unit,
        names=_names(session, name, kk, ru, en),
        short=_in_language(session, short),
        aliases=alias or (),
        head=head,
        by=session.by(),
        dry_run=dry_run,
    )
    session.show(OneUnit(renamed, session.look(), dry_run))


def _names(
    session: Session, name: str | None, kk: str | None, ru: str | None, en: str | None
) -> Wording:
    named = {"kk": kk, "ru": ru, "en": en}
    return {**_in_language(session, name), **{code: text for code, text in named.items() if text}}


def _in_language(session: Session, text: str | None) -> Wording:
    return {session.language.code: text} if text else {}
