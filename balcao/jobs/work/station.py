"""What every worker process stands on: its name, its queue, its databases."""

import logging
import os
import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from balcao.adapters import Tools
from balcao.foundation.db import repeated
from balcao.jobs.args import DEFAULT_TIMEOUT, timeout_of
from balcao.jobs.carry.carrier import Carrier, RedisError
from balcao.jobs.carry.roster import RosterEntry
from balcao.jobs.carry.wakeup import Waker
from balcao.jobs.ledger import beats
from balcao.jobs.ledger.claims import Claim, claim
from balcao.jobs.ledger.settling import settle
from balcao.jobs.work.runner import Runner

log = logging.getLogger(__name__)

HOST = socket.gethostname()


@dataclass
class Station:
    """A worker process on one queue (or the relay, on none)."""

    name: str
    role: str
    queue: str
    engine: Engine
    context: Callable[[], AbstractContextManager[object]]
    waker: Callable[[], Waker]
    carrier: Carrier | None = None
    lease_seconds: float = 10
    default_timeout: int = DEFAULT_TIMEOUT
    burst: bool = False
    tools: Tools | None = None
    warm_up: Callable[[], None] | None = None  # loads what all forks of this process share

    @property
    def label(self) -> str:
        """Return how this process signs what it holds: no other process ever has the same."""
        return f"{self.name}/{os.getpid()}"

    @property
    def timeout(self) -> int:
        """Return how many seconds a run on this queue may take."""
        return timeout_of(self.queue, self.default_timeout)

    def runner(self) -> Runner:
        """Return what runs this process's jobs."""
        return Runner(self.engine, self.context, tools=self.tools)

    def rehearse(self) -> None:
        """Say once, of no job, what is said of each: the first time takes as long as ten others.

        Between an act and its end that would be time for a kill, in every child anew.
        """
        nobody = Claim("", "", self.queue, {}, "", 0, 0, 0, "")
        with suppress(SQLAlchemyError), self.engine.begin() as connection:
            claim(connection, [nobody.id], self.label, self.lease_seconds)
            settle(connection, [nobody.ends("finished")])


class Pulse:
    """Says every few seconds that the process is alive: in SQL, which decides, and in RQ's list."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._next = 0.0
        self._entry = _roster_entry(station)

    def beat(self, mode: str, *, busy: bool = False, note: str | None = None) -> None:
        """Beat if it is time; a database that does not answer must not stop the work."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + beats.BEAT_SECONDS
        try:
            repeated(lambda: self._in_sql(mode, note))
            if self._entry and mode == "redis":
                self._entry.show(busy=busy)
        except (SQLAlchemyError, RedisError) as error:
            log.warning("no sign of life could be given: %s", error.__class__.__name__)

    def stop(self) -> None:
        """Sign off."""
        if self._entry:
            self._entry.remove()
        try:
            with self._station.engine.begin() as connection:
                beats.leave(connection, self._station.name)
        except SQLAlchemyError as error:
            log.warning("could not sign off: %s", error.__class__.__name__)

    def _in_sql(self, mode: str, note: str | None) -> None:
        s = self._station
        sign = beats.Sign(s.name, s.role, s.queue, HOST, os.getpid(), mode, note)
        with s.engine.begin() as connection:
            beats.beat(connection, sign)


def _roster_entry(station: Station) -> RosterEntry | None:
    if station.carrier is None or not station.queue:
        return None
    return RosterEntry(station.carrier.redis, station.queue, station.name)
