"""Five thousand jobs, thirty kills and an emptied Redis: everything accepted is done."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from functools import partial
from itertools import count
from random import Random, SystemRandom
from threading import Event

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from balcao.jobs.models import Job
from tests.integration.jobs.conftest import StartCrew
from tests.integration.jobs.crews import ROOT, Crew
from tests.integration.jobs.ledger import Ledger
from tests.integration.jobs.total_queue import asked, verdict, without_cause
from tests.servers.valkey import Valkey
from tests.waiting import wait_until

JOBS = 5000
ASKERS = 3
QUEUES = ("reports", "email", "ocr")
KILLS = {"reports": 7, "email": 7, "ocr": 4, "relay": 5, "parent": 3, "asker": 4}
REDIS = {"restarted empty": 3, "flushed": 3}
# What must never happen is that nothing moves; how long five thousand take is the machine's affair,
# for each heavy one costs a process of its own.
STUCK_SECONDS = 40
MOST_DRAIN_SECONDS = 300
LONGEST_REST = 0.4
ENDED = {"finished"}
# A kill repeats only what was done and not yet written: at most what the threads of that worker
# had in hand, for these jobs take no time and so are done and written many at once. Kills of
# anybody else repeat nothing: a child with a heavy job goes on without its parent.
THREADS = {"reports": 16, "email": 32}
MOST_REPEATED = sum(threads * KILLS[queue] for queue, threads in THREADS.items())


class Storm:
    """A crew at work, processes that ask for more, and everything that is done to them."""

    def __init__(self, ledger: Ledger, redis: Valkey, start: StartCrew, random: Random) -> None:
        self._ledger, self._redis, self._start, self._random = ledger, redis, start, random
        self._numbers = count()
        self._rest = Event()
        self._killed: set[int] = set()
        self._askers: dict[str, tuple[subprocess.Popen[bytes], int]] = {}
        self._crew: Crew = start(*QUEUES)
        for _ in range(ASKERS):
            self._ask(JOBS // ASKERS + 1)

    def rage(self) -> None:
        """Do everything on the list, in any order, spread over the work."""
        faults = list(Counter(KILLS | REDIS).elements())
        self._random.shuffle(faults)
        moments = sorted(self._random.randrange(int(JOBS * 0.95)) for _ in faults)
        for fault, moment in zip(faults, moments, strict=True):
            self._until_sunk(moment)
            # Not right after a mark, where a kill repeats the most: at any moment.
            self._rest.wait(self._random.uniform(0, LONGEST_REST))
            self._do(fault)

    def calm(self) -> None:
        """Let the askers end, and wait until nothing is open any more."""
        for asker, _ in self._askers.values():
            assert asker.wait(30) == 0
        drained = time.monotonic() + MOST_DRAIN_SECONDS
        while still_open := self._open():
            assert time.monotonic() < drained, f"still open: {still_open}"
            wait_until(
                partial(self._fewer_open_than, still_open), STUCK_SECONDS,
                f"one of {still_open} open jobs has ended",
            )  # fmt: skip

    def end(self) -> None:
        """Leave no process behind."""
        for asker, _ in self._askers.values():
            asker.kill()
            asker.wait()

    def _do(self, fault: str) -> None:
        if fault == "flushed":
            self._redis.empty()
        elif fault == "restarted empty":
            self._redis.kill()
            sunk = self._sunk()
            with suppress(AssertionError):  # whether or not anything is done without it
                wait_until(lambda: self._sunk() > sunk + 20, 1, "work goes on without Redis")
            self._redis.start()
        elif fault == "parent":
            self._crew.kill_parent()
            self._crew = self._start(*QUEUES)
        elif fault == "asker":
            self._kill_an_asker()
        else:
            self._kill_member("" if fault == "relay" else fault)

    def _kill_member(self, queue: str) -> None:
        def another() -> int:
            pid = self._crew.members().get(queue, 0)
            return 0 if pid in self._killed else pid

        pid = wait_until(another, 30, f"somebody serves {queue!r} again")
        self._rest.wait(self._random.uniform(0, LONGEST_REST))
        self._killed.add(pid)
        os.kill(pid, signal.SIGKILL)

    def _kill_an_asker(self) -> None:
        name = self._random.choice(sorted(self._askers))
        asker, wanted = self._askers.pop(name)
        asker.kill()
        asker.wait()
        self._ask(wanted - len(asked(self._ledger.folder, "ack", name)))

    def _ask(self, number: int) -> None:
        name, seed = f"{next(self._numbers)}", self._random.randrange(10**6)
        process = subprocess.Popen(
            [
                sys.executable, "-m", "tests.integration.jobs.total_queue",
                self._ledger.url, str(self._ledger.folder), name, str(number), str(seed),
            ],
            cwd=ROOT,
        )  # fmt: skip
        self._askers[name] = (process, number)

    def _until_sunk(self, number: int) -> None:
        wait_until(lambda: self._sunk() >= number, 30, f"{number} jobs are done")

    def _sunk(self) -> int:
        path = self._ledger.folder / "marks"
        return path.read_bytes().count(b"\n") if path.exists() else 0

    def _fewer_open_than(self, number: int) -> bool:
        return self._open() < number

    def _open(self) -> int:
        query = select(func.count()).select_from(Job).where(Job.ended_at.is_(None))
        with Session(self._ledger.engine) as session:
            return session.scalar(query) or 0


def terminal(ledger: Ledger) -> dict[str, set[str]]:
    """Return the ids of all rows by their status."""
    found: dict[str, set[str]] = {}
    with Session(ledger.engine) as session:
        for job_id, status in session.execute(select(Job.id, Job.status)):
            found.setdefault(status, set()).add(job_id)
    return found


def test_nothing_accepted_is_lost_whatever_is_killed(
    ledger: Ledger, redis_server: Valkey, crew: StartCrew
) -> None:
    seed = int(os.environ.get("STORM_SEED") or SystemRandom().randrange(10**6))
    print(f"STORM_SEED={seed}")
    storm = Storm(ledger, redis_server, crew, Random(seed))  # noqa: S311 - to be repeated

    try:
        storm.rage()
        storm.calm()
    finally:
        storm.end()

    rows = terminal(ledger)
    counted = verdict(ledger.folder, rows.get("failed", set()))
    print(counted, {status: len(ids) for status, ids in rows.items()})
    assert (counted.lost, counted.unexpected) == (0, 0)
    assert counted.acknowledged >= JOBS
    assert counted.recovered <= counted.attempted - counted.acknowledged
    assert set(rows) == ENDED
    assert without_cause(ledger.engine, ledger.folder) == []
    assert counted.duplicated <= MOST_REPEATED
