"""A job ends in the transaction that keeps its result: both happen, or neither does."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.jobs import Options
from balcao.jobs.models import Job, ScheduleMark
from tests.workshop import ActAndBreak, Fail, Keep, marks


def kept(ledger):
    with Session(ledger.engine) as session:
        return list(session.scalars(select(ScheduleMark.name)))


def test_the_result_and_the_end_are_one(ledger):
    job_id = ledger.ask(Keep)

    ledger.work_off()

    job = ledger.job(job_id)
    assert (job.status, job.result) == ("finished", {"kept": 1})
    assert kept(ledger) == ["kept-1"]


def test_what_fails_before_the_commit_leaves_neither(ledger):
    job_id = ledger.ask(Keep, fails=1)

    ledger.work_off()

    assert ledger.job(job_id).status == "retrying"
    assert kept(ledger) == []


def test_a_job_that_fails_too_often_ends_with_its_reason(ledger):
    job_id = ledger.ask(Fail, times=9, options=Options(max_retries=1))
    for _ in range(2):
        ledger.work_off()
        ledger.sql("UPDATE jobs SET run_at = created_at WHERE run_at IS NOT NULL")

    job = ledger.job(job_id)
    assert (job.status, job.error, job.attempts) == ("failed", "test.error.not_yet", 2)


def test_what_can_never_go_well_is_tried_once(ledger):
    job_id = ledger.ask(Fail, times=0, for_good=True)

    ledger.work_off()

    job = ledger.job(job_id)
    assert (job.status, job.error, job.attempts) == ("failed", "test.error.for_good", 1)


def test_a_result_is_plain_data_in_the_row(ledger):
    job_id = ledger.ask(Fail, times=0)

    ledger.work_off()

    with Session(ledger.engine) as session:
        assert session.scalar(select(Job.result).where(Job.id == job_id)) == 1


def test_what_breaks_past_the_point_of_no_return_is_not_repeated(ledger):
    job_id = ledger.ask(ActAndBreak)

    ledger.work_off()

    job = ledger.job(job_id)
    assert (job.status, job.error) == ("unknown", "jobs.error.ambiguous")
    assert len(marks(ledger.folder)) == 1
