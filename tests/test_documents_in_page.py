"""Pages become text."""

import pytest
from papers_in import KAZAKH, text


def html(body: str) -> str:
    return text(body, "html")


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("windows-1251", "cp1251"),
        ("KOI8-R", "koi8_r"),
        ("utf-8", "cp1251"),
        ("x-unknown", "cp1251"),
        ("zlib", "cp1251"),
        ("windows-1251", "utf-8"),
        ("windows-1251", "utf-16"),
    ],
)
@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="{}">',
        "<meta http-equiv=Content-Type content='text/html; charset={}'>",
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_page_is_in_the_encoding_that_it_says_if_it_can_be(
    charset: str, encoding: str, head: str
) -> None:
    page = f"{head.format(charset)}<p>Поручение &#1179;&#x493;"
    assert text(page.encode(encoding), "html") == "Поручение қғ"


def test_page_in_the_kazakh_code_page() -> None:
    page = f"<meta charset=kz-1048><p>{KAZAKH}".encode("kz1048")
    assert text(page, "html") == KAZAKH


def test_blocks_of_a_page_are_lines_and_its_white_space_is_folded() -> None:
    page = """<h1>ХАТТАМА</h1>\n<div>a<p> b \n <b>c</b>&nbsp; d</p>e</div>
        f<br>g<br/><br>h<hr>i<dl><dt>j<dd>k</dl>"""
    assert html(page).split("\n") == [
        "ХАТТАМА", "a", "b c d", "e", "f", "g", "", "h", "i", "j", "k",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["script", "style", "noscript", "template", "select", "del"])
def test_what_is_not_seen_on_a_page_is_left_out(name: str) -> None:
    assert html(f"<p>a<{name}>x</{name}>b<!-- x --></p>") == "ab"


@pytest.mark.parametrize(
    "attributes", ["hidden", "style='display:none'", 'style="a:b;DISPLAY : NONE"']
)
def test_what_is_hidden_on_a_page_is_left_out(attributes: str) -> None:
    page = f"<p>a<p {attributes}>x<b>y<br></b></p><table {attributes}><tr><td>z</table><p>b"
    assert html(page) == "a\nb"


@pytest.mark.parametrize("name", ["nav", "header", "footer", "aside", "form"])
def test_what_stands_around_the_text_is_left_out_unless_it_is_all(name: str) -> None:
    assert html(f"<{name}><p>x</p></{name}><p>a") == "a"
    assert html(f"<{name}><p>x</p></{name}>") == "x"


def test_lists_of_a_page_are_numbered() -> None:
    page = """<ol><li>a<li><p>b<p>c<ul><li>d</ul><li value=7>e<li></ol>f
        <ol type=A start=3><li>g</ol><ol type=i><li>h<ol><li>k</ol></ol><li>l"""
    assert html(page).split("\n") == [
        "1. a", "2. b", "c", "– d", "7. e", "f", "C. g", "i. h", "1. k", "• l",
    ]  # fmt: skip


def test_lists_in_items_of_lists_are_told_from_them() -> None:
    page = """<ol><li>a<ol><li>b<li>c<ol><li>d</ol></ol><li>e</ol>
        <ul><li>f<ul><li>g</ul><ol><li>h</ol></ul>"""
    lines = ["1. a", "1.1. b", "1.2. c", "1.2.1. d", "2. e", "• f", "– g", "1. h"]
    assert html(page).split("\n") == lines


def test_preformatted_lines_stay_lines() -> None:
    assert html("<pre>a\n  b\n\nc</pre>d\ne") == "a\nb\n\nc\nd e"


def test_tables_of_a_page_are_lines_of_cells() -> None:
    page = """<table><caption>Кесте</caption><thead><tr><th>№<th>Тапсырма<th>Кім</thead>
        <tr><td>1<td><p>a</p><p>b</p><td>x<br>y
        <tr><td><td><td>z
        <tr><td>2<td><table><tr><td>c<td>d<tr><td>e<td>f</table><td></table>g"""
    assert html(page).split("\n") == [
        "Кесте", "№\tТапсырма\tКім", "1\ta b\tx y", "z", "2\tc\td e\tf\t", "g",
    ]  # fmt: skip


def test_table_of_one_row_sets_paragraphs_beside_one_another() -> None:
    assert html("<table><td>a<br>b<td>c<br>d</table>") == "a\nb\nc\nd"
    assert html("<table><td>Әкім<td>Б. Аманов</table>") == "Әкім\tБ. Аманов"


@pytest.mark.parametrize(
    "page",
    [
        "<td>a<tr>b</table><td>c",
        "<table>a<td>b<td></tr></table></table>c",
        "</p>a</div><li>b</ol><p>c",
    ],
)
def test_markup_in_disorder_loses_no_text(page: str) -> None:
    assert "".join(filter(str.isalpha, html(page))) == "abc"


def test_page_nested_without_end_is_read() -> None:
    assert html("<table><tr><td>a<td>" * 5000 + "b" + "<div><b>" * 5000 + "c").endswith("b\nc")
