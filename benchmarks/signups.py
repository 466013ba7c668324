"""Sign-ups through the real web, while its workers send the mails: how many, how soon answered."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from balcao.accounts.passwords import hash_password
from balcao.jobs.args import QUEUES
from benchmarks.browser import web
from benchmarks.families import ROOT, environment, family, until_alive
from benchmarks.ledgers import BOTH, Ledger, ledgers
from benchmarks.lines import MEDIAN, Line, at_least, at_most
from benchmarks.mailers import settings_for
from benchmarks.sink import Sink, sink
from tests.servers.valkey import Valkey, valkey

STEADY = 20.0  # a second
AS_MANY_AS_GO = 0.0
PEOPLE_EACH = 100_000  # numbers for one series
P95 = 0.95
SLACK_SECONDS = 60
HASHES_EACH = 100


class Door:
    """The web's port, and how everybody who came was answered."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._series = count()
        self.statuses: Counter[int] = Counter()

    def visited(self, seconds: float, rate: float) -> tuple[list[float], float]:
        """Return the times in ms of all sign-ups, and how many were accepted a second."""
        command = [
            sys.executable, "-m", "benchmarks.visitors",
            str(self._port), str(seconds), str(next(self._series) * PEOPLE_EACH), str(rate),
        ]  # fmt: skip
        done = subprocess.run(  # noqa: S603 - ourselves
            command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.PIPE,
            timeout=seconds + SLACK_SECONDS,
        )  # fmt: skip
        seen: dict[str, Any] = json.loads(done.stdout)
        statuses = Counter({int(status): n for status, n in seen["statuses"].items()})
        self.statuses += statuses
        return seen["ms"], statuses[HTTPStatus.SEE_OTHER] / seen["seconds"]


def measure(*, quick: bool) -> Iterator[Line]:
    """Let sixteen browsers sign up, at full speed and at a steady pace, with Redis well and not."""
    rounds, seconds = (1, 2.0) if quick else (3, 5.0)
    hashed = [_hashed() for _ in range(rounds)]
    yield Line("bare hashing, a thread for each core", "a second", hashed)
    with (
        ledgers() as made,
        valkey(keeps=True) as redis,
        TemporaryDirectory(prefix="balcao-bench-") as folder,
        sink(Path(folder)) as server,
    ):
        for name in BOTH:
            redis.empty()
            yield from _at(made.new(name), redis, server, rounds, seconds)


def _hashed() -> float:
    """Return how many passwords all cores hash in a second: what is left for all the rest."""
    cores, begun = os.cpu_count() or 1, time.monotonic()
    with ThreadPoolExecutor(cores) as threads:
        list(threads.map(hash_password, ["slow cedar counter lantern"] * HASHES_EACH * cores))
    return HASHES_EACH * cores / (time.monotonic() - begun)


def _at(ledger: Ledger, redis: Valkey, server: Sink, rounds: int, seconds: float) -> Iterator[Line]:
    settings = {**settings_for(server), "LIMITS": "load-test"}
    with (
        family(ledger, redis.url, *QUEUES, **settings),
        web(ledger, RQ_REDIS_URL=redis.url, **settings) as port,
    ):
        until_alive(ledger, *QUEUES)
        door = Door(port)
        door.visited(1.0, STEADY)  # templates and statements are compiled, as in an open house
        rates = [door.visited(seconds, AS_MANY_AS_GO)[1] for _ in range(rounds)]
        yield Line(f"{ledger.name}: accepted, 16 browsers", "a second", rates, at_least(50))
        yield from _steady(ledger.name, "Redis well", door, 2 * seconds, None)
        redis.kill()
        yield from _steady(ledger.name, "Redis closed", door, 2 * seconds, 300)
        redis.start()
        redis.hang()
        try:
            yield from _steady(ledger.name, "Redis hung", door, 2 * seconds, 1000)
        finally:
            redis.go_on()
    broken = sum(n for status, n in door.statuses.items() if not _in_order(status))
    refused = sum(door.statuses.values()) - door.statuses[HTTPStatus.SEE_OTHER] - broken
    yield Line(f"{ledger.name}: refused", "answers", [refused])
    yield Line(f"{ledger.name}: answers 5xx, or none", "answers", [broken], at_most(0))


def _steady(
    name: str, redis: str, door: Door, seconds: float, most: float | None
) -> Iterator[Line]:
    times, _ = door.visited(seconds, STEADY)
    what = f"{name}, {redis}, {STEADY:g} a second: POST /signup"
    yield Line(f"{what}, p50", "ms", times, None, MEDIAN)
    yield Line(f"{what}, p95", "ms", times, at_most(most) if most else None, P95)


def _in_order(status: int) -> bool:
    return 0 < status < HTTPStatus.INTERNAL_SERVER_ERROR
