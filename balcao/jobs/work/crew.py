"""The family of processes behind `worker.py`: started from one that has loaded everything."""

import gc
import logging
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

log = logging.getLogger(__name__)

Stopping = Callable[[], bool]
Work = Callable[[Stopping], None]

RESTART_SECONDS = 5.0
YOUNG_SECONDS = 5.0
GRACE_SECONDS = 30.0
LOOK_SECONDS = 0.1
STOPS = (signal.SIGTERM, signal.SIGINT)


@dataclass
class Member:
    """One process of the family, and when it may be started again.

    A companion serves the others: it starts before them, stays until they have ended, and a burst
    does not wait for it.
    """

    name: str
    work: Work
    companion: bool = False
    pid: int = 0
    started: float = 0.0
    start_at: float = 0.0


class Crew:
    """Starts the members, restarts who dies, and stops all of them together."""

    def __init__(
        self, works: Mapping[str, Work], companions: Mapping[str, Work], *, burst: bool = False
    ) -> None:
        self._members = [Member(name, work, companion=True) for name, work in companions.items()]
        self._members += [Member(name, work) for name, work in works.items()]
        self._burst = burst
        self._stopping = False

    def run(self) -> int:
        """Keep the family alive until a signal, the launcher's death, or the end of a burst."""
        parent = os.getppid()
        for number in STOPS:
            signal.signal(number, self._stop)
        gc.collect()
        gc.freeze()  # what is loaded now stays shared between the processes
        while not self._stopping and os.getppid() == parent:
            self._start_missing()
            if self._burst and not self._others():
                return self._end_all()
            time.sleep(LOOK_SECONDS)
            self._reap()
        log.info("stopping: %s", "as asked" if self._stopping else "who started us is gone")
        return self._end_all()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _start_missing(self) -> None:
        for member in self._members:
            waiting = self._burst and member.started and not member.companion
            if not member.pid and not waiting and time.monotonic() >= member.start_at:
                member.started = time.monotonic()
                member.pid = _fork(member.work)

    def _reap(self) -> None:
        for member in self._members:
            pid, status = os.waitpid(member.pid, os.WNOHANG) if member.pid else (0, 0)
            if not pid:
                continue
            member.pid = 0
            lived = time.monotonic() - member.started
            # Who dies young is probably broken; who lived is back at once.
            member.start_at = time.monotonic() + (RESTART_SECONDS if lived < YOUNG_SECONDS else 0)
            if not (self._burst or self._stopping):
                log.warning("%s ended (status %d) and is started again", member.name, status)

    def _end_all(self) -> int:
        self._stopping = True
        deadline = time.monotonic() + GRACE_SECONDS
        for members in (self._others, self._alive):
            _signal(members(), signal.SIGTERM)
            while members() and time.monotonic() < deadline:
                time.sleep(LOOK_SECONDS)
                self._reap()
        _signal(self._alive(), signal.SIGKILL)
        return 0

    def _alive(self) -> list[Member]:
        return [member for member in self._members if member.pid]

    def _others(self) -> list[Member]:
        return [member for member in self._alive() if not member.companion]


def _signal(members: Sequence[Member], number: signal.Signals) -> None:
    for member in members:
        os.kill(member.pid, number)


def _fork(work: Work) -> int:
    # A signal that arrives before the child has its own handlers waits until then.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        return pid
    told: list[int] = []
    parent = os.getppid()
    for number in STOPS:
        signal.signal(number, lambda n, _frame: told.append(n))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    try:
        work(lambda: bool(told) or os.getppid() != parent)
    except BaseException:
        log.exception("a worker process failed")
        os._exit(1)
    os._exit(0)
