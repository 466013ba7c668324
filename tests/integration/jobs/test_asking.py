"""Asking for work is a row in the caller's transaction, once for each key."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from balcao.jobs import Options, enqueue, enqueue_many
from balcao.jobs.models import Job
from tests.workshop import Note


def count(ledger):
    with Session(ledger.engine) as session:
        return session.scalar(select(func.count()).select_from(Job))


def test_a_job_exists_only_if_the_transaction_that_asked_for_it_commits(ledger):
    def ask_and_fail():
        with Session(ledger.engine) as session, session.begin():
            enqueue(session, Note(folder=""))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        ask_and_fail()

    assert count(ledger) == 0


def test_of_fifty_requests_at_once_with_one_key_one_adds_the_row(ledger):
    once = Options(dedupe_key="receipt:7")

    with ThreadPoolExecutor(10) as pool:
        ids = set(pool.map(lambda _: ledger.ask(Note, options=once), range(50)))

    assert len(ids) == 1
    assert count(ledger) == 1


def test_a_dedupe_key_is_free_again_when_its_job_has_ended(ledger):
    once = Options(dedupe_key="receipt:7")
    first = ledger.ask(Note, options=once)
    ledger.work_off()

    second = ledger.ask(Note, options=once)

    assert first != second


def test_an_idempotency_key_names_its_job_even_after_the_end(ledger):
    once = Options(idempotency_key="browser:press")
    first = ledger.ask(Note, options=once)
    ledger.work_off()

    second = ledger.ask(Note, options=once)

    assert first == second
    assert count(ledger) == 1


def test_many_jobs_at_once_keep_their_order(ledger):
    orders = [Note(folder=str(n)) for n in range(300)]

    with Session(ledger.engine) as session, session.begin():
        ids = enqueue_many(session, orders)

    with Session(ledger.engine) as session:
        kept = [session.get_one(Job, job_id).args["folder"] for job_id in ids]
    assert kept == [str(n) for n in range(300)]


def test_a_job_written_in_advance_waits_for_its_time(ledger):
    later = ledger.ask(Note, options=Options(delay_seconds=60))

    assert ledger.work_off() == 0
    assert ledger.job(later).status == "queued"


def test_nothing_to_ask_for_is_nothing(ledger):
    with Session(ledger.engine) as session, session.begin():
        assert enqueue_many(session, []) == []

    assert count(ledger) == 0
