"""The worker for heavy jobs: a preloaded process that forks a child for each job.

The parent only hands out tickets and watches. The child claims, renews its lease, works and ends
the job in SQL, so killing either of them loses nothing. The parent has no thread and, when it
forks, no database connection: there is nothing a child could inherit broken. The child keeps one
from its claim to its end: to open another between an act and its end would be time for a kill.
"""

import logging
import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from sqlalchemy.exc import SQLAlchemyError

from balcao.foundation.db import at_once, repeated
from balcao.jobs.ledger import claims, rescue
from balcao.jobs.ledger.claims import Claim
from balcao.jobs.ledger.settling import Settlement, settle
from balcao.jobs.work.keeper import GRACE_SECONDS, Keeper
from balcao.jobs.work.runner import JobTimeoutError
from balcao.jobs.work.station import Pulse, Station
from balcao.jobs.work.supply import WAIT_SECONDS, Supply, Ticket

log = logging.getLogger(__name__)

LAST_CALL_SECONDS = 25.0
CHILD_SECONDS = 0.1  # how late the end of a child may be noticed while other slots are free
FAILED_EXIT = 3


@dataclass(frozen=True)
class Child:
    """A forked process with one job; `alive` can be read once it has ended."""

    pid: int
    ticket: Ticket
    name: str
    alive: int
    deadline: float


class ForkWorker:
    """Runs as many children at once as there are cores to use."""

    def __init__(self, station: Station, slots: int) -> None:
        self._station = station
        self._supply = Supply(station)
        self._pulse = Pulse(station)
        self._slots = slots
        self._children: dict[int, Child] = {}
        self._serial = 0
        self._booked: list[tuple[str, str]] = []

    def run(self, stopping: Callable[[], bool]) -> None:
        """Work until told to stop, then let the children come to their end."""
        if self._station.warm_up:
            self._station.warm_up()
        self._station.rehearse()
        while not stopping() and not self._drained():
            self._pulse.beat(self._supply.mode, busy=bool(self._children))
            try:
                self._turn()
            except SQLAlchemyError as error:
                log.warning("database trouble, trying again: %s", error.__class__.__name__)
                time.sleep(WAIT_SECONDS)
        self._close_up()

    def _turn(self) -> None:
        self._reap()
        room = self._slots - len(self._children)
        tickets = self._supply.take(room, self._booked)
        self._booked = []
        for ticket in tickets:
            self._start(ticket)
        if not tickets and room:
            self._supply.wait(CHILD_SECONDS if self._children else WAIT_SECONDS)
        elif len(tickets) == room:
            self._wait_for_a_child()

    def _drained(self) -> bool:
        return self._station.burst and not self._children and not self._supply.anything()

    def _start(self, ticket: Ticket) -> None:
        self._serial += 1
        name = f"{self._station.label}-{self._serial}"
        alive, held_open = os.pipe()
        # No connection survives a fork, and SQLite's locks not even an open one that nobody uses.
        self._supply.close()
        self._station.engine.dispose()
        pid = os.fork()
        if pid == 0:
            os.close(alive)
            os._exit(_child(self._station, ticket, name))
        os.close(held_open)
        limit = self._station.timeout + GRACE_SECONDS
        self._children[alive] = Child(pid, ticket, name, alive, time.monotonic() + limit)

    def _wait_for_a_child(self) -> None:
        select.select(list(self._children), [], [], WAIT_SECONDS)

    def _reap(self) -> None:
        for child in list(self._children.values()):
            if time.monotonic() > child.deadline:
                os.kill(child.pid, signal.SIGKILL)  # its lease runs out and counts as a crash
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                self._ended(child, status)

    def _ended(self, child: Child, status: int) -> None:
        os.close(child.alive)
        del self._children[child.alive]
        if os.WIFSIGNALED(status):
            log.error("a job killed its process with signal %d", os.WTERMSIG(status))
        if child.ticket.rq_id:
            self._booked.append((child.ticket.rq_id, "failed" if status else "finished"))

    def _close_up(self) -> None:
        deadline = time.monotonic() + LAST_CALL_SECONDS
        while self._children and time.monotonic() < deadline:
            self._wait_for_a_child()
            self._reap()
        for child in list(self._children.values()):
            self._put_back(child)
        self._supply.take(0, self._booked)
        self._supply.close()
        self._pulse.stop()

    def _put_back(self, child: Child) -> None:
        os.kill(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)
        with self._station.engine.begin() as connection:
            rescue.release(connection, child.name)
        log.warning("a job did not end in time and was put back")


def _child(station: Station, ticket: Ticket, name: str) -> int:
    """Do one job in a process of its own and return the exit code."""
    # Asked to stop, the parent waits for us; a signal to the whole group must not end the work.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    try:
        return work_one(station, ticket.row_id, name)
    except BaseException:
        log.exception("a job's process failed")
        return FAILED_EXIT


def work_one(station: Station, row_id: str, name: str) -> int:
    """Claim one row and run it to its end in this process."""
    claim = repeated(lambda: _claim(station, row_id, name))
    if claim is None:
        return 0
    runner = station.runner()
    keeper = Keeper(station.engine, station.lease_seconds)
    run = runner.open(claim)
    keeper.watch(run, station.timeout + GRACE_SECONDS)
    how = None
    try:
        try:
            _alarm_after(station.timeout)
            how = runner.perform(run)
        finally:
            signal.alarm(0)
    except JobTimeoutError:
        how = how or runner.timed_out(run)
    if how:
        _settle(station, how)
    keeper.stop()
    station.engine.dispose()
    return 1 if how and how.status == "failed" else 0


def _claim(station: Station, row_id: str, name: str) -> Claim | None:
    with at_once(station.engine).begin() as connection:
        return next(iter(claims.claim(connection, [row_id], name, station.lease_seconds)), None)


def _settle(station: Station, how: Settlement) -> None:
    def write() -> None:
        with at_once(station.engine).begin() as connection:
            settle(connection, [how])

    deadline = time.monotonic() + LAST_CALL_SECONDS
    while True:
        try:
            return repeated(write)
        except SQLAlchemyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(WAIT_SECONDS)


def _alarm_after(seconds: int) -> None:
    def ring(_number: int, _frame: FrameType | None) -> None:
        raise JobTimeoutError

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
