"""Conversations that are kept open for the next mail, the latest first, none for long."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from balcao.adapters.mail.connection import Connection

MOST_MAILS = 100
MOST_AT_ONCE = 16
IDLE_SECONDS = 20.0


class Pool:
    """Conversations: so many at once and no more, those that idle kept for a while."""

    def __init__(self, most: int = MOST_AT_ONCE, idle_seconds: float = IDLE_SECONDS) -> None:
        self._turns = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._idle_seconds = idle_seconds
        self._sweeper: threading.Timer | None = None

    @contextmanager
    def turn(self, seconds: float) -> Iterator[bool]:
        """Say whether one may talk, now or after waiting; it holds until the end of the block."""
        come = self._turns.acquire(timeout=seconds)
        try:
            yield come
        finally:
            if come:
                self._turns.release()

    def take(self) -> Connection | None:
        """Return one that the server still holds open, if there is any."""
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection = self._idle.pop()
            if self._fresh(connection) and not connection.is_stale():
                return connection
            connection.close()

    def give_back(self, connection: Connection) -> None:
        """Keep it for the next mail, unless it has served long enough."""
        if not connection.open:
            return
        if connection.mails >= MOST_MAILS:
            connection.quit()
            return
        connection.used_at = time.monotonic()
        with self._lock:
            self._idle.append(connection)
            self._start_sweeper()

    def close(self) -> None:
        """Say good-bye to all of them."""
        with self._lock:
            idle, self._idle = self._idle, []
            if self._sweeper:
                self._sweeper.cancel()
            self._sweeper = None
        for connection in idle:
            connection.quit()

    def _fresh(self, connection: Connection) -> bool:
        return time.monotonic() - connection.used_at < self._idle_seconds

    def _start_sweeper(self) -> None:
        if self._sweeper is None:
            self._sweeper = threading.Timer(self._idle_seconds, self._sweep)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _sweep(self) -> None:
        with self._lock:
            old = [connection for connection in self._idle if not self._fresh(connection)]
            self._idle = [connection for connection in self._idle if self._fresh(connection)]
            self._sweeper = None
            if self._idle:
                self._start_sweeper()
        for connection in old:
            connection.quit()
