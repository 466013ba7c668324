"""How long a crash is felt: a worker killed in the middle of a job, and a Redis that forgot."""

import os
import signal
import time
from collections.abc import Iterator

from benchmarks.bench_jobs import HoldOnce, Nap
from benchmarks.families import below, family, until_alive
from benchmarks.ledgers import BOTH, Ledger, ledgers
from benchmarks.lines import Line, at_most
from tests.servers.valkey import Valkey, valkey
from tests.waiting import wait_until

QUEUE = "reports"
LONGEST_SECONDS = 60
WAITING = 500
NAP_SECONDS = 0.02
WORST = 1.0


def measure(*, quick: bool) -> Iterator[Line]:
    """Kill and forget, again and again; the goal is for the worst of them."""
    times = 1 if quick else 5
    with ledgers() as made, valkey(keeps=True) as redis:
        for name in BOTH:
            ledger = made.new(name)
            with family(ledger, redis.url, QUEUE) as parent:
                until_alive(ledger, QUEUE)
                killed = [_after_kill(ledger, parent.pid) for _ in range(times)]
                emptied = [_after_wipe(ledger, redis) for _ in range(times)]
            yield Line(f"{name}: worker killed, job done by another, worst", "s", killed,
                       at_most(15), WORST)  # fmt: skip
            yield Line(f"{name}: Redis emptied, {WAITING} waiting jobs done, worst", "s", emptied,
                       at_most(15), WORST)  # fmt: skip


def _after_kill(ledger: Ledger, parent: int) -> float:
    until_alive(ledger, QUEUE)
    job = ledger.ask(HoldOnce())
    wait_until(lambda: ledger.status(job) == "started", LONGEST_SECONDS, "the job runs")
    victim = ledger.signs()[QUEUE]
    if victim in below(parent):
        os.kill(victim, signal.SIGKILL)
    killed = time.monotonic()
    wait_until(lambda: ledger.status(job) == "finished", LONGEST_SECONDS, "the job is done")
    return time.monotonic() - killed


def _after_wipe(ledger: Ledger, redis: Valkey) -> float:
    ledger.ask_many([Nap(seconds=NAP_SECONDS)] * WAITING)
    wait_until(lambda: 0 < ledger.open_jobs() < WAITING, LONGEST_SECONDS, "the first jobs run")
    redis.empty()
    emptied = time.monotonic()
    wait_until(lambda: ledger.open_jobs() == 0, LONGEST_SECONDS, "all jobs are done")
    return time.monotonic() - emptied
