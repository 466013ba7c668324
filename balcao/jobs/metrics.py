"""What a monitoring system is told about work, under names that only the code itself gives."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from prometheus_client.core import GaugeMetricFamily

from balcao.foundation.db import reading
from balcao.jobs.args import QUEUES
from balcao.jobs.health import RELAY, House
from balcao.jobs.ledger.beats import Sign, alive
from balcao.jobs.queries import stuck_counts
from balcao.jobs.registry import TASKS
from balcao.jobs.tallies import Tally, longest_waits, tallies_of
from balcao.jobs.texts import STATUS_WORDS
from balcao.web.metrics import known

STATUSES = tuple(STATUS_WORDS["work"])
MODES = ("redis", "direct", "inline")
KEPT = "of all jobs that are kept (ended ones for 90 days: this can fall)"
EACH = ("queue", "kind")
Value = Callable[[Tally], float]
COUNTED: dict[str, tuple[str, Sequence[str], Value]] = {
    "jobs": ("How many", (*EACH, "status"), lambda tally: tally.jobs),
    "jobs_failed_runs": ("Runs that failed or died", EACH, lambda tally: tally.failed_runs),
    "jobs_timed": ("How many have started and ended", EACH, lambda tally: tally.timed),
    "jobs_seconds": ("Seconds from first start to end", EACH, lambda tally: tally.seconds),
}
Values = Iterable[tuple[Sequence[str], float]]


def collect() -> Iterator[GaugeMetricFamily]:
    """Count everything about jobs, and look who is alive."""
    with reading() as session:
        yield from _jobs(tallies_of(session))
        yield _waiting(longest_waits(session))
        yield _stuck(stuck_counts(session))
        yield from _alive(alive(session.connection()))


def _jobs(tallies: Sequence[Tally]) -> Iterator[GaugeMetricFamily]:
    named = [*_nothing_yet(), *(_named(tally) for tally in tallies)]
    for name, (what, labels, value) in COUNTED.items():
        sums: defaultdict[tuple[str, ...], float] = defaultdict(float)
        for tally in named:
            sums[tuple(getattr(tally, label) for label in labels)] += value(tally)
        yield _gauge(name, f"{what}, {KEPT}.", labels, sums.items())


def _nothing_yet() -> Iterator[Tally]:
    """Give every kind its lines from the start, or nobody could see the first failure rise."""
    for task in TASKS.values():
        for status in STATUSES:
            yield Tally(task.args.kind, task.args.queue, status, 0, 0, 0, 0.0)


def _named(tally: Tally) -> Tally:
    return tally._replace(
        kind=known(tally.kind, TASKS),
        queue=known(tally.queue, QUEUES),
        status=known(tally.status, STATUSES),
    )


def _waiting(waits: Mapping[str, float]) -> GaugeMetricFamily:
    seconds = dict.fromkeys(((queue,) for queue in QUEUES), 0.0)
    for queue, wait in waits.items():
        label = (known(queue, QUEUES),)
        seconds[label] = max(wait, seconds.get(label, 0.0))
    says = "Seconds since the oldest waiting job could have started."
    return _gauge("jobs_oldest_waiting_seconds", says, ("queue",), seconds.items())


def _stuck(counts: Mapping[str, int]) -> GaugeMetricFamily:
    values = [((how,), count) for how, count in counts.items()]
    return _gauge("jobs_stuck", "Jobs in a state for too long, 1000 at most.", ("how",), values)


def _alive(signs: Sequence[Sign]) -> Iterator[GaugeMetricFamily]:
    house = House.seen(list(signs))
    workers = Counter({(queue,): 0 for queue in QUEUES})
    workers.update((known(sign.queue, QUEUES),) for sign in house.workers)
    relays = sum(sign.role == RELAY for sign in signs)
    modes = [((mode,), mode == house.mode) for mode in MODES]
    yield _gauge("workers", "Worker processes alive.", ("queue",), workers.items())
    yield _gauge("relays", "Relays alive.", (), [((), relays)])
    yield _gauge("mode", "How work is carried now: 1 at one of them.", ("mode",), modes)


def _gauge(name: str, says: str, labels: Sequence[str], values: Values) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"balcao_{name}", says, labels=labels)
    for at, value in values:
        family.add_metric(at, value)
    return family
