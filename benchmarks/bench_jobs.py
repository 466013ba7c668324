"""The same jobs for our workers, and some that last as long as they are told to."""

import time
from typing import ClassVar

from balcao.jobs import JobArgs, Run, task
from balcao.jobs.args import QUEUES
from benchmarks import peer_jobs

LONGEST_SECONDS = 120


class Nothing(JobArgs):
    """Do nothing, so that only the kernel's own cost is left."""

    kind: ClassVar[str] = "bench.nothing"
    queue: ClassVar[str] = "reports"
    number: int


class Stamp(JobArgs):
    """Write down when it began."""

    kind: ClassVar[str] = "bench.stamp"
    queue: ClassVar[str] = "reports"
    path: str
    number: int


class HoldOnce(JobArgs):
    """Hold on in the first attempt until somebody kills the process."""

    kind: ClassVar[str] = "bench.hold_once"
    queue: ClassVar[str] = "reports"


class Nap(JobArgs):
    """Take as long as a quick mail."""

    kind: ClassVar[str] = "bench.nap"
    queue: ClassVar[str] = "reports"
    seconds: float


class Act(JobArgs):
    """Take a moment, then do something that can be counted: the kinds below are one a queue."""

    path: str
    seconds: float


ACTS = tuple(type(f"ActIn{at}", (Act,), {"kind": f"bench.act_in_{queue}", "queue": queue})
             for at, queue in enumerate(QUEUES))  # fmt: skip


@task(Nothing)
def nothing(args: Nothing, _run: Run) -> None:
    """Do nothing."""
    peer_jobs.nothing(args.number)


@task(Stamp)
def stamp(args: Stamp, _run: Run) -> None:
    """Leave a mark."""
    peer_jobs.stamp(args.path, args.number)


@task(HoldOnce)
def hold_once(_args: HoldOnce, run: Run) -> None:
    """Hold on; the second attempt has nothing left to do."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while run.claim.attempt == 1 and time.monotonic() < deadline:
        run.checkpoint()
        time.sleep(0.05)


@task(Nap)
def nap(args: Nap, _run: Run) -> None:
    """Sleep."""
    time.sleep(args.seconds)


def act(args: Act, run: Run) -> None:
    """Do it, last of all; what is left is to write down that it was done."""
    time.sleep(args.seconds)
    peer_jobs.tell(args.path, run.job_id, time.time())


for kind in ACTS:
    task(kind)(act)
