"""What is done twice when workers are killed at random while work arrives steadily."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import SystemRandom
from statistics import mean
from threading import Event, Thread

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from balcao.jobs import enqueue
from balcao.jobs.args import QUEUES
from balcao.jobs.models import Job, JobEvent
from benchmarks.bench_jobs import ACTS
from benchmarks.families import below, family, until_alive
from benchmarks.ledgers import BOTH, Ledger, ledgers
from benchmarks.lines import MEDIAN, Line, at_most
from tests.servers.valkey import Valkey, valkey
from tests.waiting import wait_until

JOBS_A_SECOND = 20
ACT_SECONDS = 0.05
PAUSE_SECONDS = (0.5, 1.5)  # between two kills
WIPE_EACH = 20  # kills
LEASE_SECONDS = "3"
DRAIN_SECONDS = 120
P99 = 0.99

random = SystemRandom()


@dataclass
class Asked:
    """Whom we asked for what: written down before the commit, and again when it was kept."""

    attempted: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Storm:
    """What was asked for, what was seen to happen, and what had been done to the workers."""

    asked: Asked
    acts: dict[str, list[float]]
    set_aside: set[str]
    written_ms: list[float]
    kills: int
    wipes: int
    drain_seconds: float

    @property
    def duplicates(self) -> int:
        """Return how many acts were one too many."""
        return sum(len(moments) - 1 for moments in self.acts.values())


def measure(*, quick: bool) -> Iterator[Line]:
    """Kill and count, on both databases; the duplicates of both together have the goal as well."""
    kills = 12 if quick else 100
    storms = []
    with ledgers() as made, valkey(keeps=True) as redis:
        for name in BOTH:
            redis.empty()
            storms.append(_storm(made.new(name), redis, kills))
            yield from _lines(name, storms[-1])
    killed, repeated = sum(s.kills for s in storms), sum(s.duplicates for s in storms)
    what = "both: acts done twice for 100 worker kills"
    yield Line(what, "acts", [100 * repeated / killed], at_most(2))


def _storm(ledger: Ledger, redis: Valkey, kills: int) -> Storm:
    acts, wipes = ledger.folder / "acts", 0
    with family(ledger, redis.url, *QUEUES, LEASE_SECONDS=LEASE_SECONDS) as parent:
        relay = until_alive(ledger, *QUEUES)[""]
        with _asking(ledger, acts) as asked:
            for number in range(1, kills + 1):
                time.sleep(random.uniform(*PAUSE_SECONDS))
                _kill_one(parent.pid, relay)
                if number % WIPE_EACH == WIPE_EACH // 2:
                    redis.empty()
                    wipes += 1
        ended = time.monotonic()
        wait_until(lambda: ledger.open_jobs() == 0, DRAIN_SECONDS, "everything has ended")
        drained = time.monotonic() - ended
    seen = _seen(acts)
    return Storm(asked, seen, _set_aside(ledger), _written_ms(ledger, seen), kills, wipes, drained)


@contextmanager
def _asking(ledger: Ledger, acts: Path) -> Iterator[Asked]:
    """Ask for one job after the other, in turn for each queue, at a steady pace."""
    asked, over = Asked(), Event()

    def ask() -> None:
        due = time.monotonic()
        for kind in cycle(ACTS):
            due += 1 / JOBS_A_SECOND
            if over.wait(max(0.0, due - time.monotonic())):
                return
            with suppress(SQLAlchemyError), Session(ledger.engine) as session:
                job_id = enqueue(session, kind(path=str(acts), seconds=ACT_SECONDS))
                asked.attempted.add(job_id)
                session.commit()
                asked.acknowledged.add(job_id)

    asker = Thread(target=ask)
    asker.start()
    try:
        yield asked
    finally:
        over.set()
        asker.join()


def _kill_one(parent: int, relay: int) -> None:
    """Kill any process that works: one of a queue, or the child with a heavy job."""
    victims = wait_until(lambda: set(below(parent)) - {relay}, 10, "somebody works")
    with suppress(ProcessLookupError):  # a child may just have ended
        os.kill(random.choice(sorted(victims)), signal.SIGKILL)


def _lines(name: str, storm: Storm) -> Iterator[Line]:
    asked, seen = storm.asked, storm.acts.keys()
    counts = {
        "attempted": len(asked.attempted),
        "acknowledged": len(asked.acknowledged),
        "recovered": len(seen & (asked.attempted - asked.acknowledged)),
        "set aside after three crashes": len(storm.set_aside),
        "workers killed": storm.kills,
        "Redis emptied": storm.wipes,
    }
    yield from (Line(f"{name}: {what}", "", [count]) for what, count in counts.items())
    lost = asked.acknowledged - seen - storm.set_aside
    yield Line(f"{name}: lost", "jobs", [len(lost)], at_most(0))
    yield Line(f"{name}: unexpected", "jobs", [len(seen - asked.attempted)], at_most(0))
    twice = 100 * storm.duplicates / storm.kills
    yield Line(f"{name}: acts done twice for 100 worker kills", "acts", [twice], at_most(2))
    for shown, quantile in (("p50", MEDIAN), ("p99", P99)):
        what = f"{name}: from the act to its end in the ledger, {shown}"
        yield Line(what, "ms", storm.written_ms, None, quantile)
    expected = mean(storm.written_ms) / 1000 * JOBS_A_SECOND / len(QUEUES)
    yield Line(f"{name}: to be expected of that for 100 kills", "acts", [100 * expected])
    yield Line(f"{name}: all done after the last job", "s", [storm.drain_seconds])


def _seen(acts: Path) -> dict[str, list[float]]:
    seen: dict[str, list[float]] = {}
    for job_id, moment in map(str.split, acts.read_text().splitlines()):
        seen.setdefault(job_id, []).append(float(moment))
    return seen


def _set_aside(ledger: Ledger) -> set[str]:
    with ledger.looking() as session:
        return set(session.scalars(select(Job.id).where(Job.status == "failed")))


def _written_ms(ledger: Ledger, acts: dict[str, list[float]]) -> list[float]:
    """Return how long each act that was done once was known to the worker's memory alone."""
    ends = select(JobEvent.job_id, JobEvent.at).where(JobEvent.status == "finished")
    with ledger.looking() as session:
        written = {row.job_id: row.at.timestamp() for row in session.execute(ends)}
    return [
        (written[job_id] - moments[0]) * 1000
        for job_id, moments in acts.items()
        if len(moments) == 1 and job_id in written
    ]
