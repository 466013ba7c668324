"""How long the one command takes the second time, when everything has been installed."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from balcao.jobs.args import QUEUES
from benchmarks.launched import SCRIPT, Launched, launched, second_start
from benchmarks.lines import Line, at_most
from tests.waiting import wait_until

LONGEST_SECONDS = 60


def measure(*, quick: bool) -> Iterator[Line]:
    """Start and stop; the very first start, which makes the database, does not count."""
    times = 2 if quick else 5
    with TemporaryDirectory(prefix="balcao-bench-") as folder:
        checkout = second_start(Path(folder))
        samples = [_started(checkout) for _ in range(times + 1)][1:]
    healthy, complete = zip(*samples, strict=True)
    yield Line(f"./{SCRIPT} until /health answers 200", "s", healthy, at_most(5))
    yield Line(f"./{SCRIPT} until Redis carries and all workers live", "s", complete, at_most(5))


def all_there(house: Launched) -> bool:
    """Say whether Redis carries and every queue has its worker."""
    health = house.health()
    return health.get("mode") == "redis" and len(health["parts"]["queues"]) == len(QUEUES)


def _started(checkout: Path) -> tuple[float, float]:
    started = time.monotonic()
    with launched(checkout) as house:
        return (
            _seconds(started, lambda: bool(house.health())),
            _seconds(started, lambda: all_there(house)),
        )


def _seconds(started: float, condition: Callable[[], bool]) -> float:
    wait_until(condition, LONGEST_SECONDS, "the house is open")
    return time.monotonic() - started
