"""How quickly jobs that already wait are worked off, by us and by RQ's own workers."""

import subprocess
import sys
from pathlib import Path

from rq import Queue
from rq.job import Job

from benchmarks import peer_jobs
from benchmarks.families import ROOT, environment, family
from benchmarks.ledgers import Ledger
from tests.servers.valkey import Valkey
from tests.waiting import wait_until

LONGEST_SECONDS = 300
EVENTS = 2  # of a job that goes well, once it has been asked for: started, finished
PEER_QUEUE = "peer"


def drained(ledger: Ledger, redis: Valkey, queue: str, jobs: int) -> float:
    """Return jobs a second for a relay and one worker process, by the ledger's own times."""
    redis.empty()
    page = ledger.page()
    with family(ledger, redis.url, queue):
        wait_until(
            lambda: ledger.page() >= page + EVENTS * jobs, LONGEST_SECONDS, f"{jobs} jobs are done"
        )
    return jobs / ledger.seconds(page, jobs)


def drained_by_rq(worker: str, redis: Valkey, jobs: int) -> float:
    """Return jobs a second for one of RQ's workers, by RQ's own times; there is no ledger."""
    redis.empty()
    queue = Queue(PEER_QUEUE, connection=redis.redis)
    orders = [Queue.prepare_data(peer_jobs.nothing, args=(number,)) for number in range(jobs)]
    ids = [job.id for job in queue.enqueue_many(orders)]
    subprocess.run(  # noqa: S603 - a command of our own
        [*rq_worker(worker, redis), "--burst"], cwd=ROOT, env=environment(), check=True,
        timeout=LONGEST_SECONDS,
    )  # fmt: skip
    done = [job for job in Job.fetch_many(ids, connection=redis.redis) if job and job.ended_at]
    first = min(job.started_at for job in done if job.started_at)
    last = max(job.ended_at for job in done if job.ended_at)
    return len(done) / (last - first).total_seconds()


def rq_worker(worker: str, redis: Valkey) -> list[str]:
    """Return the command of RQ's own worker, told to print nothing, which costs it time."""
    program = str(Path(sys.executable).with_name("rq"))
    return [program, "worker", "--quiet", "-w", f"rq.{worker}", "-u", redis.url, PEER_QUEUE]
