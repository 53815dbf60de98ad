"""What single Kazakh words are: verbal nouns and their cases, wishes, commands, converbs."""

from tracker.extract.lexicon import lexicon
from tracker.extract.tokens import Token

_KK = lexicon("kk")

_VERBAL = ("у", "ю")
_SHORTEST = 3

_ACCUSATIVES = tuple(v + e for v in _VERBAL for e in ("ды", "ді", "ын", "ін"))
_DATIVES = tuple(v + e for v in _VERBAL for e in ("ға", "ге", "ына", "іне"))
_OWNED = tuple(v + e for v in _VERBAL for e in ("ы", "і", "лары", "лері"))
_PASSIVE_STEMS = (
    *("ыл", "іл", "ул"),
    *(letter + "н" for letter in "алнйоүұыіеәи"),
)
_COMMANDS = tuple(e + many for e in ("ңыз", "ңіз") for many in ("", "дар", "дер"))
_CONVERBS = (
    *("ып", "іп", "ап", "әп", "еп", "ип", "оп", "уп"),
    *("май", "мей", "бай", "бей", "пай", "пей"),
)
_OBJECTS = ("ды", "ді", "ты", "ті", "ны", "ні", "ын", "ін")
_WISHES = ("сын", "сін")


def is_accusative_noun(token: Token) -> bool:
    """Tell whether it is a verbal noun in the accusative: жүргізуді, қадағалауын."""
    return _verbal(token) and token.low.endswith(_ACCUSATIVES) and not _is_false(token)


def is_dative_noun(token: Token) -> bool:
    """Tell whether it is a verbal noun in the dative: арттыруға."""
    return _verbal(token) and token.low.endswith(_DATIVES)


def is_bare_noun(token: Token) -> bool:
    """Tell whether it is a verbal noun without an ending: толықтыру."""
    is_other = token.low in _KK.words("heads", "not_bare")
    return _verbal(token) and token.low.endswith(_VERBAL) and not is_other


def is_needed_noun(token: Token) -> bool:
    """Tell whether it is a verbal noun as it stands before керек, қажет, тиіс."""
    is_one = _verbal(token) and token.low.endswith((*_VERBAL, *_OWNED))
    return is_one and not _is_false(token)


def is_wish(token: Token) -> bool:
    """Tell whether it is an order in the third person: қамтамасыз етсін."""
    low = token.low
    is_one = token.is_word and low.endswith(_WISHES) and len(low) >= len(_WISHES[0]) + 2
    return is_one and low not in _KK.words("heads", "not_wishes")


def is_passive_wish(token: Token) -> bool:
    """Tell whether it is an order that names nobody: жүргізілсін."""
    return is_wish(token) and token.low[: -len(_WISHES[0])].endswith(_PASSIVE_STEMS)


def is_command(token: Token) -> bool:
    """Tell whether it is an order to those who are spoken to: аяқтаңыздар."""
    low = token.low
    is_one = token.is_word and len(low) > _SHORTEST + 1 and low.endswith(_COMMANDS)
    return is_one and low not in _KK.words("heads", "not_commands")


def is_converb(token: Token) -> bool:
    """Tell whether it is a verb that goes on: тексеріп, қалдырмай."""
    return token.is_word and token.low.endswith(_CONVERBS)


def is_object(token: Token) -> bool:
    """Tell whether it looks like the object of a verb: жоспарын, жолдарды."""
    return token.is_word and token.low.endswith(_OBJECTS)


def base(token: Token) -> str:
    """Return a verbal noun without its case: ұсынуды, ұсынуға, ұсыну."""
    low = token.low
    return low[: max(low.rfind("у"), low.rfind("ю")) + 1] or low


def _verbal(token: Token) -> bool:
    return token.is_word and len(token.low) >= _SHORTEST


def _is_false(token: Token) -> bool:
    """Tell whether it only ends like a verbal noun: суын, күйеуін."""
    return token.low in _KK.words("heads", "false_nouns")
