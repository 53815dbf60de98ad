"""PostgreSQL servers of the tests' own, in a folder that goes when they are over."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

USER = "postgres"
"""Whom the server runs as where the tests run as root, which it refuses."""


@dataclass(frozen=True)
class Pair:
    """A server and its replica: what the one confirms, the other has, and shows."""

    _first: "_Server"
    _second: "_Server"

    @property
    def primary(self) -> str:
        """The address of the server that is the primary until it is killed."""
        return self._first.address

    @property
    def replica(self) -> str:
        """The address of its replica, which can be read, and written once it is promoted."""
        return self._second.address

    @property
    def both(self) -> str:
        """The address of both, the primary first; it does not say which of them is wanted."""
        return _address(self._first, self._second)

    def kill(self) -> None:
        """Kill the primary, and return when nothing of it is left that could answer."""
        self._first.kill()

    def promote(self) -> None:
        """Make the replica a primary; it has no replica itself, so its commits wait for none."""
        self._second.promote()


def program(name: str) -> str | None:
    """Return where a program of the server is, as Debian lays it out, or on the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    return shutil.which(name, path=path)


@contextmanager
def server() -> Iterator[str]:
    """Start a server that listens on a socket in a folder of its own; give its address."""
    with _folder() as folder:
        only = _Server(folder, "data", 5432)
        only.create()
        with only.running():
            yield only.address


@contextmanager
def encrypted() -> Iterator[tuple[str, Path]]:
    """Start a server that also listens to this machine's network, with TLS.

    Gives its address there, as `localhost`, and the certificate that it shows.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with _folder() as folder:
        only = _Server(folder, "data", port)
        only.create()
        certificate, key = only.data / "server.crt", only.data / "server.key"
        words = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost")
        _run("openssl", "req", *words, "-out", certificate, "-keyout", key)
        with only.running(listen_addresses="127.0.0.1", ssl="on"):
            copy = shutil.copy(certificate, folder / "root.crt")
            yield f"postgresql://postgres@localhost:{port}/postgres", Path(copy)


@contextmanager
def pair() -> Iterator[Pair]:
    """Start a server and a replica of it, for which each of its commits waits.

    That commits wait is said where the primary is started, not in its files, which the replica
    copies: so the replica waits for nobody when it is promoted.
    """
    with _folder() as folder:
        first, second = _Server(folder, "primary", 5432), _Server(folder, "replica", 5433)
        first.create()
        waiting = {
            "synchronous_standby_names": second.name,
            "synchronous_commit": "remote_apply",
        }
        with first.running(**waiting):
            second.copy(first)
            with second.running():
                yield Pair(first, second)


def end_connections(address: str) -> None:
    """End all connections of the program, as a server does that is shut down."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE application_name = 'tracker'"
        )


@dataclass(frozen=True)
class _Server:
    """A server whose socket is in a folder, and whose files are in a folder there."""

    folder: Path
    name: str
    port: int

    @property
    def address(self) -> str:
        return _address(self)

    @property
    def data(self) -> Path:
        return self.folder / self.name

    @property
    def lock(self) -> Path:
        """The file that a server keeps while it runs, and leaves behind when it is killed."""
        return self.data / "postmaster.pid"

    def create(self) -> None:
        words = ("-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8")
        _run("initdb", "-D", self.data, *words)

    def copy(self, other: "_Server") -> None:
        """Make this the replica of another server, which runs."""
        words = ("--write-recovery-conf", "--checkpoint=fast", "--no-sync")
        source = f"host={other.folder} port={other.port} user=postgres"
        _run("pg_basebackup", "-D", self.data, "-d", source, *words)

    @contextmanager
    def running(self, **more: str) -> Iterator[None]:
        """Run with more settings than each of our servers has."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": self.folder,
            "port": self.port,
            "cluster_name": self.name,  # what a replica is called at its primary
            "fsync": "off",
            "dynamic_shared_memory_type": "mmap",  # in the folder, so that it goes with it
            **more,
        }
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = self.folder / f"{self.name}.log"
        try:
            _run("pg_ctl", "-D", self.data, "-w", "-l", log, "-o", options, "start")
            yield
        finally:
            if self.lock.exists():
                with suppress(subprocess.CalledProcessError):  # a test may have killed it itself
                    _run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "-t", "10", "stop")
            self.kill()

    def promote(self) -> None:
        _run("pg_ctl", "-D", self.data, "-w", "promote")

    def kill(self) -> None:
        """Kill the processes, and take away what they leave behind outside of the folder.

        The one that starts the others goes first, so that it can neither start more nor begin to
        recover. Those that nobody has waited for yet have no folder, and so count as gone.
        """
        lines = self.lock.read_text().splitlines() if self.lock.exists() else []
        while ids := self._processes():
            for id in sorted(ids, key=lambda each: [str(each)] != lines[:1]):
                with suppress(ProcessLookupError):
                    os.kill(id, signal.SIGKILL)
            time.sleep(0.01)
        if len(lines) > 6:  # the seventh has the key and the number of the shared memory
            memory = lines[6].split()[1]
            subprocess.run(["ipcrm", "-m", memory], check=False, stderr=subprocess.DEVNULL)
        self.lock.unlink(missing_ok=True)

    def _processes(self) -> list[int]:
        """Return the processes of the server, which all work in the folder of its files.

        `find` looks, as clients that try again without rest leave our own threads little time.
        """
        words = ("/proc", "-mindepth", "2", "-maxdepth", "2", "-name", "cwd", "-lname")
        command = ["find", *words, str(self.data.resolve())]
        # Some are not ours to look at, and some end meanwhile: neither is an error.
        found = subprocess.run(command, check=False, capture_output=True, text=True).stdout
        return [int(Path(line).parent.name) for line in found.splitlines()]


def _address(*servers: _Server) -> str:
    hosts = ",".join(str(each.folder) for each in servers)
    ports = ",".join(str(each.port) for each in servers)
    return f"postgresql:///postgres?host={hosts}&port={ports}&user=postgres"


@contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder of the one whom servers run as, which goes at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, USER, USER)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(name: str, *words: object) -> None:
    where = program(name)
    if where is None:
        raise FileNotFoundError(name)
    command: Sequence[str] = [where, *map(str, words)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", USER, "--", *command]
    quiet = subprocess.DEVNULL
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet, cwd="/")
