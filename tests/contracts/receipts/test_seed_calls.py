"""The seed's two calls from Python of one's own: hand a file in, ask what became of it."""

import pytest

from balcao.foundation.errors import DomainError
from balcao.receipts.models import Receipt
from balcao.receipts.queueing import enqueue_ocr_job, get_job_status
from tests.contracts.receipts.shop import BOB, jpeg, pdf


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "comp.pdf"
    path.write_bytes(pdf("Comprovante", "R$ 150,00"))
    return path


def test_a_file_is_put_in_line_read_and_its_status_is_a_dictionary(shop, paper):
    shop.person()
    with shop.staffed(), shop.app.app_context():
        job_id = enqueue_ocr_job(str(paper), 17) or ""
        before = get_job_status(job_id)
    shop.work()
    with shop.app.app_context():
        after = get_job_status(job_id)

    assert (before["job_id"], before["status"]) == (job_id, "queued")
    assert after["status"] == "finished"
    assert after["result"]["data"]["amount"] == 150.0
    receipt = shop.receipt(after["result"]["data"]["receipt_id"])
    assert (receipt.original_name, receipt.tenant_id) == ("comp.pdf", shop.tenant())
    assert receipt.order_id is not None
    assert paper.exists()  # what is kept is a copy


def test_where_nobody_reads_there_is_no_job(shop, paper):
    shop.person()

    with shop.app.app_context():
        assert enqueue_ocr_job(paper, "17") is None

    assert (shop.count(Receipt), shop.files()) == (0, [])


def test_what_is_no_receipt_is_refused_in_words(shop, tmp_path):
    shop.person()
    malware = tmp_path / "malware.exe"
    malware.write_bytes(b"MZ")

    with shop.staffed(), shop.app.app_context(), pytest.raises(ValueError, match=r"\w+ \w+"):
        enqueue_ocr_job(malware, "17")

    assert shop.files() == []


def test_of_several_businesses_one_has_to_be_named(shop, tmp_path):
    shop.person()
    shop.person(BOB)
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg())

    with shop.staffed(), shop.app.app_context():
        with pytest.raises(DomainError):
            enqueue_ocr_job(path, "17")
        job_id = enqueue_ocr_job(path, "17", tenant=shop.tenant(BOB))

        assert job_id
        assert get_job_status(job_id)["status"] == "queued"


def test_an_unknown_job_is_told_as_such(shop):
    with shop.app.app_context():
        for job_id in ("x", "", "01a1feb6-e0d1-7aa7-ba34-c45cae82d9b6"):
            assert get_job_status(job_id) == {"job_id": job_id, "status": "unknown"}
