"""A real browser opens the page: it sorts, filters, prints, and asks for nothing from anywhere."""

import base64
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Find
from papers import STATES, hostile, paper
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select

from tracker.show.documents.document import Document
from tracker.show.documents.html import html
from tracker.show.view import Sheet, Value

READABLE = 4.5
"""The contrast that WCAG asks of text (level AA)."""

Open = Callable[[Document], webdriver.Chrome]
"""Shows a document in the browser."""


@pytest.fixture
def browser(program: Find) -> Iterator[webdriver.Chrome]:
    """Return a browser without a window, which notes what it fetches."""
    options = webdriver.ChromeOptions()
    options.binary_location = program("chromium")
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=1280,1000"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(program("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture
def show(browser: webdriver.Chrome, tmp_path: Path) -> Open:
    """Return what opens a document's page."""

    def opened(document: Document) -> webdriver.Chrome:
        file = tmp_path / "page.html"
        file.write_text(html(document), encoding="utf-8")
        browser.get(file.as_uri())
        return browser

    return opened


def column(page: webdriver.Chrome, number: int) -> list[str]:
    """Return the texts of a column of the first table, as far as they are shown."""
    rows = page.find_elements(By.CSS_SELECTOR, "section:first-of-type tbody tr:not([hidden])")
    script = "return arguments[0].map((row) => row.cells[arguments[1]].textContent)"
    return list(page.execute_script(script, rows, number))


def log_of(page: Any, kind: str) -> list[Any]:
    """Return what the browser has noted; its driver's own method has no types."""
    return list(page.get_log(kind))


def head(page: webdriver.Chrome, number: int) -> Any:
    return page.find_elements(By.CSS_SELECTOR, "section:first-of-type th [role=button]")[number]


def test_the_page_asks_for_nothing_and_complains_of_nothing(show: Open) -> None:
    for document in (paper(), hostile()):
        page = show(document)
        asked = [
            message["params"]["request"]["url"]
            for entry in log_of(page, "performance")
            for message in [json.loads(entry["message"])["message"]]
            if message["method"] == "Network.requestWillBeSent"
        ]
        assert [url for url in asked if not url.startswith("file:")] == []
        assert log_of(page, "browser") == []


def test_a_click_on_a_head_sorts_numbers_dates_and_words(show: Open) -> None:
    page = show(paper())
    head(page, 4).click()
    days = [int(text) for text in column(page, 4)]
    assert days == sorted(days)
    head(page, 4).click()
    assert [int(text) for text in column(page, 4)] == days[::-1]
    head(page, 3).click()
    dates = [text.split(".")[::-1] for text in column(page, 3)]
    assert dates == sorted(dates)
    head(page, 5).click()
    assert list(dict.fromkeys(column(page, 5))) == ["Есеп берілді", "Қайтарылды", "Орындалуда"]
    sorts = page.find_elements(By.CSS_SELECTOR, "section:first-of-type th[aria-sort]")
    assert [found.get_attribute("aria-sort") for found in sorts] == ["ascending"]


def test_kazakh_words_stand_in_the_order_of_the_kazakh_alphabet(show: Open) -> None:
    """Chromium itself does not know it: it would put і behind и, and ү before ұ."""
    alphabet = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
    words: list[list[Value]] = [[f"{letter.upper()}{n}"] for letter in alphabet for n in (10, 2)]
    page = show(paper()._replace(sheets=[Sheet([("text", "Мәтін")], words[::-1], "Сөздер")]))
    head(page, 0).click()
    assert column(page, 0) == [f"{letter.upper()}{n}" for letter in alphabet for n in (2, 10)]


def test_numbers_are_sorted_as_numbers_and_gaps_come_last(show: Open) -> None:
    page = show(paper())
    second = page.find_elements(By.TAG_NAME, "section")[1]
    button = second.find_elements(By.CSS_SELECTOR, "th [role=button]")[1]
    for _ in range(2):
        button.click()
        cells = second.find_elements(By.CSS_SELECTOR, "tbody td:nth-child(2)")
        assert [cell.text for cell in cells] == ["66,66", ""]


def test_rows_are_picked_by_unit_and_status_and_found_by_a_word(show: Open) -> None:
    page = show(paper())
    unit, status = page.find_elements(By.CSS_SELECTOR, "section:first-of-type select")
    count = page.find_element(By.CSS_SELECTOR, "section:first-of-type output")
    assert count.text == "Жолдар: 60 / 60"
    Select(unit).select_by_visible_text("Білім басқармасы")
    assert set(column(page, 2)) == {"Білім басқармасы"}
    assert count.text == "Жолдар: 30 / 60"
    Select(status).select_by_visible_text("Қайтарылды")
    assert set(column(page, 5)) == {"Қайтарылды"}
    assert count.text == "Жолдар: 10 / 60"
    Select(unit).select_by_index(0)
    Select(status).select_by_index(0)
    search = page.find_element(By.CSS_SELECTOR, "section:first-of-type input")
    search.send_keys("ӘР АУДАНДА")
    assert count.text == "Жолдар: 20 / 60"
    assert all("Әр ауданда" in text for text in column(page, 1))


def test_it_can_be_worked_with_from_the_keyboard(show: Open) -> None:
    page = show(paper())
    page.execute_script("document.querySelectorAll('th [role=button]')[4].focus()")
    page.switch_to.active_element.send_keys("\n")
    days = [int(text) for text in column(page, 4)]
    assert days == sorted(days)


def media(page: webdriver.Chrome, **features: str) -> None:
    wanted = [{"name": name, "value": value} for name, value in features.items()]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": wanted})


def light_of(colour: str) -> float:
    """Return the relative luminance of `rgb(r, g, b)`, as WCAG defines it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((light_of(one), light_of(other)))
    return (bright + 0.05) / (dark + 0.05)


def colour_of(page: webdriver.Chrome, selector: str, name: str) -> str:
    script = "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]"
    return str(page.execute_script(script, selector, name))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_can_be_read_by_day_and_by_night(show: Open, scheme: str) -> None:
    page = show(paper())
    media(page, **{"prefers-color-scheme": scheme})
    paper_colour = colour_of(page, "body", "backgroundColor")
    assert (light_of(paper_colour) > 0.5) is (scheme == "light")
    texts = ["body", "footer", ".day", *(f"tr.{state} td:first-child" for state in STATES)]
    poor = [
        one for one in texts if contrast(colour_of(page, one, "color"), paper_colour) < READABLE
    ]
    assert poor == []


def test_a_phone_need_not_scroll_sideways(show: Open) -> None:
    page = show(paper())
    page.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True},
    )
    assert page.execute_script("return document.documentElement.scrollWidth") <= 390


def test_it_prints_on_a4_landscape_light_without_tools_and_with_its_heads(
    show: Open, program: Find, tmp_path: Path
) -> None:
    page = show(paper())
    media(page, **{"prefers-color-scheme": "dark"})
    printed = page.execute_cdp_cmd(
        "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True}
    )
    file = tmp_path / "page.pdf"
    file.write_bytes(base64.b64decode(printed["data"]))
    info = subprocess.run([program("pdfinfo"), str(file)], check=True, capture_output=True)
    assert re.search(rb"Page size: +84\d(\.\d+)? x 59\d", info.stdout)
    run = [program("pdftotext"), "-layout", str(file), "-"]
    text = subprocess.run(run, check=True, capture_output=True).stdout.decode()
    pages = text.rstrip("\f").split("\f")
    listed = [one for one in pages if "Жолдарды қардан" in one]
    assert len(listed) > 1
    assert all("Тапсырма" in one and "Мерзімі" in one for one in listed)
    assert "Іздеу" not in text
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert light_of(colour_of(page, "body", "backgroundColor")) == 1
    assert colour_of(page, ".tools", "display") == "none"
