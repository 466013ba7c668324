"""From the request to the row, with real workers, a real engine and real files."""

import os
import signal

from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.receipts.models import Receipt
from tests.contracts.receipts.shop import handed_in
from tests.integration.decoding.good import png_of
from tests.integration.jobs.crews import children_of
from tests.integration.reading.papers import PAYMENT_ID, kept, receipt
from tests.waiting import wait_until

READ_SECONDS = 60
CUT_OFF = 3000  # bytes


def picture(folder):
    return kept(folder, "pix.png", receipt()).read_bytes()


def sent(browser, content):
    answer = handed_in(browser, content, "pix.png")
    assert answer.status_code == 202, answer.text
    return answer.get_json()["job_id"]


def row_of(ledger, job_id):
    with Session(ledger.engine) as session:
        return session.scalars(select(Receipt).where(Receipt.job_id == job_id)).one()


def previews(ledger):
    return [path for path in ledger.folder.glob("files/previews/**/*") if path.is_file()]


def being_read(family):
    """Wait until a job's process has a child of its own, and return the process."""

    def found():
        return [job for job in children_of(worker) if children_of(job)]

    worker = family.member("ocr")
    return wait_until(found, READ_SECONDS, "a file is being read")[0]


def test_a_worker_killed_over_a_file_is_replaced_and_the_file_is_read_once(
    ledger, ana, worker, tmp_path
):
    family = worker()
    job_id = sent(ana, picture(tmp_path))

    os.kill(being_read(family), signal.SIGKILL)

    ledger.until("finished", job_id, seconds=READ_SECONDS)
    job, row = ledger.job(job_id), row_of(ledger, job_id)
    assert (job.attempts, job.crashes, job.errors) == (2, 1, 0)
    assert (row.state, str(row.amount), row.transaction_id) == ("read", "1234.56", PAYMENT_ID)
    assert job.result["transaction_id"] == PAYMENT_ID
    assert len(previews(ledger)) == 1
    assert family.stop() == 0


def test_what_cannot_be_read_is_said_once_and_the_worker_goes_on(ledger, ana, worker, tmp_path):
    family = worker()
    reads = family.member("ocr")
    whole = picture(tmp_path)

    broken = sent(ana, whole[:CUT_OFF])
    giant = sent(ana, png_of(20_000, 20_000, 1, 0))
    ledger.until("failed", broken, giant, seconds=READ_SECONDS)
    fine = sent(ana, whole)
    ledger.until("finished", fine, seconds=READ_SECONDS)

    for job_id, error in ((broken, "receipts.error.damaged"), (giant, "receipts.error.pixels")):
        job, row = ledger.job(job_id), row_of(ledger, job_id)
        assert (job.error, job.attempts, job.crashes) == (error, 1, 0)
        assert ledger.history(job_id) == ["queued", "started", "failed"]
        assert (row.state, row.error, row.verdict) == ("unreadable", error, "unreadable")
    assert row_of(ledger, fine).state == "read"
    assert family.member("ocr") == reads


def test_with_no_engine_a_receipt_is_kept_for_a_person_to_look_at(ledger, ana, worker, tmp_path):
    worker(OCR_ENGINE="none")
    job_id = sent(ana, picture(tmp_path))

    ledger.until("finished", job_id, seconds=READ_SECONDS)

    row = row_of(ledger, job_id)
    assert (row.state, row.engine, row.amount, row.lines) == ("read", "none", None, [])
    assert ledger.job(job_id).result["needs_review"] is True
    assert len(previews(ledger)) == 1


def test_with_no_worker_the_request_reads_it_in_a_program_of_its_own(ledger, ana, tmp_path):
    answer = handed_in(ana, picture(tmp_path), "pix.png")

    body = answer.get_json()
    assert (answer.status_code, body["status"]) == (200, "finished")
    assert body["result"]["data"]["amount"] == 1234.56
    assert row_of(ledger, body["job_id"]).engine == "local"
