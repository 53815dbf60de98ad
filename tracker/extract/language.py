"""Which of the two languages a sentence is in."""

import re

from tracker.extract.lexicon import lexicon

_KAZAKH = frozenset("әғқңөұүһі")
_WORD = re.compile(r"[^\W\d_]+")


def language_of(low: str) -> str:
    """Return `kk` or `ru` for a text in small letters: by letters and by its small words."""
    kazakh = russian = 0
    for word in _WORD.findall(low):
        if not _KAZAKH.isdisjoint(word) or word in lexicon("kk").marks:
            kazakh += 1
        elif word in lexicon("ru").marks or word.endswith(("ого", "ому", "ить", "ать", "ение")):
            russian += 1
    return "kk" if kazakh >= russian and kazakh else "ru"
