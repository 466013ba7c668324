"""The relay: brings waiting rows into Redis, and everything back that got lost on the way.

Any number of relays may run; every step is a compare-and-set in SQL. Redis may be emptied, slow,
full or gone at any moment: then the rows simply wait, or the workers fetch them from SQL.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from balcao.foundation.db import at_once, looking, repeated
from balcao.jobs.args import HEAVY_QUEUES, QUEUES
from balcao.jobs.carry.carrier import Carrier, RedisError
from balcao.jobs.carry.wakeup import Waker
from balcao.jobs.ledger import picking
from balcao.jobs.ledger.rescue import rescue
from balcao.jobs.schedule import enqueue_due, reconcile

log = logging.getLogger(__name__)

# How many ids of a queue lie in Redis: enough to keep workers busy between two looks, few enough
# that a late urgent job, or another tenant's, waits for little.
WINDOW = 256
HEAVY_WINDOW = 8
MOST_URGENT = 10
LOST_AFTER_SECONDS = 3.0
BACKLOG_SECONDS = 0.01
WELL_FED_SECONDS = 0.02  # half a window lasts longer at any rate that workers reach
TURN_SECONDS = 0.01  # one turn brings what several commits meant to wake us for
CROWD, CROWD_SECONDS = 16, 0.5  # so many jobs in so short a time:
SHARED_SECONDS = 0.05  # then it is worth waiting for more of them
TIDY_SECONDS = 5.0
RETRY_REDIS_SECONDS = 1.0


@dataclass
class Relay:
    """One relay; `turn` is a round of its life, and `run` goes on until told to stop."""

    engine: Engine
    carrier: Carrier | None
    waker: Waker
    sweep_seconds: float = 1.0
    pulse: Callable[[str | None], None] = lambda _: None
    queues: tuple[str, ...] = QUEUES
    trouble: str | None = None
    _epoch: str = ""
    _turned_at: float = 0.0
    _lately: deque[float] = field(default_factory=lambda: deque(maxlen=CROWD))
    _next_sweep: float = 0.0
    _next_tidy: float = 0.0
    _redis_again: float = 0.0
    _reconciled: bool = False
    _lengths: dict[str, int] = field(default_factory=dict)
    _served: dict[str, str] = field(default_factory=dict)

    def run(self, stopping: Callable[[], bool]) -> None:
        """Relay until told to stop; neither database outlives us."""
        while not stopping():
            try:
                backlog = self.turn()
            except SQLAlchemyError as error:
                log.warning("relay: database trouble, trying again: %s", error.__class__.__name__)
                time.sleep(RETRY_REDIS_SECONDS)
                continue
            if backlog and self._well_fed():
                # Not by the waker: on SQLite every commit of the workers would wake us.
                time.sleep(WELL_FED_SECONDS)
            elif backlog:
                self.waker.wait(BACKLOG_SECONDS)
            else:
                self._wait()
        self.waker.close()

    def _wait(self) -> None:
        if self.waker.wait(self._rest()):
            # Who rested answers at once; where many come, they share a turn.
            apart = SHARED_SECONDS if self._crowded() else TURN_SECONDS
            time.sleep(max(0.0, self._turned_at + apart - time.monotonic()))

    def _crowded(self) -> bool:
        # Counted in jobs: on SQLite every commit of a worker wakes us, too.
        full = len(self._lately) == CROWD
        return full and time.monotonic() - self._lately[0] < CROWD_SECONDS

    def turn(self) -> bool:
        """Do what is due now; return whether more waits than fits into Redis."""
        self._turned_at = time.monotonic()
        if time.monotonic() >= self._next_sweep:
            self._next_sweep = time.monotonic() + self.sweep_seconds
            self._sweep()
            self.pulse(self.trouble)
        return self._with_redis(self._feed)

    def _well_fed(self) -> bool:
        return any(length > WINDOW // 2 for length in self._lengths.values())

    def _rest(self) -> float:
        return max(0.0, self._next_sweep - time.monotonic())

    def _sweep(self) -> None:
        for row in repeated(self._rescue):
            log.warning("relay: %s %s after a crash: %s", row["kind"], row["id"], row["status"])
        repeated(self._schedule)
        self._with_redis(self._find_lost)

    def _rescue(self) -> list[dict[str, object]]:
        with self.engine.begin() as connection:
            return [dict(row) for row in rescue(connection)]

    def _schedule(self) -> None:
        with Session(self.engine) as session, session.begin():
            if not self._reconciled:
                reconcile(session)
            enqueue_due(session)
        self._reconciled = True

    def _with_redis(self, work: Callable[[Carrier], bool]) -> bool:
        if self.carrier is None or time.monotonic() < self._redis_again:
            return False
        try:
            more = work(self.carrier)
        except RedisError as error:
            self._redis_again = time.monotonic() + RETRY_REDIS_SECONDS
            if self.trouble is None:
                log.warning("relay: Redis does not carry now, rows wait in SQL: %s", error)
            self.trouble = error.__class__.__name__
            return False
        return more

    def _feed(self, carrier: Carrier) -> bool:
        road = carrier.look(self.queues)
        if self.trouble is not None:
            log.info("relay: Redis answers again")
            self.trouble = None
        if road.epoch != self._epoch:
            log.info("relay: this filling of Redis is new to this relay, feeding it")
            self._epoch = road.epoch
        chosen = self._chosen(road.lengths)
        for queue, job_ids in chosen.items():
            if job_ids:
                self._push(carrier, queue, job_ids)
        return self._draining(road.lengths, chosen)

    def _chosen(self, lengths: Mapping[str, int]) -> dict[str, list[str]]:
        picks = [self._pick(queue, length) for queue, length in lengths.items()]
        wanted = [pick for pick in picks if pick.above < MOST_URGENT]
        if not wanted:
            return {}
        with looking(self.engine).connect() as connection:
            found = picking.due(connection, *wanted)
        return {queue: self._fitting(queue, lengths[queue], rows) for queue, rows in found.items()}

    def _pick(self, queue: str, length: int) -> picking.Pick:
        window = _window(queue)
        hungry = length < window // 2
        above = picking.LOWEST if hungry else _least_urgency(window, length) - 1
        served = self._served.get(queue, "")
        return picking.Pick(queue, 2 * window - length, self._epoch, above, served)

    def _fitting(self, queue: str, length: int, rows: Sequence[picking.Waiting]) -> list[str]:
        fitting: list[str] = []
        for row in rows:
            if length + len(fitting) >= _limit(_window(queue), row.priority):
                break
            fitting.append(row.id)
            self._served[queue] = row.tenant_id
        return fitting

    def _push(self, carrier: Carrier, queue: str, job_ids: list[str]) -> None:
        # Marked first, pushed second: a relay that dies between leaves rows that `_find_lost`
        # finds, and two relays never push the same row twice.
        place = {job_id: at for at, job_id in enumerate(job_ids)}
        with at_once(self.engine).begin() as connection:
            pushes = picking.reserve(connection, self._epoch, job_ids)
        self._lately.extend([time.monotonic()] * len(pushes))
        try:
            carrier.push(queue, sorted(pushes, key=lambda push: place[push.id]))
        except RedisError:
            with self.engine.begin() as connection:
                picking.hand_back(connection, [push.id for push in pushes])
            raise

    def _draining(self, before: dict[str, int], chosen: dict[str, list[str]]) -> bool:
        """Say whether some queue is so full and so quick that it wants feeding again at once."""
        after = {queue: length + len(chosen.get(queue, ())) for queue, length in before.items()}
        shrank = any(length < self._lengths.get(queue, 0) for queue, length in before.items())
        self._lengths = after
        return shrank or any(len(job_ids) > 1 for job_ids in chosen.values())

    def _find_lost(self, carrier: Carrier) -> bool:
        with looking(self.engine).connect() as connection:
            late = picking.overdue(connection, self._epoch, LOST_AFTER_SECONDS)
        queues = {row.queue for row in late}
        present = {job_id for queue in queues for job_id in carrier.waiting(queue)}
        if lost := [row.id for row in late if row.id not in present]:
            log.warning("relay: %d pushed rows are no longer in Redis, pushing again", len(lost))
            with self.engine.begin() as connection:
                picking.hand_back(connection, lost)
        if time.monotonic() >= self._next_tidy:
            self._next_tidy = time.monotonic() + TIDY_SECONDS
            self._tidy(carrier)
        return False

    def _tidy(self, carrier: Carrier) -> None:
        for queue in self.queues:
            started = carrier.started(queue)
            if not started:
                continue
            with looking(self.engine).connect() as connection:
                running = picking.running(connection, started)
            carrier.forget_started(queue, [started[row] for row in started if row not in running])


def _window(queue: str) -> int:
    return HEAVY_WINDOW if queue in HEAVY_QUEUES else WINDOW


def _limit(window: int, priority: int) -> int:
    # Urgent rows may fill more of Redis than others, so that there is always room for them.
    return window + window * max(0, min(priority, MOST_URGENT)) // MOST_URGENT


def _least_urgency(window: int, length: int) -> int:
    """Return the lowest priority for which a list of that length still has room."""
    fits = (p for p in range(1, MOST_URGENT + 1) if _limit(window, p) > length)
    return next(fits, MOST_URGENT + 1)
