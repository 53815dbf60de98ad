"""From bytes to text, whatever encoding of this country they are in."""

from tracker.errors import BadInput


def decoded(content: bytes, source: str) -> str:
    """Return the text: UTF-8 or UTF-16 by its mark, else UTF-8, else Windows-1251."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput("“{source}” is not a text: its encoding is unknown.", source=source)
