"""What a monitoring system is told about the house, and what it must never be told."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from balcao.foundation.clock import utcnow
from balcao.foundation.ids import new_id
from balcao.jobs.ledger import beats
from balcao.jobs.ledger.beats import Sign
from balcao.jobs.models import Job
from balcao.receipts.models import Receipt
from tests.contracts.counter import ALICE, MAIL, STATES, TENANT, WORK
from tests.contracts.scraping import samples

CANARY = "canary-of-somebody"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@contextmanager
def writing(counter):
    with Session(counter.engine) as session, session.begin():
        yield session


def test_jobs_are_counted_by_queue_kind_and_status(counter, webs):
    for state in STATES:
        counter.job(state)
    counter.job("failed", WORK)

    told = webs.told()

    mails = {state: told["balcao_jobs", "email", MAIL.kind, state] for state in STATES}
    assert mails == dict.fromkeys(STATES, 1)
    assert told["balcao_jobs", "ocr", WORK.kind, "failed"] == 1
    assert told["balcao_jobs", "ocr", WORK.kind, "finished"] == 0
    assert told["balcao_jobs_failed_runs", "email", MAIL.kind] == 1
    assert told["balcao_jobs_failed_runs", "ocr", WORK.kind] == 1
    assert told["balcao_jobs_timed", "email", MAIL.kind] == 3


def test_time_is_added_up_from_the_first_start_to_the_end(counter, webs):
    begun = utcnow() - timedelta(hours=1)
    for seconds in (90, 0.25):
        times = {"started_at": begun, "ended_at": begun + timedelta(seconds=seconds)}
        with writing(counter) as session:
            session.execute(update(Job).where(Job.id == counter.job("finished")).values(**times))

    told = webs.told()

    assert told["balcao_jobs_seconds", "email", MAIL.kind] == pytest.approx(90.25, abs=0.001)
    assert told["balcao_jobs_timed", "email", MAIL.kind] == 2
    assert told["balcao_jobs_seconds", "ocr", WORK.kind] == 0


def test_the_oldest_waiting_job_of_each_queue_tells_its_age(counter, webs):
    for minutes in (10, 20, -5):  # the last is not due yet
        due = utcnow() - timedelta(minutes=minutes)
        with writing(counter) as session:
            session.execute(update(Job).where(Job.id == counter.job()).values(run_at=due))
    counter.job("finished", WORK)

    told = webs.told()

    assert told["balcao_jobs_oldest_waiting_seconds", "email"] == pytest.approx(1200, abs=30)
    assert told["balcao_jobs_oldest_waiting_seconds", "ocr"] == 0
    assert told["balcao_jobs_stuck", "overdue"] == 2
    assert told["balcao_jobs_stuck", "lapsed"] == 0


def test_who_is_alive_and_how_work_is_carried(counter, webs):
    nobody = webs.told()
    signs = [
        Sign("a", "threads", "email", CANARY, 1, "redis"),
        Sign("b", "threads", "email", CANARY, 2, "direct"),
        Sign("c", "relay", "", CANARY, 3, "redis", CANARY),
    ]
    for sign in signs:
        with counter.engine.begin() as connection:
            beats.beat(connection, sign)

    told = webs.told()

    assert nobody["balcao_workers", "email"] == nobody["balcao_relays",] == 0
    assert nobody["balcao_mode", "inline"] == 1
    assert (told["balcao_workers", "email"], told["balcao_workers", "ocr"]) == (2, 0)
    assert told["balcao_relays",] == 1
    assert (told["balcao_mode", "redis"], told["balcao_mode", "inline"]) == (1, 0)


def test_receipts_are_counted_by_state_and_verdict(counter, webs):
    for state, verdict in (("read", "consistent"), ("read", "consistent"), ("waiting", None)):
        with writing(counter) as session:
            session.add(receipt(state=state, verdict=verdict))

    told = webs.told()

    assert told["balcao_receipts", "read", "consistent"] == 2
    assert told["balcao_receipts", "read", "not_ours"] == 0
    assert told["balcao_receipts", "waiting", "none"] == 1


def test_every_process_says_the_same_and_counts_only_now_and_then(counter, webs):
    first, second = webs.start().test_client(), webs.start().test_client()
    counter.job("cancelled")

    said = first.get("/metrics").text
    counter.job("finished")

    assert first.get("/metrics").text == said
    now = samples(second.get("/metrics").text)
    assert now["balcao_jobs", "email", MAIL.kind, "finished"] == 1
    assert now == webs.told()


def test_names_that_this_program_does_not_know_are_one_line(counter, webs):
    lines = len(webs.told())
    odd = [
        {"kind": f"{CANARY}.{n}", "queue": f"queue {n}", "status": f"odd {n}", "args": {}}
        for n in range(300)
    ]
    with writing(counter) as session:
        session.execute(insert(Job), odd)
        session.add_all(receipt(state=f"odd {n}", verdict=f"canary {n}") for n in range(50))

    told = webs.told()

    assert told["balcao_jobs", "other", "other", "other"] == 300
    assert told["balcao_receipts", "other", "other"] == 50
    assert len(told) - lines == 6  # of jobs 4, one queue that waits, one of receipts


def test_nothing_of_anybody_is_told_however_many_there_are(counter, webs):
    lines = len(webs.told())
    mine = {"kind": MAIL.kind, "queue": "email", "args": {"to": f"{CANARY}@loja.example"}}
    whose = {"owner_id": CANARY, "viewer": CANARY, "error": CANARY, "worker": CANARY}
    rows = [{**mine, **whose, "tenant_id": f"{CANARY} {n}", "result": CANARY} for n in range(1000)]
    with writing(counter) as session:
        session.execute(insert(Job), rows)
        session.add_all(
            receipt(tenant_id=f"{CANARY} {n}", payer_name=CANARY, kind=CANARY) for n in range(100)
        )
    counter.job("failed", viewer=ALICE, tenant_id=TENANT)

    answer = webs.start().test_client().get("/metrics")

    assert CANARY not in answer.text
    assert "example" not in answer.text
    assert "alice" not in answer.text
    assert len(samples(answer.text)) == lines


def test_it_is_plain_text_in_the_format_of_prometheus(webs):
    answer = webs.start().test_client().get("/metrics")

    assert answer.content_type == CONTENT_TYPE
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert len(answer.text.splitlines()) < 400


def receipt(**more) -> Receipt:
    file = {"file_key": new_id(), "media_type": "image/png", "size": 1, "sha256": "x"}
    return Receipt(**{"tenant_id": CANARY, "state": "read", **file, **more})
