"""Waking up when somebody commits: LISTEN on PostgreSQL, the file's version on SQLite."""

import sqlite3
import time
from typing import Protocol

import psycopg

from balcao.jobs.outbox import CHANNEL

POLL_SECONDS = 0.004
PAUSE_SECONDS = 0.5  # after an error, so that an absent database is not asked in a loop


class Waker(Protocol):
    """Sleeps until the database changed, or for some seconds."""

    def wait(self, seconds: float) -> bool:
        """Return whether there was a sign of change."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


def waker_for(url: str) -> Waker:
    """Return the waker that fits the database."""
    if url.startswith("sqlite"):
        return FileWaker(url.removeprefix("sqlite:///"))
    return ListenWaker(url.replace("postgresql+psycopg://", "postgresql://", 1))


class ListenWaker:
    """PostgreSQL tells us itself, the moment a transaction with new jobs commits."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: psycopg.Connection | None = None

    def wait(self, seconds: float) -> bool:
        """Wait for a notification; a lost connection is opened again by the next call."""
        try:
            connection = self._connection or self._open()
            return any(True for _ in connection.notifies(timeout=seconds, stop_after=1))
        except psycopg.Error:
            self.close()
            time.sleep(min(seconds, PAUSE_SECONDS))
            return True

    def close(self) -> None:
        """Close the listening connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _open(self) -> psycopg.Connection:
        self._connection = psycopg.connect(self._dsn, autocommit=True, connect_timeout=5)
        self._connection.execute(f"LISTEN {CHANNEL}")
        return self._connection


class FileWaker:
    """SQLite has no notifications, but tells cheaply whether anybody else has committed."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._seen = 0

    def wait(self, seconds: float) -> bool:
        """Look again and again, a few microseconds each time."""
        try:
            return self._changed_within(seconds)
        except sqlite3.Error:
            self.close()
            time.sleep(min(seconds, PAUSE_SECONDS))
            return True

    def close(self) -> None:
        """Close the watching connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _changed_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while (version := self._version()) == self._seen:
            rest = until - time.monotonic()
            if rest <= 0:
                return False
            time.sleep(min(POLL_SECONDS, rest))
        self._seen = version
        return True

    def _version(self) -> int:
        if self._connection is None:
            self._connection = sqlite3.connect(
                self._path, isolation_level=None, check_same_thread=False
            )
        version: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
        return version
