"""A document as an information note, and letters, through python-docx (the extra `docx`)."""

import io
import struct
import zipfile
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from tracker.errors import Refused
from tracker.i18n.language import N_, Language
from tracker.show.documents.document import Document, missing_extra
from tracker.show.documents.ink import INK
from tracker.show.documents.words import written
from tracker.show.text import cells, clean
from tracker.show.view import Sheet
from tracker.steps import steps

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.table import _Cell

FONT = "Times New Roman"
LOCALES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The moment that is written for each part of the file, so that the same note is the same bytes."""

BODY, SMALL, LETTER = 12, 9, 14
"""Sizes in points."""

ACROSS, MOST, PADDING = 150, 60, 3
"""Characters: in a line of a landscape page, in a column at most, and beside its text."""

LONGEST_WORD = 30
"""Characters; a longer word (a link, say) is parted rather than leave other columns no room."""

MAX_PROPERTY = 255
"""Characters that a property of the file takes."""

CM = {"short": 21.0, "long": 29.7, "margin": 1.5, "left": 3.0}


def docx(document: Document) -> bytes:
    """Return the document as a note: heading, figures in sentences, then the tables in landscape.

    The head row of a table is repeated on each page, and no row is parted. Raises `Refused` if the
    library is not installed.
    """
    paper = _paper(document.language, document.day, document.title, BODY)
    _lay(paper.sections[0], landscape=True)
    say = document.language.say
    _paragraph(paper, say("Information note"), size=LETTER, bold=True, middle=True)
    _paragraph(paper, document.title, size=LETTER, bold=True, middle=True)
    for line in (document.about, document.language.long_day(document.day)):
        if line:
            _paragraph(paper, line, middle=True)
    for sentence in document.sentences:
        _paragraph(paper, sentence)
    for sheet in document.sheets:
        _paragraph(paper, sheet.title, bold=True, stays=True)
        _table(paper, sheet, document.language)
    for note in document.notes:
        _paragraph(paper, note, size=SMALL)
    _number_pages(paper)
    return _packed(paper)


def letter_docx(text: str, language: Language, day: date) -> bytes:
    """Return a letter on A4; lines that begin with a tab are the addressee's, at the right.

    Raises `Refused` if the library is not installed.
    """
    paper = _paper(language, day, "", LETTER)
    _lay(paper.sections[0], landscape=False)
    for line in text.splitlines():
        _paragraph(paper, line.strip(), size=LETTER, right=line.startswith("\t"))
    return _packed(paper)


def _paper(language: Language, day: date, title: str, size: int) -> "Paper":
    try:
        import docx as library
    except ImportError as error:
        raise missing_extra("docx") from error
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paper = library.Document()
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(size)
    fonts = normal.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs", "w:hAnsi", "w:ascii"):
        fonts.set(qn(script), FONT)
    _child(normal.element.rPr, "w:lang", {"w:val": LOCALES[language.code]})
    moment = datetime.combine(day, time(), UTC)
    properties = paper.core_properties
    properties.author = properties.last_modified_by = "tracker"
    properties.title, properties.comments = clean(title)[:MAX_PROPERTY], ""
    properties.created = properties.modified = moment
    properties.language = LOCALES[language.code]
    return paper


def _lay(section: Any, *, landscape: bool) -> None:
    """Make the section A4 in this position."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    width, height = (CM["long"], CM["short"]) if landscape else (CM["short"], CM["long"])
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = Cm(CM["margin"] if landscape else CM["left"])
    section.right_margin = section.top_margin = section.bottom_margin = Cm(CM["margin"])


def _paragraph(
    paper: "Paper",
    text: str,
    *,
    size: int = BODY,
    bold: bool = False,
    middle: bool = False,
    right: bool = False,
    stays: bool = False,
) -> None:
    """Add a paragraph; one that `stays` is not parted from what follows."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    paragraph = paper.add_paragraph()
    run = paragraph.add_run(clean(text))
    run.bold, run.font.size = bold, Pt(size)
    shape = paragraph.paragraph_format
    shape.space_after, shape.keep_with_next = Pt(0 if size == LETTER else 4), stays
    if middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if right:
        shape.left_indent = Cm(CM["short"] / 2 - CM["margin"])


def _table(paper: "Paper", sheet: Sheet, language: Language) -> None:
    from docx.shared import Cm

    table = paper.add_table(rows=1, cols=len(sheet.columns), style="Table Grid")
    table.autofit = False
    room = CM["long"] - 2 * CM["margin"]
    shares = _shares(sheet, language)
    widths = [Cm(room * share / sum(shares)) for share in shares]
    for cell, (_, title) in zip(table.rows[0].cells, sheet.columns, strict=True):
        _fill(cell, title, bold=True)
    _child(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", {"w:val": "true"})  # noqa: SLF001  # the library has no other way
    step = steps(N_("Writing rows"), len(sheet.rows))
    for number, values in enumerate(sheet.rows):
        step()
        row = table.add_row()
        _child(row._tr.get_or_add_trPr(), "w:cantSplit", {"w:val": "true"})  # noqa: SLF001  # as above
        state = sheet.states[number] if sheet.states else ""
        for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
            is_number = isinstance(value, int | float)
            ink = INK.get(state, "") if place == 0 else ""
            _fill(cell, written(value, language), right=is_number, ink=ink, bold=bool(ink))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    paper.add_paragraph().paragraph_format.space_after = 0


def _fill(
    cell: "_Cell", text: str, *, bold: bool = False, right: bool = False, ink: str = ""
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(clean(text))
    run.bold, run.font.size = bold, Pt(SMALL)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if ink:
        run.font.color.rgb = RGBColor.from_string(ink)


def _shares(sheet: Sheet, language: Language) -> list[float]:
    """Return the characters that each column gets of a line: its longest word, and what is left.

    What is left goes to columns in the measure in which they need more.
    """
    least, more = [], []
    for column, (_, title) in enumerate(sheet.columns):
        texts = [clean(title), *(clean(written(row[column], language)) for row in sheet.rows)]
        words = [cells(word) for text in texts for word in text.split()]
        least.append(min(max(words, default=0), LONGEST_WORD) + PADDING)
        more.append(max(min(max(map(cells, texts)), MOST) + PADDING - least[-1], 0))
    left = max(ACROSS - sum(least), 0)
    part = min(left / (sum(more) or 1), 1)
    return [word + part * rest for word, rest in zip(least, more, strict=True)]


def _number_pages(paper: "Paper") -> None:
    """Put the number of the page at the foot of each."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = paper.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _child(paragraph._p, "w:fldSimple", {"w:instr": "PAGE"})  # noqa: SLF001  # the library has no fields


def _child(parent: Any, name: str, attributes: dict[str, str]) -> None:
    """Add an element that the library has no name for."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(attribute), value)
    parent.append(element)


def _packed(paper: "Paper") -> bytes:
    """Return the file, in it nothing of the moment at which it was made."""
    made, target = io.BytesIO(), io.BytesIO()
    try:
        paper.save(made)
    except (ValueError, struct.error) as error:  # the library asks the clock, a zip knows no 1969
        raise Refused(
            "A .docx file can only be written between 1980 and 2107. Set the clock of this machine."
        ) from error
    with (
        zipfile.ZipFile(made) as source,
        zipfile.ZipFile(target, "w") as copy,
    ):
        for member in source.infolist():
            part = zipfile.ZipInfo(member.filename, EARLIEST)
            copy.writestr(part, source.read(member), zipfile.ZIP_DEFLATED)
    return target.getvalue()
