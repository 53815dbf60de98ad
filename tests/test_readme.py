"""The README says what the program does: commands, options, fields, codes, pictures."""

import re
import runpy
import xml.etree.ElementTree as ET
from datetime import date

from conftest import REPOSITORY, TODAY

from tracker.cli.command import COMMANDS
from tracker.domain.directive import Directive
from tracker.domain.letter import Ground
from tracker.domain.status import CLOSED, MOVES, OPEN, Need, Status
from tracker.i18n.language import Language
from tracker.show.fields import directive_object
from tracker.show.letter import values
from tracker.show.look import Look

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """Return the text under a heading of the README."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_each_command_has_its_row() -> None:
    rows = re.findall(r"^\| `(\w+)", section("Commands"), re.MULTILINE)
    assert list(dict.fromkeys(rows)) == list(COMMANDS)


def test_it_names_each_option_that_there_is_and_no_other() -> None:
    code = "".join(p.read_text("utf-8") for p in (REPOSITORY / "tracker" / "cli").glob("*.py"))
    named = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", README))
    of_others = {"--quiet", "--install-completion", "--help", "--kills", "--processes", "--changes"}
    of_others |= {"--write", "--superuser", "--pwprompt", "--encoding", "--template"}
    assert named - of_others == set(re.findall(r'"(--[a-z]+(?:-[a-z]+)*)"', code)) - of_others


def test_the_fields_of_a_directive_are_those_of_the_json() -> None:
    listed = section("JSON").partition("A directive: ")[2]
    named = re.findall(r"`(\w+)`", listed)
    a_day = date(2025, 11, 3)
    d = Directive(id=1, wording={"kk": "…"}, created_on=a_day, touched_on=a_day)
    assert named == list(directive_object(d, Look(Language("en"), TODAY)))


def test_the_names_in_templates_are_those_that_letters_have() -> None:
    named = re.findall(r"`\$(\w+)`", section("Letters"))
    a_day = date(2025, 11, 3)
    d = Directive(id=1, wording={"kk": "…"}, created_on=a_day, touched_on=a_day)
    assert named == list(values(d, Ground(), Look(Language("en"), TODAY), ""))


def test_the_life_of_a_directive_is_the_table_of_moves() -> None:
    told: set[tuple[Status, Status, bool]] = set()
    for sources, targets, needs in re.findall(
        r"^\| ([a-z_ ,]+) \| ([a-z_, ]+?)(?: \(.*\))? \| (.*?) ?\|$",
        section("The life of a directive"),
        re.MULTILINE,
    ):
        if sources == "from":
            continue
        before = OPEN if sources == "any open one" else {Status(s) for s in sources.split(", ")}
        for source in before:
            told |= {(source, Status(t), "--reason" in needs) for t in targets.split(", ")}
    moves = {(s, t, Need.REASON in needs) for s, m in MOVES.items() for t, needs in m.items()}
    reopened_as_new = (Status.WITHDRAWN, Status.NEW, True)
    assert told == moves - {reopened_as_new}
    assert {s for s, _, _ in told} >= CLOSED


def test_the_pictures_are_those_that_the_program_draws() -> None:
    for name, svg in runpy.run_path(str(REPOSITORY / "tests/pictures/draw.py"))["drawn"]().items():
        assert f"tests/pictures/{name}" in README
        kept = (REPOSITORY / "tests" / "pictures" / name).read_text(encoding="utf-8")
        assert kept == svg, "draw again: python tests/pictures/draw.py"
        assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314  # our own
