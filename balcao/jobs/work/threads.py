"""The worker for light jobs: one process, one queue, many threads that mostly wait for others.

One thread, the clerk, does all bookkeeping: in a single transaction it ends the jobs that are
done and claims the next ones, so that a crowd of threads costs one commit, not a commit each.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from balcao.foundation.db import at_once, repeated
from balcao.jobs.ledger import claims, rescue
from balcao.jobs.ledger.claims import Claim
from balcao.jobs.ledger.settling import Settlement, settle
from balcao.jobs.work.keeper import Keeper
from balcao.jobs.work.station import Pulse, Station
from balcao.jobs.work.supply import WAIT_SECONDS, Supply, Ticket
from balcao.jobs.work.watched import perform_watched

log = logging.getLogger(__name__)

LAST_CALL_SECONDS = 25.0
DATABASE_PAUSE_SECONDS = 0.5
GATHER_SECONDS = 0.005
GATHERED = 4  # a quarter of the threads


@dataclass(frozen=True)
class Ended:
    """A run that is over; `how` is empty when the task has finished it in its own transaction."""

    ticket: Ticket
    how: Settlement | None


class ThreadWorker:
    """Claims as many jobs as it has idle threads, never more: nothing waits here unseen."""

    def __init__(self, station: Station, threads: int) -> None:
        self._station = station
        self._runner = station.runner()
        self._supply = Supply(station)
        self._pulse = Pulse(station)
        self._threads = threads
        self._busy = 0
        self._ended: list[Ended] = []
        self._rung = True
        self._news = threading.Condition()
        self._booked: list[tuple[str, str]] = []
        self._stopping: Callable[[], bool] = lambda: False

    def run(self, stopping: Callable[[], bool]) -> None:
        """Work until told to stop, then let what runs come to its end."""
        self._stopping = stopping
        self._station.rehearse()
        self._keeper = Keeper(self._station.engine, self._station.lease_seconds, self._beat)
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="job")
        bell = threading.Thread(target=self._ring, name="bell", daemon=True)
        bell.start()
        while not self._done():
            self._turn()
        self._close_up()

    def _done(self) -> bool:
        if self._stopping() or self._keeper.stuck():
            return True
        return self._station.burst and self._idle() and not self._supply.anything()

    def _idle(self) -> bool:
        return not (self._busy or self._ended or self._booked)

    def _turn(self) -> None:
        with self._news:
            if not (self._ended or self._booked or (self._rung and self._busy < self._threads)):
                self._news.wait(WAIT_SECONDS)
            self._gather()
            ended, self._ended = self._ended, []
        room = self._threads - self._busy + len(ended) if self._rung else 0
        taken = self._bookkeep(ended, room)
        if room and taken < room:
            with self._news:
                self._rung = False  # the queue is empty: from here on the bell listens
                self._news.notify_all()

    def _gather(self) -> None:
        """Where all threads have been busy, wait a moment for more ends: one commit for several."""
        until = time.monotonic() + GATHER_SECONDS
        while self._busy == self._threads and len(self._ended) * GATHERED < self._threads:
            left = until - time.monotonic()
            if left <= 0 or not self._ended:
                return
            self._news.wait(left)

    def _bookkeep(self, ended: list[Ended], room: int) -> int:
        tickets = self._supply.take(room, self._booked)
        self._booked = []
        try:
            claimed = repeated(lambda: self._in_sql(ended, tickets))
        except SQLAlchemyError as error:
            self._keep_for_later(ended, tickets, error)
            return 0
        self._busy += len(claimed) - len(ended)
        mine = {claim.id for claim in claimed}
        self._booked = [(t.rq_id, "finished") for t in tickets if t.rq_id and t.row_id not in mine]
        self._booked += [(e.ticket.rq_id, _in_rq(e.how)) for e in ended if e.ticket.rq_id]
        by_row = {ticket.row_id: ticket for ticket in tickets}
        for claim in claimed:
            self._pool.submit(self._work, claim, by_row[claim.id])
        return len(tickets)

    def _keep_for_later(
        self, ended: list[Ended], tickets: list[Ticket], error: SQLAlchemyError
    ) -> None:
        """Forget nothing: the ends are written later, the relay finds the rows of the tickets."""
        log.warning("database trouble, trying again: %s", error.__class__.__name__)
        with self._news:
            self._ended = ended + self._ended
        self._booked = [(t.rq_id, "finished") for t in tickets if t.rq_id]
        time.sleep(DATABASE_PAUSE_SECONDS)

    def _in_sql(self, ended: list[Ended], tickets: list[Ticket]) -> list[Claim]:
        station = self._station
        ends = [end.how for end in ended if end.how]
        wanted = [ticket.row_id for ticket in tickets]
        if not (ends or wanted):
            return []
        alone = not (ends and wanted)
        with (at_once(station.engine) if alone else station.engine).begin() as connection:
            settle(connection, ends)
            return claims.claim(connection, wanted, station.label, station.lease_seconds)

    def _work(self, claim: Claim, ticket: Ticket) -> None:
        run = self._runner.open(claim)
        how = perform_watched(self._runner, self._keeper, run, self._station.timeout)
        with self._news:
            self._ended.append(Ended(ticket, how))
            self._news.notify_all()

    def _ring(self) -> None:
        """Wait for work while the queue is empty, so that the clerk can wait for results."""
        while not self._stopping():
            with self._news:
                if self._rung:
                    self._news.wait(WAIT_SECONDS)
                    continue
            self._supply.wait()
            with self._news:
                self._rung = True
                self._news.notify_all()

    def _beat(self) -> None:
        self._pulse.beat(self._supply.mode, busy=self._busy > 0)

    def _close_up(self) -> None:
        deadline = time.monotonic() + LAST_CALL_SECONDS
        while self._busy and time.monotonic() < deadline:
            with self._news:
                if not self._ended:
                    self._news.wait(WAIT_SECONDS)
                ended, self._ended = self._ended, []
            self._bookkeep(ended, room=0)
        if self._busy:
            with self._station.engine.begin() as connection:
                left = rescue.release(connection, self._station.label, self._keeper.hung())
            log.warning("%d jobs did not end in time and were put back", left)
        self._supply.take(0, self._booked)
        self._keeper.stop()
        self._pulse.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)


def _in_rq(how: Settlement | None) -> str:
    return "failed" if how and how.status in {"failed", "unknown"} else "finished"
