"""Keeping the register of units."""

import re
from collections.abc import Sequence

from tracker.domain.decision import check_text
from tracker.domain.directive import Signature
from tracker.domain.unit import Register, Unit
from tracker.domain.wording import Wording
from tracker.errors import Refused
from tracker.store.base import Store

_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


def add_unit(
    store: Store,
    key: str,
    names: Wording,
    *,
    short: Wording | None = None,
    aliases: Sequence[str] = (),
    head: str | None = None,
    by: Signature,
    dry_run: bool = False,
) -> Unit:
    """Enter a unit. Raises `Refused` for a key that is no key, and for names already taken."""
    unit = Unit(
        key=check_key(key),
        names={language: check_text(name) for language, name in names.items()},
        short={language: check_text(name) for language, name in (short or {}).items()},
        aliases=tuple(map(check_text, aliases)),
        head=None if head is None else check_text(head),
    )
    with store.change(by, trial=dry_run) as transaction:
        if transaction.register().get(unit.key):
            raise Refused("There is a unit “{key}” already: tracker units rename.", key=unit.key)
        check_free(transaction.register(), unit)
        transaction.put_unit(unit.key, unit)
    return unit


def rename_unit(
    store: Store,
    written: str,
    *,
    names: Wording | None = None,
    short: Wording | None = None,
    aliases: Sequence[str] = (),
    head: str | None = None,
    by: Signature,
    dry_run: bool = False,
) -> Unit:
    """Change a unit's names, add aliases, name its head; its key and its directives stay.

    A name that is replaced stays as an alias, so that what people used to type is still found.
    """
    with store.change(by, trial=dry_run) as transaction:
        register = transaction.register()
        before = register.find(written)
        shorter = {language: check_text(name) for language, name in (short or {}).items()}
        new = {language: check_text(name) for language, name in (names or {}).items()}
        replaced = [
            known[language]
            for known, given in ((before.names, new), (before.short, shorter))
            for language in given
            if language in known
        ]
        unit = before._replace(
            names={**before.names, **new},
            short={**before.short, **shorter},
            aliases=tuple(dict.fromkeys([*before.aliases, *replaced, *map(check_text, aliases)])),
            head=before.head if head is None else check_text(head),
        )
        if unit == before:
            raise Refused("Nothing to rename: give a new name, --short, --alias or --head.")
        check_free(register, unit)
        transaction.put_unit(unit.key, unit)
    return unit


def check_key(key: str) -> str:
    """Return the key, or raise `Refused`: Latin letters, digits and hyphens, a letter first."""
    if not _KEY.fullmatch(key):
        raise Refused(
            "“{key}” cannot be a unit's key: up to 40 small Latin letters, digits and hyphens, "
            "a letter first.",
            key=key,
        )
    return key


def check_free(register: Register, unit: Unit) -> None:
    """Raise `Refused` if another unit is already known by one of the names."""
    for handle in unit.handles():
        known = register.match(handle)
        if known and known.key != unit.key:
            raise Refused("“{name}” already names the unit “{unit}”.", name=handle, unit=known.key)
