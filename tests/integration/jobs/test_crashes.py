"""Whatever is killed, and whenever: nothing accepted is lost, and no late word is believed."""

import os
import signal

import pytest

from tests.waiting import wait_until
from tests.workshop import (
    ActOnce,
    Endless,
    Hold,
    HoldHeavy,
    Note,
    NoteHeavy,
    Poison,
    PoisonHeavy,
    marks,
)

LEASE_SECONDS = 2  # so that a crash is noticed soon
HOLDS = {"reports": Hold, "ocr": HoldHeavy}


def began(ledger, job_id):
    """Wait until the job has begun its work, and return the process that does it."""
    return wait_until(
        lambda: next((int(m[3]) for m in marks(ledger.folder) if m[0] == job_id), None),
        15, "the job has begun",
    )  # fmt: skip


def go_on(ledger):
    (ledger.folder / "open").touch()


def did(ledger, job_id):
    return sum(1 for mark in marks(ledger.folder) if mark[:2] == [job_id, "did"])


def test_a_worker_killed_before_its_claim_loses_nothing(ledger, redis_server, crew):
    family = crew("reports")
    os.kill(family.member("reports"), signal.SIGSTOP)
    job_id = ledger.ask(Note)
    wait_until(lambda: redis_server.redis.llen("rq:queue:reports"), 10, "the row is in Redis")
    redis_server.redis.lpop("rq:queue:reports")  # taken, and then:
    family.kill_member("reports")

    ledger.until("finished", job_id)

    assert did(ledger, job_id) == 1


@pytest.mark.parametrize("queue", HOLDS)
def test_a_worker_killed_in_the_middle_is_replaced(ledger, crew, queue):
    family = crew(queue)
    job_id = ledger.ask(HOLDS[queue])
    os.kill(began(ledger, job_id), signal.SIGKILL)
    go_on(ledger)

    ledger.until("finished", job_id)

    job = ledger.job(job_id)
    assert (job.attempts, job.crashes) == (2, 1)
    assert "retrying" in ledger.history(job_id)
    assert family.stop() == 0


def test_a_worker_killed_after_the_effect_repeats_it_once_at_most(ledger, crew):
    family = crew("reports")
    job_id = ledger.ask(Hold)
    worker = began(ledger, job_id)
    os.kill(worker, signal.SIGSTOP)  # as if it froze between the effect and the last write
    ledger.until("retrying", job_id, seconds=15)
    go_on(ledger)
    other = crew("reports")

    ledger.until("finished", job_id)
    os.kill(worker, signal.SIGCONT)

    wait_until(lambda: did(ledger, job_id) >= 1, 10, "the job was done")
    assert ledger.job(job_id).status == "finished"
    assert did(ledger, job_id) <= 2
    assert (family.stop(), other.stop()) == (0, 0)


def test_something_that_must_not_happen_twice_is_not_repeated(ledger, crew):
    crew("reports")
    job_id = ledger.ask(ActOnce)
    os.kill(began(ledger, job_id), signal.SIGKILL)

    ledger.until("unknown", job_id)

    assert did(ledger, job_id) == 1


@pytest.mark.parametrize("queue", HOLDS)
def test_when_only_the_parent_dies_the_others_finish_and_leave(ledger, crew, queue):
    family = crew(queue)
    job_id = ledger.ask(HOLDS[queue])
    worker = began(ledger, job_id)

    family.kill_parent()
    go_on(ledger)
    ledger.until("finished", job_id)

    wait_until(lambda: not _exists(worker), 15, "the orphans are gone")
    assert ledger.job(job_id).attempts == 1


@pytest.mark.parametrize("group", [False, True], ids=["parent", "group"])
@pytest.mark.parametrize("queue", HOLDS)
def test_a_warm_stop_lets_what_runs_end(ledger, crew, queue, group):
    family = crew(queue)
    job_id = ledger.ask(HOLDS[queue])
    began(ledger, job_id)
    os.killpg(family.pid, signal.SIGTERM) if group else os.kill(family.pid, signal.SIGTERM)
    go_on(ledger)

    assert family.stop() == 0

    job = ledger.job(job_id)
    assert (job.status, job.attempts, job.crashes) == ("finished", 1, 0)
    assert ledger.signs() == []


@pytest.mark.parametrize(("kind", "queue"), [(Poison, "reports"), (PoisonHeavy, "ocr")])
def test_a_job_that_kills_its_worker_ends_after_three(ledger, crew, kind, queue):
    crew(queue, "email")
    job_id = ledger.ask(kind)

    ledger.until("failed", job_id, seconds=45)

    job = ledger.job(job_id)
    assert (job.error, job.crashes) == ("jobs.error.quarantined", 3)
    assert did(ledger, job_id) == 3


def test_a_job_that_takes_too_long_is_stopped_and_tried_again(ledger, crew):
    crew("short")
    job_id = ledger.ask(Endless)

    ledger.until("failed", job_id, seconds=30)

    job = ledger.job(job_id)
    assert (job.error, job.errors, job.crashes) == ("jobs.error.timeout", 4, 0)


def test_heavy_jobs_run_in_processes_of_their_own(ledger, crew):
    family = crew("ocr")
    ids = [ledger.ask(NoteHeavy) for _ in range(4)]

    ledger.until("finished", *ids)

    processes = {int(mark[3]) for mark in marks(ledger.folder)}
    assert len(processes) == 4
    assert family.member("ocr") not in processes


def _exists(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
