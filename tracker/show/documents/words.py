"""Values as documents write them."""

from datetime import date, datetime

from tracker.i18n.language import Language
from tracker.show.output import shown
from tracker.show.view import Value


def written(value: Value, language: Language) -> str:
    """Return a value as people of this language write it; nothing for none."""
    if isinstance(value, datetime):
        return language.moment(value)
    if isinstance(value, date):
        return language.day(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return language.number(value)
    return shown(value)
