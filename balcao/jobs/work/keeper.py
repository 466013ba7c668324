"""Keeping running jobs ours: the process that works renews the lease, nobody else can."""

import ctypes
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from balcao.foundation.db import at_once, repeated
from balcao.jobs.ledger import claims
from balcao.jobs.work.run import Run
from balcao.jobs.work.runner import JobTimeoutError

log = logging.getLogger(__name__)

GRACE_SECONDS = 20.0


@dataclass
class Watched:
    """A run, the thread it is in, and until when it may take."""

    run: Run
    thread: int
    deadline: float
    renewed: float = field(default_factory=time.monotonic)
    warned: bool = False


class Keeper:
    """A thread that renews leases, passes on wishes to cancel, and ends runs that take too long."""

    def __init__(
        self, engine: Engine, lease_seconds: float, tick: Callable[[], None] = lambda: None
    ) -> None:
        self._engine = engine
        self._lease = lease_seconds
        self._tick = tick
        self._watched: dict[str, Watched] = {}
        self._guard = threading.Lock()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="keeper", daemon=True)
        self._thread.start()

    def watch(self, run: Run, timeout: float) -> None:
        """Keep this run ours, which goes on in the calling thread."""
        watched = Watched(run, threading.get_ident(), time.monotonic() + timeout)
        with self._guard:
            self._watched[run.job_id] = watched

    def let_go(self, run: Run) -> None:
        """Stop caring for a run; a time-out on its way to this thread is called back."""
        with self._guard:
            watched = self._watched.pop(run.job_id, None)
            if watched and watched.warned:
                raise_in(watched.thread, None)

    def stuck(self) -> bool:
        """Say whether only the end of the process helps: a run ignores its time-out, or we died."""
        return bool(self.hung()) or not (self._thread.is_alive() or self._stop.is_set())

    def hung(self) -> list[str]:
        """Return the jobs whose runs ignore their time-out."""
        with self._guard:
            return [
                job for job, watched in self._watched.items() if _beyond(watched, GRACE_SECONDS)
            ]

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()
        self._thread.join()

    def _loop(self) -> None:
        self._tick()
        while not self._stop.wait(min(1.0, self._lease / 4)):
            self._tick()
            with self._guard:
                for watched in self._watched.values():
                    self._end_if_too_long(watched)
                # A run that hangs for good is not kept for ever: its lease runs out.
                held = [w for w in self._watched.values() if not _beyond(w, GRACE_SECONDS)]
            if held:
                self._renew(held)

    def _renew(self, held: list[Watched]) -> None:
        due = [w for w in held if time.monotonic() - w.renewed > self._lease / 4]
        if not due:
            return
        started = time.monotonic()
        try:
            ours = repeated(lambda: self._in_sql(due))
        except SQLAlchemyError as error:
            log.warning("leases could not be renewed: %s", error.__class__.__name__)
            ours = None
        for watched in due:
            if ours is None:
                watched.run.lost = started - watched.renewed > self._lease
            elif watched.run.job_id in ours:
                watched.renewed = started
                watched.run.lost = False
                watched.run.cancel_requested = ours[watched.run.job_id]
            else:
                watched.run.lost = True

    def _in_sql(self, held: list[Watched]) -> dict[str, bool]:
        with at_once(self._engine).begin() as connection:
            return claims.renew(connection, [w.run.claim for w in held], self._lease)

    @staticmethod
    def _end_if_too_long(watched: Watched) -> None:
        # Under the lock of `let_go`: the thread is certainly still in this run.
        if _beyond(watched, 0) and not watched.warned:
            watched.warned = True
            raise_in(watched.thread, JobTimeoutError)


def raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Let an exception rise in another thread at its next step in Python code, or call it back."""
    what = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)


def _beyond(watched: Watched, grace: float) -> bool:
    return time.monotonic() > watched.deadline + grace
