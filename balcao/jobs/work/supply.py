"""Where a worker gets its jobs: from Redis while that carries, from SQL while it does not."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from balcao.jobs.carry.carrier import RedisError
from balcao.jobs.carry.rq_job import row_of
from balcao.jobs.carry.wakeup import Waker
from balcao.jobs.ledger import picking
from balcao.jobs.work.station import Station

log = logging.getLogger(__name__)

WAIT_SECONDS = 0.25  # well below the patience of the Redis client: waiting is no fault
PROBE_SECONDS = 1.0


@dataclass(frozen=True)
class Ticket:
    """A row to try, and the RQ id that brought it, if one did."""

    row_id: str
    rq_id: str | None = None


class Supply:
    """Hands out tickets and changes between its two sources by itself."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._waker: Waker | None = None
        self._probe_at = 0.0
        self.mode = "direct" if station.carrier is None else "redis"

    def wait(self, seconds: float = WAIT_SECONDS) -> None:
        """Sleep until there may be work."""
        carrier = self._station.carrier
        if carrier is None or self.mode == "direct":
            self._wait_for_sql(seconds)
            return
        try:
            carrier.wait(self._station.queue, seconds)
        except RedisError as error:
            self._go_direct(error)

    def take(self, room: int, ended: Sequence[tuple[str, str]] = ()) -> list[Ticket]:
        """Take up to `room` tickets, and tell RQ which of its jobs ended."""
        if self.mode == "redis":
            try:
                return self._from_redis(room, ended)
            except RedisError as error:
                self._go_direct(error)
        return self._from_sql(room)

    def anything(self) -> bool:
        """Say whether SQL knows of work that is due, wherever it is being carried."""
        return bool(self._from_sql(1))

    def close(self) -> None:
        """Give the connections back."""
        if self._waker is not None:
            self._waker.close()
            self._waker = None

    def _from_redis(self, room: int, ended: Sequence[tuple[str, str]]) -> list[Ticket]:
        station = self._station
        if station.carrier is None or not (room or ended):
            return []
        taken = station.carrier.take(station.queue, station.name, room, ended)
        tickets = [Ticket(row, rq) for rq in taken if (row := row_of(rq))]
        if strangers := [rq for rq in taken if row_of(rq) is None]:
            log.error("%d jobs in Redis are not ours and were not run", len(strangers))
            station.carrier.take(station.queue, station.name, 0, [(s, "failed") for s in strangers])
        return tickets

    def _from_sql(self, room: int) -> list[Ticket]:
        if room <= 0:
            return []
        options = {"read_only": True}
        with self._station.engine.connect().execution_options(**options) as connection:
            queue = self._station.queue
            rows = picking.due(connection, picking.Pick(queue, room))[queue]
        return [Ticket(row.id) for row in rows[:room]]

    def _go_direct(self, error: Exception) -> None:
        if self.mode == "redis":
            log.warning("Redis does not carry now, taking work from SQL: %s", error)
        self.mode = "direct"
        self._probe_at = time.monotonic() + PROBE_SECONDS

    def _wait_for_sql(self, seconds: float) -> None:
        if self._station.carrier and time.monotonic() >= self._probe_at:
            self._probe_at = time.monotonic() + PROBE_SECONDS
            try:
                self._station.carrier.look(())
            except RedisError:
                pass
            else:
                log.info("Redis carries again")
                self.mode = "redis"
                self.close()
                return
        if self._waker is None:
            self._waker = self._station.waker()
        self._waker.wait(seconds)
