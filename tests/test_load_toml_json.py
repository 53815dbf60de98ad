"""TOML and JSON: what a file says is read, what is wrong is a problem at its line."""

import json
from datetime import date

import pytest

from tracker.domain.deadline import Every
from tracker.domain.indicator import Indicator, Reading
from tracker.domain.meeting import Meeting
from tracker.domain.source import Source
from tracker.domain.unit import Unit
from tracker.errors import BadInput
from tracker.load.draft import Draft, Loaded
from tracker.load.read import load

WHOLE = """
format = 1
[meeting]
id = "semey-1"
date = 2026-02-02
title = { kk = "Кеңес", ru = "Совещание" }
region = { en = "Abai region" }
chair = "Берік Уәли"
source = "protocol 1"
[meeting.themes]
roads = { kk = "Жолдар", en = "Roads" }

[[units]]
key = "roads"
names = { kk = "Жол басқармасы" }
short = { kk = "Жол б." }
aliases = ["жолшылар"]
head = "А. Ә."

[[directives]]
item = 4
theme = "roads"
executor = "roads"
co_executors = ["education", "employment"]
due = 2026-03-01
text = { kk = "Жолды жөндеу", ru = "Отремонтировать дорогу" }
[[directives.indicators]]
key = "km"
on = 2026-02-01
value = 12.5
names = { en = "Kilometres" }

[[directives]]
text = "Watch the bridges"
every = "ай сайын"
"""


def problems(loaded: Loaded) -> list[tuple[int, str]]:
    return [(problem.line, str(problem.error)) for problem in loaded.problems]


def texts(loaded: Loaded) -> list[str]:
    return [text for draft in loaded.drafts for text in draft.wording.values()]


def read(text: str, name: str = "a.toml") -> Loaded:
    return load(name, text.encode())


def test_meeting_is_read() -> None:
    assert read(WHOLE).meeting == Meeting(
        id="semey-1",
        on=date(2026, 2, 2),
        title={"kk": "Кеңес", "ru": "Совещание"},
        region={"en": "Abai region"},
        chair="Берік Уәли",
        source="protocol 1",
        themes={"roads": {"kk": "Жолдар", "en": "Roads"}},
    )


def test_units_are_read_with_their_lines() -> None:
    unit = Unit(
        "roads", {"kk": "Жол басқармасы"}, {"kk": "Жол б."}, aliases=("жолшылар",), head="А. Ә."
    )
    assert read(WHOLE).units == [(13, unit)]


def test_directives_are_read_with_their_lines() -> None:
    loaded = read(WHOLE)
    reading = Reading(date(2026, 2, 1), 12.5)
    assert loaded.drafts == [
        Draft(
            line=20,
            wording={"kk": "Жолды жөндеу", "ru": "Отремонтировать дорогу"},
            item="4",
            theme="roads",
            executor="roads",
            co_executors=("education", "employment"),
            due=date(2026, 3, 1),
            indicators=(Indicator("km", {"en": "Kilometres"}, (reading,)),),
        ),
        Draft(line=33, wording={"en": "Watch the bridges"}, every=Every.MONTH),
    ]
    assert not loaded.problems


BAD_ROWS = """
[[directives]]
text = "good"

[[directives]]
text = "a column too many"
colour = "red"

[[directives]]
text = "the date"
due = "31.02.2026"

[[directives]]
text = "the period"
every = "fortnight"

[[directives]]
due = 2026-01-01

[[directives]]
text = 1.5

[[directives]]
text = "also good"
"""


def test_bad_rows_are_problems_at_their_lines_and_good_ones_are_kept() -> None:
    loaded = read(BAD_ROWS)
    assert problems(loaded) == [
        (5, "The column “colour” is unknown; it was left out."),
        (9, "“31.02.2026” is not a date: write 2025-12-31 or 31.12.2025."),
        (
            13,
            f"“fortnight” is not a reporting period. Known: {list(Every)}.",
        ),
        (17, "The field “text” is empty."),
        (20, "The value of “text” is not of the kind that belongs there."),
    ]
    assert texts(loaded) == ["good", "a column too many", "also good"]
    assert {problem.source for problem in loaded.problems} == {"a.toml"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("item", "true"),
        ("item", "[1]"),
        ("theme", "{ kk = 'x' }"),
        ("executor", "1.5"),
        ("co_executors", "5"),
        ("due", "10:00:00"),
        ("due", "false"),
        ("every", "[]"),
        ("indicators", '"km"'),
        ("indicators", "[1]"),
        ("source", '"protocol 1"'),
        ("source", "[{}]"),
        ("text_kk", "true"),
    ],
)
def test_value_of_the_wrong_kind_names_its_field(field: str, value: str) -> None:
    loaded = read(f'[[directives]]\ntext = "x"\n{field} = {value}\n')
    assert problems(loaded) == [
        (1, f"The value of “{field}” is not of the kind that belongs there.")
    ]
    assert not loaded.drafts


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ('[[units]]\nkey = "x"', "A unit needs its key and names."),
        ("units = 5", "“units” is not a list."),
        ("directives = [5]", "This row is not a table of fields."),
        ('colour = "red"', "The column “colour” is unknown; it was left out."),
        (
            '[[directives]]\ntext = "x"\nindicators = [{ key = "x" }]',
            "An indicator needs its key and names.",
        ),
        (
            '[[directives]]\ntext="x"\nindicators=[{key="k", names="n", on=2026-01-01, value="5"}]',
            "The value of “value” is not of the kind that belongs there.",
        ),
        (
            '[[directives]]\ntext = "x"\ndue = 1812-01-01',
            "The date 1812-01-01 cannot be right: it must lie between 1990-01-01 and 2199-12-31.",
        ),
    ],
)
def test_what_cannot_be_read_is_a_problem(document: str, problem: str) -> None:
    assert problems(read(document)) == [(1, problem)]


@pytest.mark.parametrize(
    ("meeting", "problem"),
    [
        ('id = "x"', "A meeting needs its id, date and title."),
        (
            'id = "x"\ndate = 2026-01-01\ntitle = { de = "x" }',
            "The value of “title” is not of the kind that belongs there.",
        ),
    ],
)
def test_without_its_meeting_no_directive_is_taken(meeting: str, problem: str) -> None:
    loaded = read(f'[meeting]\n{meeting}\n[[directives]]\ntext = "x"\n')
    told = sorted(text for _, text in problems(loaded))
    assert told == sorted([problem, "The directives were left out: their meeting cannot be taken."])
    assert not loaded.drafts


def test_an_unknown_column_is_told_once() -> None:
    row = '[[directives]]\ntext = "x"\ncolour = "red"\n'
    assert problems(read(row * 3)) == [(1, "The column “colour” is unknown; it was left out.")]


def test_a_measured_value_needs_its_day() -> None:
    row = '[[directives]]\ntext = "x"\nindicators = [{ key = "k", names = "n", value = 5 }]'
    assert problems(read(row)) == [(1, "The indicator “k” has a value, but no day (on).")]


def test_problem_names_the_line_of_the_unit_and_of_the_meeting() -> None:
    loaded = read('\n[[units]]\nkey = "a"\n\n[meeting]\nid = "x"\n\n[[units]]\nkey = "b"\n')
    assert sorted(line for line, text in problems(loaded) if "needs" in text) == [2, 5, 8]


@pytest.mark.parametrize(
    ("text", "language"),
    [("Есепті өткізу", "kk"), ("Провести отчёт", "ru"), ("Report", "en"), ("МЕКТЕПТІ", "kk")],
)
def test_text_as_one_string_guesses_its_language(text: str, language: str) -> None:
    assert read(f'[[directives]]\ntext = "{text}"').drafts[0].wording == {language: text}


def test_text_columns_of_languages_beat_the_guess() -> None:
    [draft] = read('[[directives]]\ntext = "Есеп беру"\ntext_kk = "Есеп беру"').drafts
    assert draft.wording["kk"] == "Есеп беру"


def test_units_written_in_one_text_are_parted() -> None:
    loaded = read('[[directives]]\ntext = "x"\nco_executors = "education; employment ;"')
    assert loaded.drafts[0].co_executors == ("education", "employment")


SOURCE = {
    "document": "хаттама.docx",
    "sha256": "AB" * 32,
    "start": 12,
    "end": 28,
    "words": " Жолды\nжөндесін ",
}


def sourced(**fields: object) -> Loaded:
    """Return what a file says whose one directive has this source, but for these fields."""
    source = {name: value for name, value in (SOURCE | fields).items() if value is not None}
    return read(json.dumps([{"text": "x", "source": source}]), "a.json")


def test_a_source_is_read_with_its_words_as_they_stand() -> None:
    """Its hash may be written in capitals; the page may be missing."""
    source = Source("хаттама.docx", "ab" * 32, 12, 28, " Жолды\nжөндесін ", page=2)
    assert [draft.source for draft in sourced(page=2).drafts] == [source]
    assert [draft.source for draft in sourced().drafts] == [source._replace(page=None)]


def test_a_source_in_toml_is_the_same_as_in_json() -> None:
    fields = "\n".join(f"{name} = {json.dumps(value)}" for name, value in SOURCE.items())
    toml = f'[[directives]]\ntext = "x"\n[directives.source]\n{fields}'
    assert read(toml).drafts == sourced().drafts


def test_a_source_that_is_null_is_none() -> None:
    assert [d.source for d in read('[{"text": "x", "source": null}]', "a.json").drafts] == [None]


@pytest.mark.parametrize("field", SOURCE)
def test_a_source_that_lacks_something_is_a_problem(field: str) -> None:
    needs = "A source needs its document, sha256, start, end and words."
    assert problems(sourced(**{field: None})) == [(1, needs)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("document", 5),
        ("sha256", 5),
        ("start", -1),
        ("start", 1.0),
        ("start", True),
        ("end", "28"),
        ("end", 10**15),
        ("words", ["x"]),
        ("page", 0),
        ("page", "2"),
    ],
)
def test_a_value_of_a_source_of_the_wrong_kind_names_its_field(field: str, value: object) -> None:
    loaded = sourced(**{field: value})
    assert problems(loaded) == [
        (1, f"The value of “{field}” is not of the kind that belongs there.")
    ]
    assert not loaded.drafts


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("document", "", "The text is empty."),
        ("document", "x" * 301, "The name of the document is longer than 300 characters."),
        ("sha256", "abc", "“abc” is not a SHA-256: 64 hex digits."),
        ("sha256", "g" * 90, f"“{'g' * 80}” is not a SHA-256: 64 hex digits."),
        ("end", 11, "The words end (character 11) before they start (character 12)."),
        ("words", " \n", "The text is empty."),
        ("words", "x" * 10_001, "The text is longer than 10000 characters."),
    ],
)
def test_a_source_that_cannot_be_is_a_problem(field: str, value: object, problem: str) -> None:
    assert problems(sourced(**{field: value})) == [(1, problem)]


JSON_LIST = """[
  {"text": "good", "item": 1, "due": "31.12.2026"},

  {"text": "bad date",
   "due": "tomorrow"},
  5, {"text": ""},
  {"поручение": "Проверить", "тармақ": "7"}
]"""


def test_json_list_of_directives_with_its_lines() -> None:
    loaded = read(JSON_LIST, "a.json")
    assert [(d.line, d.item, d.due) for d in loaded.drafts] == [
        (2, "1", date(2026, 12, 31)),
        (7, "7", None),
    ]
    assert problems(loaded) == [
        (4, "“tomorrow” is not a date: write 2025-12-31 or 31.12.2025."),
        (6, "This row is not a table of fields."),
        (6, "The field “text” is empty."),
    ]


JSON_OBJECT = """{
  "format": 1,
  "units": [
    {"key": "roads", "names": "Жол басқармасы"},
    {"key": "bridges"}
  ],
  "meeting": {"id": "m", "date": "2026-02-02", "title": "Кеңес"},
  "note": {"directives": [1, 2]},
  "directives": [
    {"text": "say \\"{[\\" and ]}"},
    {"text": {"xx": "?"}}
  ]
}"""


def test_json_object_with_its_lines() -> None:
    loaded = read(JSON_OBJECT, "a.json")
    assert loaded.meeting == Meeting("m", date(2026, 2, 2), {"kk": "Кеңес"})
    assert [(line, unit.key) for line, unit in loaded.units] == [(4, "roads")]
    assert [(draft.line, draft.wording) for draft in loaded.drafts] == [
        (10, {"en": 'say "{[" and ]}'})
    ]
    assert problems(loaded) == [
        (8, "The column “note” is unknown; it was left out."),
        (5, "A unit needs its key and names."),
        (11, "The value of “text” is not of the kind that belongs there."),
    ]


def test_json_of_the_shipped_form_and_toml_say_the_same() -> None:
    """The two nested formats have one meaning; only the lines differ."""
    document = {"directives": [{"text": {"en": "x"}, "item": "1", "due": "2026-01-01"}]}
    toml = '[[directives]]\ntext = { en = "x" }\nitem = "1"\ndue = 2026-01-01'
    assert read(json.dumps(document), "a.json").drafts == read(toml).drafts


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.toml", 'a = 1\nb = "\n', 2),
        ("a.toml", "a = 1\na = 2\n", 2),
        ("a.json", '{"a": 1,\n\n oops}', 3),
        ("a.json", "", 1),
        ("a.json", '[{"text": "x"}', 1),
    ],
)
def test_broken_document_names_the_line(name: str, text: str, line: int) -> None:
    with pytest.raises(BadInput, match=f"“{name}” is not .*: see line {line}"):
        read(text, name)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.toml", "a = " + "[" * 50_000), ("a.json", "[" * 200_000), ("a.json", '{"a":' * 200_000)],
)
def test_nesting_too_deep_is_bad_input(name: str, text: str) -> None:
    with pytest.raises(BadInput):
        read(text, name)


@pytest.mark.parametrize(("name", "text"), [("a.toml", "format = 2"), ("a.json", '{"format": 2}')])
def test_newer_format_is_bad_input(name: str, text: str) -> None:
    with pytest.raises(BadInput, match="is of another format; this version knows format 1"):
        read(text, name)


@pytest.mark.parametrize("text", ['"text"', "5", "null", "true"])
def test_json_that_holds_no_table_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput, match="holds no directives"):
        read(text, "a.json")


def test_number_that_is_none_is_a_problem() -> None:
    indicator = '{"key": "k", "names": "n", "on": "2026-01-01", "value": NaN}'
    loaded = read(f'[{{"text": "x", "indicators": [{indicator}]}}]', "a.json")
    assert problems(loaded) == [(1, "A measured value must be an ordinary number below 10^15.")]


def test_text_that_is_too_long_is_a_problem() -> None:
    loaded = read(f'[{{"text": "{"x" * 10_001}"}}]', "a.json")
    assert problems(loaded) == [(1, "The text is longer than 10000 characters.")]
