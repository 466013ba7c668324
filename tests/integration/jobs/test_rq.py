"""What we rely on in RQ, and what RQ's own tools may rely on in us."""

import json
import subprocess
import sys
import zlib

import pytest
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.registry import FinishedJobRegistry, StartedJobRegistry
from rq.serializers import JSONSerializer

from balcao.foundation.ids import new_id
from balcao.jobs.carry.carrier import Carrier, connect
from balcao.jobs.carry.rq_job import CarrierJob, ForeignJobError, row_of
from tests.waiting import wait_until
from tests.workshop import Hold, Note, marks

FORGED = [
    ("os.system", None, ["touch canary"], {}),
    ("subprocess.getoutput", None, ["touch canary"], {}),
    ("worker.run", None, ["another-id"], {}),
    ("worker.run", {"an": "instance"}, ["ID"], {}),
    ("worker.run", None, ["ID"], {"more": 1}),
    ("worker.main", None, ["ID"], {}),
]


def forge(redis, job_id, data, **fields):
    redis.hset(
        f"rq:job:{job_id}",
        mapping={"data": data, "origin": "reports", "created_at": "2026-01-01T00:00:00Z", **fields},
    )
    redis.rpush("rq:queue:reports", job_id)


def rq_info(server):
    command = [sys.executable, "-m", "rq.cli", "info", "--url", server.url]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_rq_info_shows_the_truth(ledger, redis_server, crew):
    crew("reports")
    job_id = ledger.ask(Hold)
    ledger.until("started", job_id)
    waiting = ledger.ask_many(Hold, 20)
    queue = Queue("reports", connection=redis_server.redis)

    wait_until(lambda: queue.count == 5, 10, "16 run and 5 wait")
    running = StartedJobRegistry("reports", connection=redis_server.redis).get_job_ids()
    assert len({row_of(rq_id) for rq_id in running} & {job_id, *waiting}) == 16
    assert "16 executing" in rq_info(redis_server)
    wait_until(lambda: "busy reports" in rq_info(redis_server), 10, "the worker is shown as busy")

    (ledger.folder / "open").touch()
    ledger.until("finished", job_id, *waiting)
    finished = FinishedJobRegistry("reports", connection=redis_server.redis)
    wait_until(lambda: finished.get_job_count(cleanup=False) == 21, 10, "RQ has booked them")
    assert queue.count == 0


def test_an_rq_job_of_ours_can_be_read_by_rq(ledger, redis_server):
    job_id = ledger.ask(Note)
    ledger.relay(redis_server).turn()

    job = Job.fetch(f"{job_id}-1", connection=redis_server.redis, serializer=JSONSerializer)

    assert (job.get_status(), job.origin, job.description) == ("queued", "reports", "reports")
    assert (job.func_name, list(job.args)) == ("worker.run", [f"{job_id}-1"])


@pytest.mark.parametrize(("name", "instance", "args", "kwargs"), FORGED)
def test_a_forged_job_never_runs_in_rqs_own_worker(redis_server, name, instance, args, kwargs):
    rq_id = f"{new_id()}-1"
    args = [rq_id if arg == "ID" else arg for arg in args]
    forge(
        redis_server.redis,
        rq_id,
        zlib.compress(json.dumps([name, instance, args, kwargs]).encode()),
    )

    job = CarrierJob.fetch(rq_id, connection=redis_server.redis, serializer=JSONSerializer)

    with pytest.raises(ForeignJobError):
        _ = job.func


def test_callbacks_that_redis_names_are_not_even_looked_up(redis_server):
    rq_id = f"{new_id()}-1"
    data = zlib.compress(json.dumps(["worker.run", None, [rq_id], {}]).encode())
    forge(redis_server.redis, rq_id, data, success_callback_name="os.abort",
          failure_callback_name="os.abort", stopped_callback_name="os.abort")  # fmt: skip

    job = CarrierJob.fetch(rq_id, connection=redis_server.redis, serializer=JSONSerializer)

    assert (job.success_callback, job.failure_callback, job.stopped_callback) == (None, None, None)


def test_our_worker_runs_nothing_that_redis_makes_up(ledger, redis_server, crew):
    crew("reports")
    done = ledger.ask(Note)
    ledger.until("finished", done)
    redis = redis_server.redis

    forge(redis, "not-an-id", b"\x80\x04canary")
    forge(redis, f"{new_id()}-1", b"no such row")
    for push in range(3):
        forge(redis, f"{done}-{push}", b"a row that is done")
    redis.rpush("rq:queue:reports", b"\xff\xfe", "x" * 10_000, "")
    last = ledger.ask(Note)

    ledger.until("finished", last)
    assert [mark[0] for mark in marks(ledger.folder)] == [done, last]


def test_rqs_own_worker_can_carry_for_us(ledger, redis_server, monkeypatch):
    """Somebody may prefer RQ's worker: with our job class it does the row, and only that."""
    ran: list[str] = []
    monkeypatch.setattr("worker.run", ran.append)
    job_id = ledger.ask(Note)
    ledger.relay(redis_server).turn()
    redis = redis_server.redis
    queue = Queue("reports", connection=redis, serializer=JSONSerializer, job_class=CarrierJob)

    worker = SimpleWorker(
        [queue], connection=redis, serializer=JSONSerializer, job_class=CarrierJob
    )
    worker.work(burst=True, with_scheduler=False)

    assert ran == [f"{job_id}-1"]


def test_one_round_trip_books_what_ended_and_takes_what_waits(ledger, redis_server):
    ids = [ledger.ask(Note) for _ in range(3)]
    ledger.relay(redis_server).turn()
    carrier = Carrier(connect(redis_server.url), 300)

    first = carrier.take("reports", "w", 2, [])
    second = carrier.take("reports", "w", 2, [(first[0], "finished"), (first[1], "failed")])

    assert [row_of(rq_id) for rq_id in first + second] == ids
    queue = Queue("reports", connection=redis_server.redis)
    assert queue.finished_job_registry.get_job_ids(cleanup=False) == [first[0]]
    assert queue.failed_job_registry.get_job_ids(cleanup=False) == [first[1]]
    assert queue.started_job_registry.get_job_ids(cleanup=False) == second


def test_a_crowd_of_ended_jobs_does_not_fill_redis(ledger, redis_server):
    redis = redis_server.redis
    redis.zadd("rq:finished:reports", {f"old-{n}": 9e12 for n in range(1000)})
    ledger.ask(Note)
    ledger.relay(redis_server).turn()
    carrier = Carrier(connect(redis_server.url), 300)
    [rq_id] = carrier.take("reports", "w", 1, [])

    carrier.take("reports", "w", 0, [(rq_id, "finished")])

    assert not redis.exists(f"rq:job:{rq_id}")
    assert redis.zcard("rq:finished:reports") == 1000
    assert redis.zcard("rq:wip:reports") == 0
