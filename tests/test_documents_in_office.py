"""Documents of Word and LibreOffice become text."""

import io
import zipfile

import docx as word
import papers_in as paper
import pytest
from papers_in import KAZAKH, LEVELS, SENTENCE, definition, item, li, num, ol, p, table, text


def test_paragraphs_and_tables_of_word_come_in_their_order() -> None:
    body = (
        p("ХАТТАМА")
        + p("")
        + p("")
        + table([p("№"), p("Тапсырма")], [p("1"), p("a") + p("b") + table([p("c"), p("d")])])
        + p("соңы")
    )
    assert text(paper.docx(body), "docx") == "ХАТТАМА\n\n№\tТапсырма\n1\ta b c\td\nсоңы"


def test_document_that_python_docx_writes_is_read() -> None:
    document = word.Document()
    document.add_heading(KAZAKH)
    for line in ("a", "b"):
        document.add_paragraph(line, style="List Number")
    document.add_paragraph("c", style="List Bullet")
    document.add_table(2, 2).cell(1, 1).text = "d"
    content = io.BytesIO()
    document.save(content)
    assert text(content.getvalue(), "docx") == f"{KAZAKH}\n1. a\n2. b\n• c\nd"


def test_pieces_of_a_paragraph_of_word() -> None:
    body = """<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>
      <w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d
e</w:t></w:r><w:hyperlink><w:r><w:t> link</w:t></w:r></w:hyperlink>
      <w:r><w:instrText>PAGE</w:instrText></w:r><w:sdt><w:sdtPr><w:t>x</w:t></w:sdtPr>
      <w:sdtContent><w:r><w:t> field</w:t></w:r></w:sdtContent></w:sdt></w:p>"""
    assert text(paper.docx(body), "docx") == "a\tb\nc-d e link field"


def test_changes_that_were_tracked_count_as_accepted() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = f"""<w:p><w:del><w:r><w:delText>x</w:delText></w:r>{run.format("x")}</w:del>
      <w:ins>{run.format("new")}</w:ins><w:moveFrom>{run.format("x")}</w:moveFrom>
      <w:moveTo>{run.format(" moved")}</w:moveTo></w:p>
      <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run.format("one ")}</w:p>{p("line")}
      <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p("x")}</w:tc></w:tr>
      <w:tr><w:tc>{p("row")}</w:tc></w:tr></w:tbl>"""
    assert text(paper.docx(body), "docx") == "new moved\none line\nrow"


@pytest.mark.parametrize(("value", "seen"), [("", "a"), ('w:val="1"', "a"), ('w:val="0"', "xa")])
def test_hidden_text_of_word_is_left_out(value: str, seen: str) -> None:
    run = f"<w:r><w:rPr><w:vanish {value}/></w:rPr><w:t>x</w:t></w:r><w:r><w:t>a</w:t></w:r>"
    assert text(paper.docx(f"<w:p>{run}</w:p>"), "docx") == seen


def test_text_boxes_of_word_are_lines_of_their_own_and_come_once() -> None:
    box = f"<w:txbxContent>{p('b')}{p('c')}</w:txbxContent>"
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = f"""<w:p><w:r><w:t>a</w:t></w:r><m:x xmlns:m="{compatible}"><m:Choice>{box}</m:Choice>
      <m:Fallback>{box}</m:Fallback></m:x><w:r><w:t>d</w:t></w:r></w:p>"""
    assert text(paper.docx(body), "docx") == "a\nb\nc\nd"


def test_numbers_of_lists_of_word_are_counted() -> None:
    numbering = (
        definition(
            1, ("decimal", "%1."), ("decimal", "%1.%2."), ("russianLower", "%3)"), ("none", "")
        )
        + definition(2, ("upperRoman", "%1"), ("lowerLetter", "(%1.%2)"), ("bullet", "\uf0b7"))
        + num(1, 1)
        + num(2, 2)
        + num(3, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>')
    )
    body = "".join(
        [
            *(item("a", 1), item("b", 1, 1), item("c", 1, 1), item("d", 1, 2), item("e", 1, 2)),
            *(p("—"), item("f", 1), item("g", 1, 1), item("h", 1, 3)),
            *(item("i", 2, 1), item("j", 2), item("", 2), item("k", 2), item("l", 2, 2)),
            *(item("m", 3), item("n", 1), item("o", 3), item("p", 9), item("q", 1, 8)),
        ]
    )
    assert text(paper.docx(body, numbering=numbering), "docx").split("\n") == [
        "1. a", "1.1. b", "1.2. c", "а) d", "б) e", "—", "2. f", "2.1. g", "h",
        "(I.a) i", "I j", "", "III k", "• l", "7. m", "8. n", "9. o", "p", "q",
    ]  # fmt: skip


def test_numbers_by_styles_of_word_are_counted() -> None:
    """Styles say the list, those that rest on them say it too, and one definition names a style."""
    chained = '<w:numPr><w:numId w:val="{}"/></w:numPr>'
    styles = f"""
      <w:style w:styleId="Head"><w:pPr>{chained.format(1)}</w:pPr></w:style>
      <w:style w:styleId="Sub"><w:pPr>{chained.format(1)}</w:pPr></w:style>
      <w:style w:styleId="Child"><w:basedOn w:val="Head"/></w:style>
      <w:style w:styleId="Round"><w:basedOn w:val="Round"/></w:style>
      <w:style w:styleId="Linked"><w:pPr>{chained.format(1)}</w:pPr></w:style>"""
    levels = """<w:abstractNum w:abstractNumId="1">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:pStyle w:val="Head"/><w:lvlText w:val="%1)"/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:pStyle w:val="Sub"/><w:lvlText w:val="%1.%2"/>
      </w:lvl></w:abstractNum>"""
    linked = definition(2, more='<w:numStyleLink w:val="Linked"/>')
    style = '<w:pStyle w:val="{}"/>'.format
    body = "".join(
        [
            p("a", style("Head")),
            p("b", style("Sub")),
            p("c", style("Child")),
            p("d", style("Head") + '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            p("e", style("Head") + '<w:numPr><w:ilvl w:val="1"/></w:numPr>'),
            p("f", style("Round")),
            item("g", 2),
        ]
    )
    numbering = levels + linked + num(1, 1) + num(2, 2)
    assert text(paper.docx(body, numbering=numbering, styles=styles), "docx").split("\n") == [
        "1) a", "1.1 b", "2) c", "d", "2.1 e", "f", "3) g",
    ]  # fmt: skip


@pytest.mark.parametrize(("between", "read"), [(98, "1. a"), (99, "a")])
def test_chain_of_styles_is_followed_so_far(between: int, read: str) -> None:
    """As far as any document needs: one made of thousands would take minutes."""
    based = "".join(
        f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(between)
    )
    own = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = f'<w:style w:styleId="s{between + 1}">{own}</w:style>' + based
    styles += f'<w:style w:styleId="s{between}"><w:basedOn w:val="s{between + 1}"/></w:style>'
    numbering = definition(1, ("decimal", "%1.")) + num(1, 1)
    written = paper.docx(p("a", '<w:pStyle w:val="s0"/>'), numbering=numbering, styles=styles)
    assert text(written, "docx") == read


@pytest.mark.parametrize(
    ("pattern", "label"), [("%1." + "x" * 1000, "1." + "x" * 37), ("%9%2", ""), ("§ %1", "§ 1")]
)
def test_pattern_of_a_number_is_kept_in_bounds(pattern: str, label: str) -> None:
    numbering = definition(1, ("decimal", pattern)) + num(1, 1)
    assert text(paper.docx(item("a", 1), numbering=numbering), "docx") == f"{label} a".lstrip()


def test_bullets_of_the_second_level_are_told_from_those_of_the_first() -> None:
    numbering = definition(1, ("bullet", "\uf0b7"), ("bullet", "o"), ("bullet", "*")) + num(1, 1)
    body = item("a", 1) + item("b", 1, 1) + item("c", 1, 2)
    assert text(paper.docx(body, numbering=numbering), "docx") == "• a\n– b\n* c"


def test_main_part_may_have_another_name() -> None:
    assert text(paper.docx(p("a"), main="word/document2.xml"), "docx") == "a"


def test_strict_document_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(paper.docx(p(SENTENCE)))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    old, new = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    members = {name: content.replace(old, new) for name, content in members.items()}
    assert text(paper.archive(members), "docx") == SENTENCE


def test_paragraphs_and_tables_of_libreoffice_come_in_their_order() -> None:
    cell = "<table:table-cell>{}</table:table-cell>".format
    row = f"<table:table-row>{cell('<text:p>c</text:p>')}</table:table-row>"
    inner = f"<table:table>{row}</table:table>"
    body = f"""<text:h>ХАТТАМА</text:h><text:p/><text:p/>
      <table:table><table:table-header-rows><table:table-row>{cell("<text:p>№</text:p>")}
      {cell("<text:p>Тапсырма</text:p>")}</table:table-row></table:table-header-rows>
      <table:table-row>{cell("<text:p>1</text:p>")}{cell(f"<text:p>a</text:p>{inner}")}
      </table:table-row></table:table><text:section><text:p>соңы</text:p></text:section>"""
    assert text(paper.odt(body), "odt") == "ХАТТАМА\n\n№\tТапсырма\n1\ta c\nсоңы"


def test_pieces_of_a_paragraph_of_libreoffice() -> None:
    body = """<text:tracked-changes><text:p>x</text:p></text:tracked-changes>
      <text:p>a<text:s text:c="999999999"/>b<text:tab/>c<text:line-break/>d
      e<text:span> f<text:note><text:p>x</text:p></text:note>g</text:span>
      <office:annotation><text:p>x</text:p></office:annotation>h<text:hidden-text>x</text:hidden-text>
      <draw:frame><draw:text-box><text:p>box</text:p></draw:text-box><svg:title>x</svg:title>
      </draw:frame>i</text:p>"""
    assert text(paper.odt(body), "odt") == "a b\tc\nd e fg h\nbox\ni"


def test_numbers_of_lists_of_libreoffice_are_counted() -> None:
    style, other = 'text:style-name="L"', 'text:style-name="M"'
    goes_on = 'text:continue-numbering="true"'
    body = "".join(
        [
            ol(
                li("<text:p>a</text:p><text:p>b</text:p>", ol(li("<text:p>c</text:p>"))),
                li("<text:p>d</text:p>", ol(li(ol(li("<text:p>e</text:p>"))))),
                more=f'{style} xml:id="one"',
            ),
            "<text:p>—</text:p>",
            ol(li("<text:p>f</text:p>"), more=f"{style} {goes_on}"),
            ol(li("<text:p>g</text:p>"), more=style),
            ol(li("<text:p>h</text:p>"), more=f'{style} text:continue-list="one"'),
            ol(li("<text:p>i</text:p>", more='text:start-value="9"'), more=f"{style} {goes_on}"),
            ol(li("<text:p>j</text:p>", ol(li("<text:p>k</text:p>"))), more=other),
            ol(li(ol(li(ol(li("<text:p>l</text:p>"))))), more=other),
            ol("<text:list-header><text:p>m</text:p></text:list-header>", more=style),
            '<text:h text:outline-level="1">n</text:h><text:h text:outline-level="2">o</text:h>',
            ol(li("<text:p>p</text:p>"), more='text:style-name="unknown"'),
        ]
    )
    assert text(paper.odt(body, styles=LEVELS), "odt").split("\n") == [
        "1. a", "b", "1.1. c", "2. d", "а) e", "—", "3. f", "1. g", "4. h", "9. i",
        "(IV) j", "• k", "l", "m", "A. n", "o", "p",
    ]  # fmt: skip
