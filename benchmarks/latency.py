"""How long an idle house takes from a commit to the first line of the task."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rq import Queue
from sqlalchemy.orm import Session

from balcao.jobs import enqueue
from balcao.jobs.args import QUEUES
from benchmarks import peer_jobs
from benchmarks.bench_jobs import Stamp
from benchmarks.draining import PEER_QUEUE, rq_worker
from benchmarks.families import environment, family, process, until_alive
from benchmarks.ledgers import BOTH, Ledger, ledgers
from benchmarks.lines import Goal, Line, at_most
from tests.servers.valkey import Valkey, valkey
from tests.waiting import wait_until

PEERS = ("SimpleWorker", "Worker")
WARM_UP = 10
ARRIVAL_SECONDS = 20
P99 = 0.99
Ask = Callable[[int], float]


def measure(*, quick: bool) -> Iterator[Line]:
    """Ask for one job after the other, each when nothing else is to be done."""
    jobs = 40 if quick else 300
    with ledgers() as made, valkey(keeps=True) as redis:
        for name in BOTH:
            waits = _ours(made.new(name), redis, jobs)
            yield from _lines(f"Balcão on {name}, all workers up", waits, at_most(15), at_most(60))
        for peer in PEERS:
            waits = _theirs(peer, redis, made.new(BOTH[1]).folder, jobs // 2)
            yield from _lines(f"RQ {peer}, enqueue to start", waits)


def _lines(
    what: str, waits: list[float], half: Goal | None = None, most: Goal | None = None
) -> Iterator[Line]:
    yield Line(f"{what}: p50", "ms", waits, half)
    yield Line(f"{what}: p99", "ms", waits, most, P99)


def _ours(ledger: Ledger, redis: Valkey, jobs: int) -> list[float]:
    marks = ledger.folder / "marks"

    def ask(number: int) -> float:
        with Session(ledger.engine) as session:
            enqueue(session, Stamp(path=str(marks), number=number))
            committing = time.monotonic()  # so the commit itself, with its fsync, counts
            session.commit()
        return committing

    with family(ledger, redis.url, *QUEUES):
        until_alive(ledger, *QUEUES)
        return _waits(ask, marks, jobs)


def _theirs(peer: str, redis: Valkey, folder: Path, jobs: int) -> list[float]:
    marks = folder / "marks"
    queue = Queue(PEER_QUEUE, connection=redis.redis)

    def ask(number: int) -> float:
        asking = time.monotonic()
        queue.enqueue(peer_jobs.stamp, str(marks), number)
        return asking

    with process(rq_worker(peer, redis), environment(), folder / "log"):
        return _waits(ask, marks, jobs)


def _waits(ask: Ask, marks: Path, jobs: int) -> list[float]:
    asked = []
    for number in range(WARM_UP + jobs):
        asked.append(ask(number))
        wait_until(lambda n=number: len(_lines_of(marks)) > n, ARRIVAL_SECONDS, "the job began")  # type: ignore[misc]
        time.sleep(0.02 + number % 13 * 0.003)  # in step with nobody's clock
    began = {int(number): float(moment) for number, moment in map(str.split, _lines_of(marks))}
    return [(began[n] - asked[n]) * 1000 for n in range(WARM_UP, WARM_UP + jobs)]


def _lines_of(marks: Path) -> list[str]:
    return marks.read_text().splitlines() if marks.exists() else []
