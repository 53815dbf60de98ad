"""What a text says of the meeting at which its directives were given."""

import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from tracker.extract.dates import day_in
from tracker.extract.letters import Cleaned, cleaned
from tracker.extract.lexicon import LANGUAGES

HEAD = 1500
"""Characters at the beginning among which a document says what it is."""


class MeetingFacts(NamedTuple):
    """The meeting as the text words it; None for what it does not say.

    `number` is that of the minutes or the order, `title` in the language of the text.
    """

    on: date | None = None
    title: str | None = None
    chair: str | None = None
    giver: str | None = None
    number: str | None = None


def meeting_facts(text: str) -> MeetingFacts:
    """Return what the beginning of a text says of the meeting."""
    head = cleaned(text[:HEAD])
    number = _NUMBER.search(head.low)
    chair = _chair(head)
    return MeetingFacts(
        on=_day(head),
        title=_title(head),
        chair=chair,
        giver=chair or _giver(head),
        number=number["number"] if number else None,
    )


_NUMBER = re.compile(
    r"(?:хаттама(?:сы)?|протокол|бұйрық|приказ|өкім|распоряжение|қаулы|постановление)[^№]{0,60}"
    r"№\s*(?P<number>[\w/-]{1,20})"
)

_NAME = r"[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ]+(?:-[А-ЯЁӘІҢҒҮҰҚӨҺ][а-яёәіңғүұқөһ]+)?"
_INITIALS = r"(?:[А-ЯЁӘІҢҒҮҰҚӨҺ]\.\s*){1,2}"
_PERSON = rf"(?:{_NAME}(?:\s+{_NAME}){{1,2}}|{_NAME}\s+{_INITIALS}|{_INITIALS}{_NAME})"

_CHAIRED = (
    re.compile(rf"(?P<name>{_PERSON})\s+төрағалы[қғ]\w*"),
    re.compile(
        r"(?:Төраға|ТӨРАҒА|Төрағалық етуші|Төрағалық еткен)"
        rf"\w*\s*[:–—-]\s*[^\n]{{0,80}}?(?P<name>{_PERSON})"
    ),
    re.compile(
        r"(?:Председатель|ПРЕДСЕДАТЕЛЬ|Председательствующий|Председательствовал[аи]?|ПРЕДСЕДАТЕЛЬСТВОВАЛ)"
        rf"\w*\s*[:–—-]\s*[^\n]{{0,80}}?(?P<name>{_PERSON})"
    ),
    re.compile(rf"(?:под|Под)\s+председательством\s+[^\n.]{{0,60}}?(?P<name>{_PERSON})"),
)
_GIVING = re.compile(
    r"(?:әкімі|Премьер-министр|министрі|губернаторы|аким(?:\s+\S+){0,3}|губернатор(?:\s+\S+){0,3}"
    rf"|премьер-министр|президент\w*|Президент\w*|басшысы)\s+(?P<name>{_NAME}\s+{_NAME})"
)

_OCCASION = re.compile(
    r"(?P<kk>(?:кеңейтілген\s+|кезекті\s+|аппараттық\s+|үкімет\s+|селекторлық\s+|жедел\s+|көшпелі\s+)*"
    r"(?:аппараттық\s+кеңес|кеңес|отырыс|мәжіліс|жиналыс|жиын|штаб\s+отырысы|үкімет\s+отырысы))(?:і|ы)?(?=\s+(?:өтті|өткізді|болды))"
    r"|(?P<ru>(?:расширенн\w+\s+|очередн\w+\s+|аппаратн\w+\s+|выездн\w+\s+|оперативн\w+\s+)*"
    r"(?:совещани[ея]|заседани[ея](?:\s+(?:правительства|штаба|комиссии|маслихата|коллегии))?))"
)
_KIND = re.compile(
    r"(?:ХАТТАМА\w*|Хаттама\w*|ПРОТОКОЛ\w*|Протокол\w*|БҰЙРЫҚ|ПРИКАЗ|ӨКІМ|РАСПОРЯЖЕНИЕ|ҚАУЛЫ|ПОСТАНОВЛЕНИЕ)[^\n]{0,100}"
)
_GENITIVE = ("ның", "нің", "дың", "дің", "тың", "тің")


def _day(head: Cleaned) -> date | None:
    """Return the first full date that stands where documents are dated.

    That is at the very beginning, or on a short line; not in a sentence, where dates are terms.
    """
    lines = head.low.splitlines()[:_LINES]
    for line in lines:
        if found := _BEGINNING.match(line):
            with suppress(ValueError):
                return date.fromisoformat(found["iso"])
    for line in lines:
        if len(line.split()) > _SHORT or _TERM.search(line):
            continue
        for language in LANGUAGES:
            if day := day_in(line, language):
                return day
    return None


_LINES, _SHORT = 25, 12
_BEGINNING = re.compile(r"\s*(?:date\s+)?(?P<iso>\d{4}-\d{2}-\d{2})")
_TERM = re.compile(r"дейін|кешіктірмей|мерзім|срок|не\s+позднее|\bдо\b|\bк\b")


def _title(head: Cleaned) -> str | None:
    kind = _KIND.search(head.text)
    if kind:
        return _without_date(" ".join(kind[0].split()))
    occasion = _OCCASION.search(head.low)
    if not occasion:
        return None
    words = " ".join(head.text[occasion.start() : occasion.end()].split())
    return words[:1].upper() + words[1:]


def _without_date(title: str) -> str:
    return (
        re.split(r"\s+(?:от\s+)?\d{1,2}\.\d{1,2}\.\d{4}|\s+от\s+\d", title)[0]
        .strip(" ,.:–—-")
        .capitalize()
    )


def _chair(head: Cleaned) -> str | None:
    for pattern in _CHAIRED:
        if found := pattern.search(head.text):
            if "председательством" in found[0]:
                return _russian_nominative(found["name"])
            return _nominative(found["name"], is_kazakh="төраға" in found[0].lower())
    return None


def _giver(head: Cleaned) -> str | None:
    found = _GIVING.search(head.text)
    return _nominative(found["name"], is_kazakh=True) if found else None


def _nominative(name: str, *, is_kazakh: bool) -> str:
    """Return a person's name without the ending of the genitive: Берік Уәлидің."""
    words = name.split()
    if is_kazakh and words[-1].endswith(_GENITIVE) and len(words[-1]) > len("ның") + 2:
        words[-1] = words[-1][: -len("ның")]
    return " ".join(words)


def _russian_nominative(name: str) -> str:
    """Return a man's name without the ending of the genitive; other names as they stand."""
    words = name.split()
    if all(word.endswith("а") for word in words):
        return " ".join(word.removesuffix("а") for word in words)
    return name
