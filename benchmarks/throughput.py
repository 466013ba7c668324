"""No-op jobs through the whole ledger and one worker process; RQ's own workers keep no ledger."""

from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.bench_jobs import Nothing
from benchmarks.draining import drained, drained_by_rq
from benchmarks.ledgers import BOTH, Ledger, ledgers
from benchmarks.lines import Line, at_least, ratios
from tests.servers.valkey import Valkey, valkey

PEERS = {"SimpleWorker": 1.5, "Worker": 8.0}


def measure(*, quick: bool) -> Iterator[Line]:
    """Let everybody drain the same number of jobs, in turn, round after round."""
    jobs, rounds = (200, 2) if quick else (1500, 3)
    with ledgers() as made, valkey(keeps=True) as redis:
        contenders: dict[str, Callable[[], float]] = {
            name: partial(_asked_and_drained, made.new(name), redis, jobs) for name in BOTH
        }
        contenders |= {peer: partial(drained_by_rq, peer, redis, jobs) for peer in PEERS}
        rates: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(rounds):
            for name, contender in contenders.items():
                rates[name].append(contender())
    yield from (Line(f"Balcão on {name}", "jobs/s", rates[name]) for name in BOTH)
    yield from (Line(f"RQ {peer}, no ledger", "jobs/s", rates[peer]) for peer in PEERS)
    for name in BOTH:
        for peer, goal in PEERS.items():
            compared = ratios(rates[name], rates[peer])
            yield Line(f"Balcão on {name} / RQ {peer}", "x", compared, at_least(goal))


def _asked_and_drained(ledger: Ledger, redis: Valkey, jobs: int) -> float:
    ledger.ask_many([Nothing(number=number) for number in range(jobs)])
    return drained(ledger, redis, "reports", jobs)
