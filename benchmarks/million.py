"""A million rows: what people look at, and how quickly work goes on."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from balcao.jobs.queries import Reader, jobs_of
from benchmarks.bench_jobs import Nothing
from benchmarks.browser import Browser, browser
from benchmarks.draining import drained
from benchmarks.ledgers import BOTH, Ledger, ledgers
from benchmarks.lines import Line, at_least, at_most, ratios
from benchmarks.rows import FEW, MANY, TENANTS, Crowd, load
from tests.servers.valkey import Valkey, valkey

STATUS = ("/api/v1/jobs/{id}", "/api/job_status/{id}")
LIST = "/api/email_jobs?limit=100"
P95 = 0.95
QUEUE = "reports"
LONGEST_SERIES_MS = 4000
WAITING_IN = "email"
TENANTS_IN = "messages"


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    rows: int
    few_rows: int
    requests: int
    jobs: int
    rounds: int


FULL = Size(rows=1_000_000, few_rows=1000, requests=300, jobs=3000, rounds=3)
QUICK = Size(rows=20_000, few_rows=1000, requests=50, jobs=500, rounds=1)
READERS = {
    "staff": Reader(staff=True),
    "an account": Reader("none", FEW),
    "an account with a tenant": Reader("none", FEW, frozenset({"tenant-7"})),
}


def measure(*, quick: bool) -> Iterator[Line]:
    """Fill both databases, look at them, and work on them beside almost empty ones."""
    size = QUICK if quick else FULL
    ended, waiting = Crowd(size.rows, tenants=TENANTS), Crowd(size.rows, WAITING_IN)
    with ledgers() as made, valkey(keeps=True) as redis:
        for name in BOTH:
            few, many, queued = made.new(name), made.new(name), made.new(name)
            load(few, Crowd(size.few_rows))
            load(many, ended)
            yield from _looked_at(many, ended, size.requests, "ended")
            load(queued, waiting)
            yield from _looked_at(queued, waiting, size.requests, "waiting")
            yield from _worked_on(few, many, queued, redis, size)


def _looked_at(ledger: Ledger, crowd: Crowd, requests: int, how: str) -> Iterator[Line]:
    what = f"{ledger.name}, {crowd.count:,} {how}:"
    mine = crowd.mails_of(MANY)
    middle = mine[len(mine) // 2]
    pages = {"first": LIST, "middle": f"{LIST}&after={middle}", "last": f"{LIST}&after={mine[-50]}"}
    with browser(ledger, MANY) as visitor:
        for path in STATUS:
            paths = [path.format(id=job_id) for job_id in _spread(mine, requests)]
            yield Line(f"{what} {path}, p95", "ms", _asked(visitor, paths), at_most(10), P95)
        for page, path in pages.items():
            samples = _asked(visitor, [path] * requests)
            yield Line(f"{what} {page} page, p95", "ms", samples, at_most(20), P95)
        yield Line(f"{what} /health, p95", "ms", _asked(visitor, ["/health"] * requests), None, P95)
    with browser(ledger, FEW) as visitor:
        samples = _asked(visitor, [LIST] * requests)
        yield Line(f"{what} page of a short list, p95", "ms", samples, at_most(20), P95)
    for who, reader in READERS.items():
        samples = _milliseconds([partial(_page, ledger, reader, middle)] * requests)
        yield Line(f"{what} page of {who}, SQL only, p95", "ms", samples, at_most(20), P95)


def _worked_on(
    few: Ledger, many: Ledger, queued: Ledger, redis: Valkey, size: Size
) -> Iterator[Line]:
    load(few, Crowd(2 * size.rounds * size.jobs, TENANTS_IN, TENANTS))
    rates: dict[str, list[float]] = {"few": [], "many": [], "queued": [], "tenants": []}
    for _ in range(size.rounds):
        for ledger, rate in ((few, rates["few"]), (many, rates["many"])):
            ledger.ask_many([Nothing(number=number) for number in range(size.jobs)])
            rate.append(drained(ledger, redis, QUEUE, size.jobs))
        rates["queued"].append(drained(queued, redis, WAITING_IN, size.jobs))
        rates["tenants"].append(drained(few, redis, TENANTS_IN, size.jobs))
    yield Line(f"{few.name}, {size.few_rows:,} ended: rate", "jobs/s", rates["few"])
    for name, how in (("many", "ended"), ("queued", "waiting")):
        what = f"{few.name}, {size.rows:,} {how}: rate"
        yield Line(what, "jobs/s", rates[name])
        yield Line(f"{what} / first", "x", ratios(rates[name], rates["few"]), at_least(0.9))
    what = f"{few.name}, {size.few_rows:,} ended: rate for jobs of {TENANTS:,} tenants"
    yield Line(what, "jobs/s", rates["tenants"])


def _asked(visitor: Browser, paths: Sequence[str]) -> list[float]:
    visitor.get(paths[0])  # the plan and the page are in memory, as they are in a busy house
    return _milliseconds([partial(visitor.get, path) for path in paths])


def _page(ledger: Ledger, reader: Reader, after: str) -> None:
    with ledger.looking() as session:
        jobs_of(session, reader, queues=("email",), limit=100, after=after)


def _milliseconds(acts: Sequence[Callable[[], None]]) -> list[float]:
    """Time each of them, or as many as fit into a few seconds."""
    samples: list[float] = []
    for act in acts:
        started = time.monotonic()
        act()
        samples.append((time.monotonic() - started) * 1000)
        if sum(samples) > LONGEST_SERIES_MS:
            break
    return samples


def _spread(ids: Sequence[str], count: int) -> list[str]:
    return [ids[at * len(ids) // count] for at in range(count)]
