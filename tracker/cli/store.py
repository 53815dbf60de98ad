"""`tracker store`: what a store is, moving it, and one on a server with its rights."""

from typing import Annotated

import typer

from tracker.cli import complete, parse
from tracker.cli.command import COMMANDS, Command, group_app
from tracker.cli.options import DryRun
from tracker.cli.session import Session, check_place, print_line
from tracker.domain.right import Role
from tracker.i18n.language import N_
from tracker.service import server
from tracker.show.about import AboutStore, Moved
from tracker.show.look import Look
from tracker.show.output import terminal_width
from tracker.show.rights import RightList

app = group_app(COMMANDS["store"])

Login = Annotated[
    str, typer.Argument(metavar="LOGIN", help=N_("A login that the server has already."))
]


@app.callback()
def store(context: typer.Context) -> None:
    """Say what the store is, unless more is asked for."""
    if context.invoked_subcommand is None:
        info(context)


@app.command(
    cls=Command, help=N_("Make a server ready for a store, or bring the one there up to date.")
)
def init(
    context: typer.Context,
    address: Annotated[
        str | None,
        typer.Argument(metavar="[URL]", help=N_("Where: postgresql://HOST/DATABASE.")),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Make schema, roles and policies, or print the SQL that would."""
    session: Session = context.obj
    done = server.init(address or session.address, dry_run=dry_run)
    say = session.language.say
    print_line(done if dry_run else say("The server is ready: tracker store grant, tracker load."))


@app.command(cls=Command, help=N_("Say what a store is, and how much it holds."))
def info(context: typer.Context) -> None:
    """Print what keeps the store, its counts, and the login's right."""
    session: Session = context.obj
    session.show(AboutStore(server.info(session.address), session.look()))


@app.command(cls=Command, help=N_("Copy a whole store to a new place: a folder, or on a server."))
def move(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(metavar="FROM", help=N_("A folder, or postgresql://HOST/DATABASE."))
    ],
    target: Annotated[
        str, typer.Argument(metavar="TO", help=N_("The same; nothing may be there yet."))
    ],
    dry_run: DryRun = False,
) -> None:
    """Copy everything, compare it, and print how much it was."""
    session: Session = context.obj
    for place in (source, target):
        check_place(place)
    done = server.move(source, target, wait=session.patience, dry_run=dry_run)
    look = Look(session.language, session.today, width=terminal_width())
    session.show(Moved(done, source, target, look, dry_run, server.documents_in(source)))


@app.command(cls=Command, help=N_("Give a login a role: controller, executor or reader."))
def grant(
    context: typer.Context,
    role: Annotated[
        str, typer.Argument(metavar="ROLE", help=N_("controller, executor or reader."))
    ],
    login: Login,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="UNIT",
            help=N_("The unit that an executor reports for."),
            autocompletion=complete.units,
        ),
    ] = None,
) -> None:
    """Give the role, in the place of any before, and print all rights."""
    session: Session = context.obj
    wanted = Role(parse.choice(role, list(Role)))
    server.grant(session.address, session.store, wanted, login, unit=unit)
    roles(context)


@app.command(cls=Command, help=N_("Take every right away from a login."))
def revoke(context: typer.Context, login: Login) -> None:
    """Take the rights, and print those that are left."""
    session: Session = context.obj
    left = server.revoke(session.address, login)
    roles(context)
    for process in left:
        session.complain(
            session.language.say(
                "{login} has no rights any more, but still keeps the store locked: the server's "
                "administrator ends that, SELECT pg_terminate_backend({process}).",
                login=login,
                process=process,
            )
        )


@app.command(cls=Command, help=N_("Show who may do what."))
def roles(context: typer.Context) -> None:
    """Print the rights by login."""
    session: Session = context.obj
    session.show(RightList(server.rights(session.address), session.look()))
