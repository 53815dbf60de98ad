"""Documents that are zip archives of XML: how they are opened without being taken in by them."""

import io
import zipfile
import zlib
from typing import Any

from tracker.errors import BadInput
from tracker.load.unreadable import damaged, protected

MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes that an archive may unpack to."""

MAX_TAGS = 2_000_000
"""Tags that a part may have: in memory each takes up far more than in the file."""

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, IndexError, RuntimeError)
"""What an archive fails with that is none, or is damaged."""

TAG = b"<"

MEMBER = b"PK\x01\x02"
"""How an entry of an archive's list of members begins."""

MAX_MEMBERS = 10_000
"""Members of an archive that is looked into outside of a process with limits."""

ODT = "application/vnd.oasis.opendocument.text"
"""What the part `mimetype` of an ODT says."""

COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How members of documents are kept; other ways fail with errors of their own."""

ENCRYPTED = 1
"""The flag of a member that needs a password."""


def opened(content: bytes, source: str) -> zipfile.ZipFile:
    """Return the archive, each of whose members unpacks to what it says.

    Raises `BadInput` for one that is damaged, protected by a password, or too large unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        check_unpacked(archive, source)
        if any(member.flag_bits & ENCRYPTED for member in archive.infolist()):
            raise protected(source)
        is_whole = all(map(is_plain, archive.infolist())) and archive.testzip() is None
    except UNREADABLE as error:
        raise damaged(source) from error
    if not is_whole:
        raise damaged(source)
    return archive


def is_plain(member: zipfile.ZipInfo) -> bool:
    """Tell whether a member is kept as members of documents are."""
    return member.compress_type in COMPRESSIONS


def check_unpacked(archive: zipfile.ZipFile, source: str, limit: int = MAX_UNPACKED) -> None:
    """Raise `BadInput` for an archive that unpacks to more bytes than the limit."""
    if sum(member.file_size for member in archive.infolist()) > limit:
        raise BadInput(
            "“{source}” is too large: it unpacks to more than {limit} MB.",
            source=source,
            limit=limit // 1024**2,
        )


def tree(content: bytes, source: str) -> Any:
    """Return the root of a part.

    Nothing outside is fetched and no entity is followed: a part that declares its own is refused,
    as documents have none. Raises `BadInput` for a part that is no XML, or is too large.
    """
    from lxml import etree

    check_tags(content, source)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(source) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged(source)
    return root


def check_tags(content: bytes, source: str) -> None:
    """Raise `BadInput` for markup of more tags than are worth the wait and the memory."""
    if content.count(TAG) > MAX_TAGS:
        raise BadInput(
            "“{source}” is too large: it has more than {limit} million tags.",
            source=source,
            limit=MAX_TAGS // 1_000_000,
        )


def document_in(content: bytes) -> str | None:
    """Return the format of the document that an archive is, by its parts; None for any other.

    Documents have some ten parts; an archive of very many is not looked into.
    """
    if content.count(MEMBER) > MAX_MEMBERS:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "word/document.xml" in names:
                return "docx"
            if "mimetype" in names and is_plain(archive.getinfo("mimetype")):
                with archive.open("mimetype") as member:
                    kind = member.read(len(ODT) + 1)
                return "odt" if kind == ODT.encode() else None
    except UNREADABLE:
        pass
    return None
