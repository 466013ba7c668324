"""The mail server of a house that has none: a process that takes every mail and sends none on.

It listens on a socket in VAR_DIR, so no other user of the machine and no other machine reaches it.
Of several on one VAR_DIR the holder of the lock listens; the others stand by and take over.
"""

import asyncio
import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import AF_UNIX, SOCK_STREAM, socket

from balcao.mailbox.desk import Context, Desk

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.1
STANDBY_SECONDS = 0.5
BACKLOG = 100

Stopping = Callable[[], bool]


@dataclass(frozen=True)
class Catcher:
    """Takes mails on a socket and keeps them in our database."""

    socket: Path
    context: Context

    def run(self, stopping: Stopping) -> None:
        """Wait for our turn, then serve until asked to stop."""
        with _turn(self.socket.with_suffix(".lock"), stopping) as ours:
            if ours:
                asyncio.run(self._serve(stopping))

    async def _serve(self, stopping: Stopping) -> None:
        with ThreadPoolExecutor(1) as clerk, _listening(self.socket) as listening:
            desk = Desk(self.context, clerk)
            loop = asyncio.get_running_loop()
            server = await loop.create_unix_server(desk.conversation, sock=listening)
            log.info("the built-in mailbox takes mails at %s", self.socket)
            while not stopping():  # noqa: ASYNC110 - a signal is asked for, nobody announces it
                await asyncio.sleep(LOOK_SECONDS)
            server.close()
            await desk.close()


@contextmanager
def _turn(lock: Path, stopping: Stopping) -> Iterator[bool]:
    """Wait until no other catcher of this folder is alive; a dead one's lock is gone with it."""
    held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not (ours := _locked(held)) and not stopping():
            time.sleep(STANDBY_SECONDS)
        yield ours
    finally:
        os.close(held)


def _locked(held: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


@contextmanager
def _listening(path: Path) -> Iterator[socket]:
    """Open the socket under a name of its own and move it into place: never refused between."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with socket(AF_UNIX, SOCK_STREAM) as listening:
        listening.bind(str(fresh))
        fresh.chmod(0o600)
        listening.listen(BACKLOG)
        fresh.replace(path)
        yield listening
        path.unlink(missing_ok=True)
