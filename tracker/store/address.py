"""What an address names: a folder, or a server; and what of it may be shown.

What was meant for a server, and is no address of one, must never become a folder of that name, and
must not be repeated either: there is a password in it as often as not.
"""

import re

from tracker.errors import WrongUsage

SERVERS = ("postgresql://", "postgres://")
"""How addresses of servers begin."""

_TELLING = frozenset(":=%@\uff1a\uff1d\uff20\uff0f")
"""What addresses of servers have and most folders do not, the signs in full width included."""

_NARROW = str.maketrans("\uff1a\uff1d\uff20\uff0f", ":=@/")

_LIKE_SERVER = (
    r"[^/\\:]{2,}://",
    r"\A:?//[^/\\]*:.*@",
    r"[^/\\]//[^/\\]*:.*@",
    r"\A\W*(?:postgres|pgsql|psql|jdbc|odbc)[^/\\]*(?::|//)",
    r"\A\w[\w+.-]+:/",
    r"\A[^/\\:@\s]{2,}:.*@",
    r"(?:\A|[\s;?&'\"])(?:host|hostaddr|port|user|dbname|database|service|sslmode)\s*=",
    r"pass(?:word|wd)?\s*=|pwd\s*=",
)
"""What is meant for a server: another scheme or none, keywords, a name with a password."""

_SCHEME = r"(postgres\w*(?::|%3a)?(?://|%2f%2f)"
_NO_PORT = r"(?!\d{1,5}(?:[,/?\s”]|\Z))"

_SECRETS = (
    (r"((?:\A|[^\w])[\w+.-]*:?//[^\s:/@]*(?::|%3a)).*((?:@|%40))", r"\1…\2"),
    (r"(\b[\w+.-]{2,}(?::|%3a))[^\s/]+((?:@|%40))", r"\1…\2"),
    (r"((?:pass(?:word|wd)?|pwd|secret)\s*(?:=|%3d)\s*)(?:'[^']*'|[^\s&;]+)", r"\1…"),
    (_SCHEME + r"[^\s:/@%]*(?::|%3a))" + _NO_PORT + r"[^\s/@?,”]+", r"\1…"),
)
"""Where passwords stand in an address, as it should be or not, and how it is shown without."""

_MOST_TURNS = 3
"""How often something may have been percent-encoded."""


def is_server(address: str) -> bool:
    """Tell whether an address names a server, and not a folder.

    Raises `WrongUsage` for one that was meant for a server and cannot be its address. A path of
    Windows names a folder.
    """
    if address.strip().lower().startswith(SERVERS):
        return True
    if any(_is_like_server(form) for form in decoded(address)):
        raise no_server()
    return False


def no_server() -> WrongUsage:
    """Return the error for what is no address of a server, and may have a password in it."""
    return WrongUsage("This is no address of a server: postgresql://HOST/DATABASE.")


def bears_password(text: str) -> bool:
    """Tell whether a part of an address looks as if a password stood in it."""
    pattern = r":.*@|(?:pass(?:word|wd)?|pwd|secret)\s*="
    return any(
        re.search(pattern, form, re.IGNORECASE | re.DOTALL)
        for form in decoded(text)
        if "@" in form or "=" in form  # compiling the pattern takes longer than all the rest
    )


def masked(text: str) -> str:
    """Return the text without the passwords of the addresses in it."""
    if not any(sign in text for sign in ("@", "=", "%", "//")):
        return text
    for pattern, shown in _SECRETS:
        text = re.sub(pattern, shown, text, flags=re.IGNORECASE)
    return text


def _is_like_server(text: str) -> bool:
    if ("//" not in text and _TELLING.isdisjoint(text)) or _is_of_windows(text):
        return False
    text = text.translate(_NARROW).strip()
    return any(re.search(form, text, re.IGNORECASE | re.DOTALL) for form in _LIKE_SERVER)


def _is_of_windows(text: str) -> bool:
    """Tell whether this is a path with a drive, or in a folder that others share."""
    return text.startswith("\\\\") or (text[:1].isalpha() and text[1:3] in (":\\", ":/"))


def decoded(text: str) -> list[str]:
    """Return the text, and what it says once or more often decoded."""
    forms = [text]
    while "%" in forms[-1] and len(forms) <= _MOST_TURNS:
        from urllib.parse import unquote

        forms.append(unquote(forms[-1]))
    return forms
