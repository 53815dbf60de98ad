"""Something between a program and a PostgreSQL server that loses the connection when told to."""

import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_BLOCK = 65_536


class Loss(Enum):
    """What is lost at the next commit: the question, or the server's answer to it."""

    QUESTION = "question"
    ANSWER = "answer"


class Proxy:
    """Listens on a socket of its own; passes on what it hears, but for what it is to lose."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.losses: list[Loss] = []
        self.is_gone = False
        self._server = server
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / ".s.PGSQL.5432"))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self.is_gone = True
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(self._server))
        with client, server, suppress(OSError):
            back = threading.Thread(target=self._pass_back, args=(server, client), daemon=True)
            back.start()
            while heard := client.recv(_BLOCK):
                if b"COMMIT\x00" in heard and self.losses:
                    self._lose(self.losses.pop(0), heard, client, server)
                    return
                server.sendall(heard)
            server.shutdown(socket.SHUT_RDWR)
            back.join()

    def _lose(self, loss: Loss, heard: bytes, client: socket.socket, server: socket.socket) -> None:
        client.shutdown(socket.SHUT_RDWR)
        if loss is Loss.ANSWER:
            server.sendall(heard)
        server.shutdown(socket.SHUT_WR)

    def _pass_back(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while said := server.recv(_BLOCK):
                client.sendall(said)
            client.shutdown(socket.SHUT_RDWR)


@contextmanager
def between(address: str) -> Iterator[tuple[Proxy, str]]:
    """Give a proxy before the server at this address, and the address through it."""
    asked = parse_qs(urlsplit(address).query)
    server = Path(asked["host"][0]) / f".s.PGSQL.{asked['port'][0]}"
    with tempfile.TemporaryDirectory() as folder:
        proxy = Proxy(Path(folder), server)
        try:
            yield proxy, f"postgresql:///postgres?host={folder}&user={asked['user'][0]}"
        finally:
            proxy.close()
