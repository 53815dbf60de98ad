"""Documents as pages: HTML for a browser, and Markdown."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as tree
from markdown_it import MarkdownIt
from papers import HOSTILE, UNITS, hostile, paper

from tracker.i18n.language import CODES
from tracker.show.documents.document import Chart, Kind, Series
from tracker.show.documents.html import html
from tracker.show.documents.markdown import markdown
from tracker.show.page import STATES
from tracker.show.text import clean
from tracker.show.view import Sheet

FETCHING = ("src", "href", "action", "data", "poster", "srcset", "xlink:href")


class Doors(HTMLParser):
    """Notes what could fetch or run something."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.found += [(tag, name) for name, _ in attrs if name in FETCHING or name[:2] == "on"]


def cells_of(page: str, table: int = 0) -> list[list[str]]:
    found = tree.fromstring(page).xpath(f"(//table)[{table + 1}]/tbody/tr")
    return [[cell.text_content() for cell in row.xpath("./td")] for row in found]


@pytest.mark.parametrize("code", CODES)
def test_the_page_says_all_that_the_document_does(code: str) -> None:
    page = html(paper(code))
    assert f'<html lang="{code}">' in page
    text = tree.fromstring(page).xpath("string(//main)")
    for part in ("Бақылаудағы тапсырмалар", "Абай облысы", "60 бақылауда", "Мерзімінде, % ="):
        assert part in text
    assert len(cells_of(page)) == 60
    assert [heads.text_content() for heads in tree.fromstring(page).xpath("(//table)[1]//th")] == [
        "№", "Тапсырма", "Жауапты орындаушы", "Мерзімі", "Қалған күн", "Күйі",
    ]  # fmt: skip


def test_numbers_and_dates_are_in_the_language_and_bear_what_they_are_sorted_by() -> None:
    page = tree.fromstring(html(paper("ru")))
    row = page.xpath("(//table)[1]/tbody/tr[1]/td")
    assert [row[n].text for n in (0, 3, 4)] == ["1", "15.11.2025", "-37"]
    assert [row[n].get("data-key") for n in (0, 3, 4)] == ["1", "2025-11-15", "-37"]
    share = page.xpath("(//table)[2]/tbody/tr/td[2]")
    assert [cell.text for cell in share] == ["66,66", None]


def test_the_page_fetches_nothing_and_runs_its_own_script_only() -> None:
    for document in (paper(), hostile()):
        page = html(document)
        doors = Doors()
        doors.feed(page)
        assert (doors.scripts, doors.found) == (1, [])
        assert "url(" not in page
        assert "@import" not in page
        policy = tree.fromstring(page).xpath("string(//meta[@http-equiv]/@content)")
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy


def test_hostile_text_is_text() -> None:
    page = tree.fromstring(html(hostile()))
    harmless = clean(HOSTILE)
    assert cells_of(html(hostile())) == [[harmless, harmless]]
    assert page.xpath("string(//h1)") == harmless
    assert page.xpath("//a | //td//script | //b") == []
    assert "\x1b" not in html(hostile())
    assert "\u202e" not in html(hostile())


@settings(max_examples=80, deadline=None)
@given(text=st.text())
def test_any_text_comes_back_as_it_is_cleaned(text: str) -> None:
    page = html(paper(text=text))
    assert cells_of(page)[0][1] == clean(text)


def test_each_chart_is_a_picture_with_its_numbers_in_words() -> None:
    page = tree.fromstring(html(paper()))
    charts = page.xpath("//*[local-name()='svg']")
    assert [chart.get("role") for chart in charts] == ["img", "img"]
    said = charts[0].xpath("string(./*[local-name()='desc'])")
    assert said == f"{UNITS[0]}: Мерзімінде 4, Кеш 1, Өткен 2; {UNITS[1]}: Мерзімінде 7, Өткен 0"
    bars = [float(bar.get("width")) for bar in charts[0].xpath(".//*[@height='18']")]
    assert bars == pytest.approx([bars[0], bars[0] / 4, bars[0] / 2, bars[0] / 4 * 7], abs=0.2)
    lines = charts[1].xpath(".//*[local-name()='polyline']/@points")
    assert [len(line.split()) for line in lines] == [3, 2]


def test_a_line_of_values_that_lie_close_together_is_not_flat() -> None:
    """From 20,000 to 20,450 the axis has these two; from 10 to 450 it begins at nought."""
    for values, axis in (([20_000, 20_450], ["20 000", "20 450"]), ([10, 450], ["0", "450"])):
        line = Chart("х", Kind.LINES, ["а", "ә"], [Series("х", "executed", values)])
        page = tree.fromstring(html(paper()._replace(charts=[line])))
        texts = page.xpath("//*[local-name()='svg']/*[local-name()='text']/text()")
        assert [text.replace("\u00a0", " ") for text in texts[1:3]] == axis


def test_long_names_stand_in_a_chart_whole_and_within_it() -> None:
    name = "Жұмыспен қамту және әлеуметтік бағдарламаларды үйлестіру басқармасы"
    series = [Series(f"Кешіктіріліп орындалған тапсырмалар {n}", "soon", [n]) for n in (1, 2, 3)]
    page = tree.fromstring(html(paper()._replace(charts=[Chart("х", Kind.BARS, [name], series)])))
    texts = page.xpath("//*[local-name()='svg']/*[local-name()='text']")
    assert " ".join(one.text for one in texts if one.get("text-anchor") == "end") == name
    starts = [one for one in texts if one.get("text-anchor") == "start" and "Кеш" in one.text]
    assert len(starts) == 3
    assert max(float(one.get("x")) + 8 * len(one.text) for one in starts) <= 760


@pytest.mark.parametrize("kind", Kind)
def test_a_chart_without_labels_is_left_out(kind: Kind) -> None:
    page = html(paper()._replace(charts=[Chart("х", kind, [], [Series("х", "soon", [])])]))
    assert tree.fromstring(page).xpath("//figure") == []


def test_each_states_colour_is_in_the_style() -> None:
    page = html(paper())
    for state in STATES:
        assert f"tr.{state} td" in page
        assert f"--{state}: #" in page
        assert f".line.{state} {{ stroke: var(--{state});" in page


def test_rows_bear_their_states_and_columns_what_they_are_picked_by() -> None:
    page = tree.fromstring(html(paper()))
    assert page.xpath("(//table)[1]/tbody/tr/@class")[:2] == ["overdue", "soon"]
    assert page.xpath("(//table)[1]//th/@data-filter") == ["Жауапты орындаушы", "Күйі"]


def test_a_table_without_rows_and_a_document_without_tables_are_pages_too() -> None:
    empty = paper()._replace(sheets=[Sheet([("a", "А")], [], "Бос")], charts=[])
    assert cells_of(html(empty)) == []
    assert "<table>" not in html(empty._replace(sheets=[]))


# Markdown


def rendered(text: str) -> etree._Element:
    return tree.fromstring(
        "<div>" + MarkdownIt("commonmark").enable("table").render(text) + "</div>"
    )


def words(element: etree._Element) -> Iterator[str]:
    yield from (" ".join(cell.text_content().split()) for cell in element.xpath(".//td"))


def test_markdown_has_the_tables_and_the_rules() -> None:
    text = markdown(paper())
    assert text.startswith("# Бақылаудағы тапсырмалар\n\nАбай облысы\n\n2025 ж. 22 желтоқсан\n")
    assert "\n| ---: | --- | --- | --- | ---: | --- |\n" in text
    page = rendered(text)
    assert len(page.xpath("(.//table)[1]/tbody/tr")) == 60
    assert "15.11.2025" in list(words(page))


def test_nothing_in_markdown_becomes_markup() -> None:
    text = markdown(hostile())
    page = rendered(text)
    harmless = " ".join(clean(HOSTILE).split())
    assert list(words(page)) == [harmless, harmless]
    assert page.xpath(".//a | .//em | .//strong | .//script | .//code") == []
    assert re.search(r"[\x00-\x09\x0b-\x1f\u202e]", text) is None


@pytest.mark.parametrize("title", ["C #", "a ##", "#"])
def test_a_heading_keeps_the_signs_at_its_end(title: str) -> None:
    assert rendered(markdown(paper()._replace(title=title))).findtext("h1") == title


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(alphabet=st.sampled_from("aб1 .-+=#>*_`~|[]()<>&!:/@$\\{}\n\"'") | st.characters())
)
def test_any_text_in_markdown_comes_back(text: str) -> None:
    """In a cell, and in a paragraph of its own."""
    document = paper(text=text)._replace(sentences=[f"{text}"], charts=[])
    page = rendered(markdown(document))
    wanted = " ".join(clean(text).split())
    assert list(words(page))[1] == wanted
    paragraphs = [" ".join(p.text_content().split()) for p in page.xpath("./p")]
    assert not wanted or paragraphs[2] == wanted
