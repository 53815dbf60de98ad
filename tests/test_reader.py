"""The process that reads documents: its limits, its ends, and what is believed of it."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import papers_in as paper
import pytest
from conftest import REPOSITORY
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.errors import BadInput
from tracker.load import child, limits, reader
from tracker.load.child import sheet_in, text_in, understood

posix_only = pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")

DOCX = paper.docx("<w:p><w:r><w:t>Мектеп</w:t></w:r></w:p>")

BROKEN = (
    "“a” cannot be read: what reads it breaks down, or needs more than 1280 MB of memory. Open it "
    "in its own program, save it anew, and try again."
)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[subprocess.Popen[bytes]]]:
    """Return a function that puts other code in the reader's place, and notes what is started."""

    def play(code: str) -> list[subprocess.Popen[bytes]]:
        path = f"import sys; sys.path.append({str(REPOSITORY)!r})\n"
        command = [sys.executable, "-c", path + code, "docx", "100"]
        monkeypatch.setattr(child, "_command", lambda *_: command)
        started = []

        def start(*words: Any, **options: Any) -> subprocess.Popen[bytes]:
            started.append(subprocess.Popen(*words, **options))
            return started[-1]

        monkeypatch.setattr(child, "Popen", start)
        return started

    return play


Play = Callable[[str], list[subprocess.Popen[bytes]]]


def refusal(content: bytes = DOCX) -> str:
    with pytest.raises(BadInput) as caught:
        text_in("docx", content, "a", 100)
    return str(caught.value)


AS_READER = "import os\nimport tracker.load.reader as r\nr.reader_of = lambda _: {}\nr.main()"
"""A reader of which only that is another which reads the document."""


def test_document_is_read() -> None:
    assert text_in("docx", DOCX, "a", 100) == ("Мектеп", ())
    assert text_in("pdf", paper.pdf(["a"], ["b"]), "a", 100) == ("a\nb", (0, 2))


@pytest.mark.parametrize("format", ["docx", "odt", "html", "pdf", "xlsx"])
def test_reader_imports_nothing_that_it_can_do_without(format: str) -> None:
    """And no library before it has its limits."""
    code = (
        "import sys\nfrom tracker.load.reader import reader_of\n"
        f"reader_of({format!r})\nprint(*sys.modules)"
    )
    environ = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env=environ,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    allowed = {
        "errors", "load", "load.archive", "load.decoding", "load.documents", "load.limits",
        "load.reader", "load.unreadable", "load.workbook",
    }  # fmt: skip
    ours = {name.removeprefix("tracker.") for name in done.stdout.split() if "tracker." in name}
    assert {name for name in ours if not name.startswith("load.documents.")} <= allowed
    theirs = {name.partition(".")[0] for name in done.stdout.split()}
    assert theirs.isdisjoint({"msgspec", "lxml", "pypdfium2", "python_calamine", "subprocess"})


# How it may end


def test_reader_without_memory_says_so(played: Play) -> None:
    played(AS_READER.format("lambda content, limit: bytes(1 << 62)"))
    assert refusal() == (
        "“a” takes more than 1280 MB of memory to read. Keep the part that is needed, and try "
        "again."
    )


@posix_only
def test_memory_of_a_reader_ends(played: Play) -> None:
    """At the limit, not at the machine's: this one would take 4 GB, and go on."""
    eats = "(lambda content, limit: [list(range(1 << 24)) for _ in range(8)])"
    played(AS_READER.format(eats))
    assert "takes more than 1280 MB of memory" in refusal()


@posix_only
def test_computing_of_a_reader_ends(played: Play) -> None:
    played("from tracker.load.limits import limit_itself\nlimit_itself(seconds=1)\nwhile 1: pass")
    assert refusal() == (
        "“a” takes more than 60 seconds to read. Open it in its own program, save it anew, and "
        "try again."
    )


def test_patience_with_a_reader_ends(played: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one that waits, and so never has computed too long."""
    monkeypatch.setattr(child, "PATIENCE", 0.1)
    started = played("import threading\nthreading.Event().wait()")
    assert "takes more than 60 seconds" in refusal()
    assert started[0].returncode


def test_answer_of_a_reader_ends(played: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "MAX_ANSWER", 1 << 20)
    started = played("import os\nwhile 1: os.write(1, bytes(4096))")
    assert refusal() == "“a” holds too much: more than 1 MB. Keep the part that is needed."
    assert started[0].returncode


@posix_only
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGKILL", "SIGTERM"])
def test_reader_that_dies_by_a_signal(played: Play, name: str) -> None:
    played(f"import os\nos.kill(os.getpid(), {getattr(signal, name)})")
    assert refusal() == BROKEN


@pytest.mark.parametrize("code", ["import os\nos._exit(3)", "raise ValueError", "1/0", "x ="])
def test_reader_that_fails(played: Play, capfd: pytest.CaptureFixture[str], code: str) -> None:
    """Whatever it writes of that is seen by nobody."""
    played(code)
    assert refusal(bytes(1 << 20)) == BROKEN
    assert capfd.readouterr() == ("", "")


def test_reader_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert refusal() == (
        "“a” cannot be read: no process can be started to read it (no such file or folder). Close "
        "other programs, and try again."
    )


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, RuntimeError])
def test_nothing_is_left_of_a_reader_whatever_happens_meanwhile(
    played: Play, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def interrupted(*_: object) -> bytes:
        raise error

    monkeypatch.setattr(child, "_output", interrupted)
    started = played("import threading\nthreading.Event().wait()")
    with pytest.raises(error):
        text_in("docx", DOCX, "a", 100)
    assert started[0].returncode
    with pytest.raises(ProcessLookupError if os.name == "posix" else OSError):
        os.kill(started[0].pid, 0)


ENDS_ITS_PARENT = """
import os, signal, sys, threading
open(sys.argv[1], "w").write(str(os.getpid()))
os.kill(os.getppid(), signal.SIGTERM)
threading.Event().wait()
"""

STARTS_IT = """
import sys
from tracker.load import child
command = [sys.executable, "-c", *sys.argv[3:]]
child._command = lambda *_: command
sys.argv = sys.argv[:3]
from tracker.__main__ import start
start()
"""


@posix_only
def test_nothing_is_left_of_a_reader_when_the_command_is_ended(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(DOCX)
    noted = tmp_path / "pid"
    done = subprocess.run(
        [sys.executable, "-c", STARTS_IT, "load", "a.docx", ENDS_ITS_PARENT, str(noted)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "TRACKER_STORE": str(tmp_path / "s")},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (143, b"", b"")
    with pytest.raises(ProcessLookupError):
        os.kill(int(noted.read_text()), 0)


def test_reader_that_answers_before_it_has_read(played: Play) -> None:
    """A missing library, say."""
    played("""print('{"type":"text","text":"x","pages":[]}')""")
    assert text_in("docx", bytes(1 << 20), "a", 100) == ("x", ())


def test_what_a_library_prints_is_no_part_of_the_answer(played: Play) -> None:
    played(AS_READER.format("lambda c, limit: [os.write(1, b'x'), r._text('y', (), limit)][1]"))
    assert text_in("docx", DOCX, "a", 100) == ("y", ())


def test_library_that_cannot_be_imported_is_a_missing_extra(played: Play) -> None:
    played("sys.modules['lxml'] = None\nfrom tracker.load.reader import main\nmain()")
    assert refusal() == "To read “a” install the extra: pip install 'directive-tracker[docx]'."


@pytest.mark.parametrize("format", ["docx", "odt", "html", "pdf", "xlsx"])
def test_missing_extra_costs_no_process(monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    monkeypatch.setitem(sys.modules, reader.LIBRARIES[format].partition(".")[0], None)
    monkeypatch.delattr(child, "Popen")
    with pytest.raises(BadInput, match="install the extra"):
        child.said(format, b"", "a", 1)


def test_reader_takes_nothing_from_the_users_folder_and_variables(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("tracker", "json", "lxml", "re", "sitecustomize", "startup"):
        (tmp_path / f"{name}.py").write_text("open('touched', 'w')\nraise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "startup.py"))
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    monkeypatch.setenv("PYTHONINSPECT", "1")
    assert text_in("docx", DOCX, "a", 100) == ("Мектеп", ())
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize("off", [True, False])
def test_reader_keeps_compiled_modules_unless_this_process_does_not(
    monkeypatch: pytest.MonkeyPatch, off: bool
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", off)
    assert ("-B" in child._command("docx", "a", 1)) is off


# What is believed of it


@pytest.mark.parametrize(
    "output",
    [
        b"",
        b"x",
        b"[]\n",
        b"\xff\xfe\n",
        b'{"type":"text"}\n',
        b'{"type":"text","text":5,"pages":[]}\n',
        b'{"type":"text","text":"x","pages":["1"]}\n',
        b'{"type":"refusal","message":"x","values":{"a":[]}}\n',
        b'{"type":"refusal","message":"{a","values":{"a":1}}\n',
        b'{"type":"refusal","message":"{a}","values":{}}\n',
        b'{"type":"refusal","message":"{a.b}","values":{"a":1}}\n',
        b'{"type":"refusal","message":"{a[b]}","values":{"a":1}}\n',
        b'{"type":"other"}\n',
        b'{"type":"sheet","rows":1}\n[1]\n',
    ],
)
def test_answer_that_is_none(monkeypatch: pytest.MonkeyPatch, output: bytes) -> None:
    monkeypatch.setattr(child, "said", lambda *_: output)
    assert refusal() == BROKEN


@pytest.mark.parametrize(
    "output",
    [
        b'{"type":"text","text":"x","pages":[]}\n',
        b'{"type":"sheet","rows":2}\n[1]\n',
        b'{"type":"sheet","rows":1}\nx\n',
        b'{"type":"sheet","rows":1}\n[{"day":"x"}]\n',
        b'{"type":"sheet","rows":1}\n[{"number":"x"}]\n',
        b'{"type":"sheet","rows":1}\n[{"other":1}]\n',
        b'{"type":"sheet","rows":1}\n[[1]]\n',
    ],
)
def test_sheet_that_is_none(monkeypatch: pytest.MonkeyPatch, output: bytes) -> None:
    monkeypatch.setattr(child, "said", lambda *_: output)
    with pytest.raises(BadInput) as caught:
        list(sheet_in(b"", "a", 100)[1])
    assert str(caught.value) == BROKEN


def written(answer: reader.Answer) -> bytes:
    return b"".join(reader.lines_of(answer))


CELLS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats()
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.dates()
    | st.datetimes().map(lambda moment: moment.replace(fold=0))
    | st.times().map(lambda moment: moment.replace(fold=0))
    | st.timedeltas(timedelta(days=-9999), timedelta(days=9999))
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=5))
@example([[float("nan"), float("inf"), -0.0, 1.0, 1, True, "", "\0\n\u2028", time(0)]])
@example([[date(1, 1, 1), datetime(1, 1, 1), timedelta(0)], []])  # noqa: DTZ001  # as sheets have it
def test_any_cells_come_as_they_were(rows: list[list[Any]]) -> None:
    answer, lines = understood(written(reader._sheet(rows)), "a")
    assert answer == child.Sheet(len(rows))
    taken = list(child._rows(lines, len(rows), "a"))
    assert repr(taken) == repr(rows)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.integers(0, 2**40)))
def test_any_text_comes_as_it_was(text: str, pages: list[int]) -> None:
    answer, _ = understood(written(reader._text(text, pages, len(text))), "a")
    assert answer == child.Text(text, tuple(pages))


def test_too_long_a_text_comes_a_character_too_long() -> None:
    answer, _ = understood(written(reader._text("x" * 50, (), 10)), "a")
    assert answer == child.Text("x" * 11, ())


def test_refusal_names_the_source_as_the_user_gave_it() -> None:
    """Also one that no encoding takes."""
    told = written(reader._refusal(BadInput("“{source}”: {n}", source="", n=5)))
    with pytest.raises(BadInput) as caught:
        understood(told, "\ud800")
    assert str(caught.value) == "“\ud800”: 5"


# Limits


def output_of(code: str) -> str:
    path = f"import sys; sys.path.append({str(REPOSITORY)!r})\n"
    done = subprocess.run(
        [sys.executable, "-c", path + code], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


@posix_only
def test_limits_are_set_and_lower_ones_stay() -> None:
    code = """
import resource as r
from tracker.load.limits import limit_itself
r.setrlimit(r.RLIMIT_CPU, (7, 9))
limit_itself(memory=3 << 30, seconds=8)
print(*(r.getrlimit(kind)[0] for kind in (r.RLIMIT_CPU, r.RLIMIT_AS, r.RLIMIT_CORE)))
limit_itself(memory=2 << 30, seconds=5)
print(*(r.getrlimit(kind)[0] for kind in (r.RLIMIT_CPU, r.RLIMIT_AS, r.RLIMIT_CORE)))
"""
    expected = f"7 {3 << 30} 0\n5 {2 << 30} 0\n"
    assert output_of(code) == expected


@posix_only
def test_reader_writes_into_no_file(tmp_path: Path) -> None:
    code = f"""
from tracker.load.limits import write_no_files
write_no_files()
try:
    open({str(tmp_path / "a")!r}, "w").write("x" * 100_000)
except OSError as error:
    print("refused", flush=True)
"""
    assert output_of(code) == "refused\n"


@posix_only
def test_system_that_has_no_such_limit_is_no_obstacle(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    def refused(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(resource, "setrlimit", refused)
    limits.limit_itself()


class Kernel:
    """Notes what Windows is asked for."""

    def __init__(self, _name: str) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.CreateJobObjectW = self._noting("create", 2**40 + 1)
        self.GetCurrentProcess = self._noting("process", 2**64 - 1)
        self.SetErrorMode = self._noting("errors", 0)
        self.SetInformationJobObject = self._noting("limits", 1)
        self.AssignProcessToJobObject = self._noting("assign", 1)

    def _noting(self, name: str, answer: int) -> Callable[..., int]:
        def call(*values: Any) -> int:
            self.asked.append((name, values))
            return answer

        return call


def test_windows_is_asked_for_a_job_with_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel("kernel32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda _name: kernel, raising=False)
    monkeypatch.setattr(ctypes, "byref", lambda limits: limits)
    with monkeypatch.context() as context:
        context.setattr("tracker.load.limits.os.name", "nt")
        limits.limit_itself(memory=1 << 30, seconds=60)
        limits.write_no_files()
    asked = dict(kernel.asked)
    told = asked["limits"][2]
    assert asked["errors"] == (0x8003,)
    assert asked["limits"][0].value == asked["assign"][0].value == 2**40 + 1
    assert asked["limits"][1::2] == (9, 144)
    assert asked["assign"][1].value == 2**64 - 1
    assert told.ProcessMemoryLimit == 1 << 30
    basic = told.BasicLimitInformation
    assert basic.LimitFlags == 0x50A
    assert basic.PerProcessUserTimeLimit == 600_000_000
    assert basic.ActiveProcessLimit == 1
    assert kernel.CreateJobObjectW.restype is ctypes.c_void_p  # type: ignore[attr-defined]


def test_no_signal_ends_a_process_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.load.child.os.name", "nt")
    assert not child._ended_by(-24, "SIGXCPU")
