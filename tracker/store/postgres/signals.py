"""Learning from a server that a store was changed: it says so itself (NOTIFY)."""

import time
from collections.abc import Callable

import psycopg

from tracker.errors import StoreUnreadable
from tracker.store.postgres.connection import Row, Server, translated


class ServerSignal:
    """Listens to a server that can be written: a replica tells nobody."""

    def __init__(self, address: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._server = Server(address)
        self._sleep = sleep
        self._heard_by: psycopg.Connection[Row] | None = None
        try:
            with translated(self._server.where):
                self._listening()
        except StoreUnreadable as error:
            raise StoreUnreadable(
                "No server of “{path}” tells of changes now: one that can be written would. "
                "tracker report prints the sheet once.",
                path=self._server.where,
            ) from error

    def wait(self, seconds: float) -> bool:
        """Wait for a change; a lost connection may have missed one."""
        try:
            connection, is_new = self._listening()
            return is_new or any(connection.notifies(timeout=seconds, stop_after=1))
        except (psycopg.OperationalError, StoreUnreadable):
            self._heard_by = None
            self._sleep(seconds)
            return True

    def _listening(self) -> tuple[psycopg.Connection[Row], bool]:
        """Return the connection that listens, and whether it has only begun to."""
        connection = self._server.connection(writes=True)
        is_new = connection is not self._heard_by
        if is_new:
            connection.execute("LISTEN tracker")
            self._heard_by = connection
        return connection, is_new
