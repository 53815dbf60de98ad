"""Every command does and says the same whether the store is in a folder or on a server."""

import json
import re
from pathlib import Path

import psycopg
import pytest
from conftest import Cli

WALK = """
report
list
load
load
list
list --sort -updated --limit 2
list --sort unit --unit employment --output csv
list --status assigned --theme labour-market
list --search ЕҢБЕК --output json
list --theme nothing
list --meeting nothing
list --unit nobody
show 1
show 99
add Көпір --due 2026-02-01 --unit education --with employment --theme roads
add Қайта --meeting abai-2025-11-03 --item 1
add Мост --meeting abai-2025-11-03 --item 9 --every quarter --due 2025-12-31
assign 2 3 employment --with education
assign 1-3 99 employment
assign 7 nobody
update 1 --status in_progress --progress 40 --note сөз --from employment
update 1 2 3 --status in_progress
update 1 --progress 140
update 4 --due 2025-12-20 --reason әкім
update 4 --due 2025-12-20
update 5 --measure graduates-employed=81.5 --target graduates-employed=90
update 1 --evidence https://example.kz/1.pdf --status submitted
update 1 --status executed
update 2 --status submitted --today 2025-12-30
update 2 --status returned --reason толық-емес
update 3 --status withdrawn --reason қайталанған
update 3 --seen 1 --note кеш
update 4 --note тексеру --dry-run
list --all --output json
list --all --sort status
list --overdue
list --due-after 2025-12-20 --due-before 2026-01-15
list --status executed
report
report --output json
report --unit education --period 2025-Q4
report units
report units --output json
report themes
report meetings
report meeting abai-2025-11-03
report discipline
report discipline employment --explain
report deadlines
report changes --since 2025-12-01
report indicators
report flow
report --as-of 2025-12-21
report units --meeting nothing
letter 4 extension
letter 4 reminder
units
units add roads Жолдар
units add roads Жолдар
units rename roads Автожолдар
units --output json
history 1
history --since 2025-12-22 --unit employment
history --actor айгүл 4
undo --list
undo
redo
redo
undo
show 7
check
export {there}/all.json
export {there}/all.xlsx
list --all --output plain
"""


def _walked(cli: Cli, address: str, there: Path) -> list[tuple[str, int, str, str]]:
    """Return each command with its code, output and errors, without places and moments."""
    there.mkdir()
    places = ((address, "STORE"), (str(there), "THERE"))

    def clean(text: str) -> str:
        for place, name in places:
            text = text.replace(place, name)
        text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z?", "MOMENT", text)
        return re.sub(r"(\d\d\.\d\d\.\d{4}|\d{4}-\d\d-\d\d) \d\d:\d\d\b", "MOMENT", text)

    found = []
    for line in WALK.split("\n"):
        if words := line.format(there=there).split():
            code, out, err = cli(*words, "--store", address)
            if out.startswith("{"):  # a server has an order of names of its own
                out = json.dumps(json.loads(out), ensure_ascii=False, sort_keys=True)
            found.append((line, code, clean(out), clean(err)))
    return found


@pytest.mark.parametrize("language", ["kk", "en"])
def test_a_day_of_commands_is_the_same_on_both(
    cli: Cli, on_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("TRACKER_LANG", language)
    folder = _walked(cli, str(tmp_path / "a-store"), tmp_path / "1")
    server = _walked(cli, on_server, tmp_path / "2")
    for one, other in zip(folder, server, strict=True):
        assert other == _with_login(one)
    assert {code for _, code, _, _ in folder} == {0, 1, 2}


def _with_login(told: tuple[str, int, str, str]) -> tuple[str, int, str, str]:
    """Return what a folder's command says as a server's does, which adds the login."""
    line, code, out, err = told
    if line.startswith("history"):
        head, *rows = out.splitlines(keepends=True)
        parted = (row.rpartition("\t") for row in rows)
        rows = [f"{row[:-1]}postgres\tMOMENT+00:00\t{last}" for row, _, last in parted]
        out = "".join([head, *rows])
    if line.startswith("show"):
        out = out.replace("Айгүл · ", "Айгүл · postgres · ")
    if line in ("undo", "redo"):
        err = err.replace("Айгүл", "Айгүл (postgres)")
    return line, code, out, err


HOSTILE = (
    "'; DROP TABLE tracker.events; --",
    "\\'; TRUNCATE tracker.directives; --",
    "%s %(id)s %%",
    "$1 :id {0} {id}",
    "\u202e[bold]\x1b[31m=1+1",
    "a\x00b",
    "half \ud800",
)

ARGUMENTS = """
list --search X
list --unit X
list --theme X
list --meeting X
list --status X
list --sort X
list --limit X
list --due-before X
show X
add X
add Жол --unit X
add Жол --with X --unit education
add Жол --theme X
add Жол --item X --meeting abai-2025-11-03
add Жол --meeting X
add Жол --due X
add Жол --every X --due 2026-01-01
add Жол --as X
assign X education
assign 1 X
assign 1 education --with X
assign 1 education --reason X
assign 1 education --seen X
update X --note сөз
update 1 --note X
update 1 --note сөз --from X
update 1 --status X
update 1 --progress X
update 1 --due 2026-03-03 --reason X
update 1 --evidence X
update 1 --measure X=5
update 1 --target X=5
report --unit X
report --theme X
report --meeting X
report --period X
report --as-of X
report meeting X
report discipline X
report changes --since X
letter 1 X
letter X reminder
history X
history --actor X
history --unit X
history --since X
units add X Атау
units add жаңа X
units rename education X
undo --as X
redo --as X
load X
export X
backup X
restore X
store move X-from {server}
store move {server} X-to
store grant X aigul
store grant reader X
store grant executor aigul --unit X
store revoke X
store init X
"""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_argument_is_a_value(
    cli: Cli, on_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """Whatever is said: done or refused in a sentence, and the store is as sound as before."""
    monkeypatch.chdir(tmp_path)
    at = ("--store", on_server)
    assert cli("load", *at)[0] == 0
    for line in ARGUMENTS.split("\n"):
        if words := [w.replace("X", text) for w in line.format(server=on_server).split()]:
            code, out, err = cli(*words, *at)
            assert code in (0, 1, 2, 3), (line, code, err)
            assert code in (0, 3) or err.count("\n") == 1, (line, err)
            assert not {"\x1b", "\u202e"} & {*out, *err}, line
    assert cli("check", *at)[0] in (0, 1)
    with psycopg.connect(on_server) as connection:
        query = "SELECT count(*) = max(seq) FROM tracker.events"
        assert connection.execute(query.encode()).fetchone() == (True,)
    assert cli("list", "--all", *at)[0] == 0
