"""What comes round by itself comes once, and old rows go without taking open ones along."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

import tasks  # noqa: F401 - fills the schedule
from balcao.foundation.clock import utcnow
from balcao.foundation.ids import first_id_at
from balcao.jobs import Options, enqueue
from balcao.jobs.job_args import PruneJobs
from balcao.jobs.models import Job, JobEvent
from balcao.jobs.schedule import SCHEDULE
from tests.workshop import Note


def of_kind(ledger, kind):
    with Session(ledger.engine) as session:
        return list(session.scalars(select(Job.id).where(Job.kind == kind)))


def let_all_marks_pass(ledger):
    ledger.sql("UPDATE job_schedules SET next_at = '2020-01-01 00:00:00.000000'")


def test_a_recurring_job_is_first_asked_for_after_one_interval(ledger, redis_server):
    ledger.relay(redis_server).turn()

    assert all(of_kind(ledger, entry.name) == [] for entry in SCHEDULE)


def test_of_four_relays_one_asks_for_a_recurring_job(ledger, redis_server):
    relays = [ledger.relay(redis_server) for _ in range(4)]
    for relay in relays:
        relay.turn()
    let_all_marks_pass(ledger)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda relay: relay.turn(), relays))

    assert len(of_kind(ledger, PruneJobs.kind)) == 1


def test_a_recurring_job_that_still_waits_is_not_asked_for_again(ledger, redis_server):
    relay = ledger.relay(redis_server)
    relay.turn()
    for _ in range(3):
        let_all_marks_pass(ledger)
        relay.turn()

    assert len(of_kind(ledger, PruneJobs.kind)) == 1


def test_old_ended_jobs_go_with_their_history_and_open_ones_stay(ledger):
    old_ended = [ledger.ask(Note) for _ in range(3)]
    ledger.work_off()
    old_open = ledger.ask(Note, options=Options(delay_seconds=3600))
    *old_ended, old_open = (_made_old(ledger, job_id) for job_id in (*old_ended, old_open))
    young = ledger.ask(Note)
    ledger.work_off()

    with Session(ledger.engine) as session, session.begin():
        prune = enqueue(session, PruneJobs())
    ledger.work_off()

    assert ledger.job(prune).result == {"pruned": 3}
    with Session(ledger.engine) as session:
        jobs = set(session.scalars(select(Job.id)))
        with_history = set(session.scalars(select(JobEvent.job_id)))
    assert jobs == with_history == {old_open, young, prune}
    assert not jobs & set(old_ended)


def _made_old(ledger, job_id):
    """Give a job the id it would have had a hundred days ago, which is how age is told."""
    long_ago = first_id_at(utcnow() - timedelta(days=100))[:23] + job_id[23:]
    for table, column in (("jobs", "id"), ("job_events", "job_id")):
        ledger.sql(f"UPDATE {table} SET {column} = :new WHERE {column} = :old",  # noqa: S608
                   new=long_ago, old=job_id)  # fmt: skip
    return long_ago
