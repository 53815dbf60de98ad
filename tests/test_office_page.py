"""The README's page “For a whole office”: each of its commands, as it stands there."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import servers
from conftest import REPOSITORY, need_postgres
from psycopg.conninfo import conninfo_to_dict

from tracker.service.server import info

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")

PRELUDE = """
set -euo pipefail
tracker() { "$PYTHON" -m tracker "$@"; }
sudo() { [ "$1" = -u ]; PGUSER=$2 "${@:3}"; }
"""
"""What stands for the virtual environment, and for being another user of the machine."""


def block(name: str) -> str:
    """Return a code block of the README, by the name in the comment before it."""
    _, _, behind = README.partition(f"<!-- block: {name} -->\n```sh\n")
    return behind.partition("```")[0]


@pytest.fixture
def server() -> Iterator[str]:
    """Return the folder of a new server's socket."""
    need_postgres()
    with servers.server() as address:
        yield str(conninfo_to_dict(address)["host"])


def run(text: str, server: str, folder: Path, **environ: str) -> str:
    """Run commands in a shell, in an empty folder; return what they print."""
    where = servers.program("createdb")
    assert where is not None
    done = subprocess.run(
        ["bash", "-c", PRELUDE + text],
        env={
            "PATH": os.pathsep.join([str(Path(where).parent), os.environ["PATH"]]),
            "HOME": str(folder),
            "PGHOST": server,
            "PYTHON": sys.executable,
            "PYTHONPATH": str(REPOSITORY),
            "TRACKER_LANG": "en",
            "TRACKER_ACTOR": "Болат",
            **environ,
        },
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(os.name == "nt", reason="the page is of a shell")
def test_the_page_sets_an_office_up_and_a_second_account_works(server: str, tmp_path: Path) -> None:
    run("tracker load", server, tmp_path)
    out = run(block("office"), server, tmp_path, USER="boss", PGUSER="boss")
    assert "CREATE TABLE" in (tmp_path / "schema.sql").read_text(encoding="utf-8")
    rights = [("aigul", "controller"), ("akim", "reader"), ("bilim", "executor")]
    assert all(re.search(rf"^{login}\t{role}", out, re.MULTILINE) for login, role in rights)
    there = info(f"postgresql:///tracker?host={server}&user=boss")
    here = info(str(tmp_path / ".local" / "share" / "tracker"))
    assert (there.hash, there.events, there.on_control) == (here.hash, here.events, 6)

    other = block("office, another account").replace("db.office.kz", quote(server, safe=""))
    out = run(other, server, tmp_path)
    assert "Survey sent to 120 enterprises" in out
    assert "40%" in out
    assert re.search(r"Болат\t1\t.*\tbilim\t\S+\t\S+$", out, re.MULTILINE)


def test_the_packages_are_those_that_ci_installs() -> None:
    assert 'run_block "office packages"' in (REPOSITORY / ".ci" / "run").read_text("utf-8")
    assert "apt-get install -y postgresql" in block("office packages")
