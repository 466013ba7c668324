"""From a file to a judged receipt: what is stored, what is told, and what becomes of the rest."""

import pytest

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.ocr import EngineBusyError, EngineRefusedError
from balcao.jobs.models import Job
from tests.contracts.receipts.shop import PIX_ID, handed_in, png, told

RESULT = {
    "receipt_id", "amount", "currency", "transaction_id", "validacao_recebedor", "status", "kind",
    "date", "time", "receiver_name", "receiver_document", "payer_name", "payer_document",
    "pix_key", "bank", "company", "verdict", "reasons", "needs_review",
}  # fmt: skip
CANONICAL = {
    "id", "job_id", "state", "error", "file", "sizes", "fields", "lines", "signs", "verdict",
    "validacao_recebedor", "duplicate", "order", "payment", "decision", "decided_at", "steps",
    "engine", "seconds", "created_at",
}  # fmt: skip


def status_of(shop, browser, receipt_id):
    return browser.get(f"/jobs/{shop.receipt(receipt_id).job_id}/status").get_json()


def test_the_seeds_status_grows_as_printed(shop):
    ana = shop.person()
    with shop.staffed():
        receipt_id = handed_in(ana).get_json()["receipt_id"]
    queued = status_of(shop, ana, receipt_id)
    started = []
    shop.eyes.meanwhile = lambda: started.append(status_of(shop, ana, receipt_id))

    shop.work()

    finished = status_of(shop, ana, receipt_id)
    assert set(queued) == {"job_id", "status", "created_at"}
    assert set(started[0]) == {*queued, "progress", "started_at"}
    assert started[0]["status"] == "started"
    assert 0 < started[0]["progress"] < 100
    assert set(finished) == {*queued, "started_at", "ended_at", "result"}
    assert finished["result"]["success"] is True
    assert set(finished["result"]["data"]) == RESULT
    assert (queued["status"], finished["status"]) == ("queued", "finished")


def test_the_result_is_the_seeds_and_the_rest(shop):
    ana = shop.person()
    shop.receiver(document="12345678909")
    shop.eyes.sees |= {"amount": "10000.00", "receiver_document": "***.456.789-**"}

    receipt_id = shop.read(ana)

    data = status_of(shop, ana, receipt_id)["result"]["data"]
    check = data["validacao_recebedor"]
    assert (data["amount"], type(data["amount"])) == (10000.0, float)
    assert (data["transaction_id"], data["receipt_id"]) == (PIX_ID, receipt_id)
    assert set(check) == {"status", "receiver", "by", "score", "reasons"}
    assert (check["status"], check["by"]) == ("match", "document")
    assert check["receiver"] == "Padaria Aurora Azul"
    assert check["reasons"]
    assert all(reason and "receipts." not in reason for reason in check["reasons"])
    assert data["pix_key"] is data["company"] is None
    assert isinstance(data["needs_review"], bool)


def test_a_receipt_is_told_as_a_whole(shop):
    ana = shop.person()
    shop.eyes.doubts = frozenset({"amount", "payer_document"})

    body = told(ana, shop.read(ana))

    assert set(body) == CANONICAL
    assert (body["state"], body["sizes"], body["engine"]) == ("read", [[400, 600]], "local")
    assert body["file"]["name"] == "pix.jpg"
    assert (body["file"]["pages"], len(body["file"]["preview_urls"])) == (1, 1)
    assert set(body["fields"]["amount"]) == {
        "value", "confidence", "source", "page", "box", "signs", "doubtful", "corrected",
    }  # fmt: skip
    amount = body["fields"]["amount"]
    assert (amount["value"], amount["doubtful"], amount["corrected"]) == ("150.00", True, False)
    assert len(amount["box"]) == 4
    assert (body["fields"]["payer_document"]["value"], body["order"]) == (None, None)
    assert {"text", "box", "page"} == set(body["lines"][0])
    assert {"word", "colour", "title", "reasons", "advice"} == set(body["verdict"])
    assert body["steps"] == {"decoding": 0.01, "text": 0.2}


@pytest.mark.parametrize(
    ("receiver", "status", "word"),
    [
        ({"name": "Padaria Aurora Azul"}, "match", "consistent"),
        ({"name": "Oficina Trovão Verde"}, "mismatch", "not_ours"),
        (None, "needs_review", "look_closer"),
    ],
)
def test_whose_money_it_is_decides_the_verdict(shop, receiver, status, word):
    ana = shop.person()
    if receiver:
        shop.receiver(**receiver)

    body = told(ana, shop.read(ana))

    assert body["validacao_recebedor"]["status"] == status
    assert body["verdict"]["word"] == word
    assert body["verdict"]["reasons"]


def test_the_receivers_of_another_business_say_nothing(shop):
    ana, _ = shop.person(), shop.person("bob@outra.example")
    shop.receiver(email="bob@outra.example")

    assert told(ana, shop.read(ana))["validacao_recebedor"]["status"] == "needs_review"


@pytest.mark.parametrize("status", ["scheduled", "processing", "returned"])
def test_what_is_not_paid_is_told_as_such(shop, status):
    ana = shop.person()
    shop.receiver()
    shop.eyes.sees["status"] = status

    body = told(ana, shop.read(ana))

    assert body["verdict"]["word"] == status
    assert body["verdict"]["colour"] != "green"


@pytest.mark.parametrize("code", ["damaged", "encrypted", "pages", "pixels", "memory", "time"])
def test_a_file_that_cannot_be_read_ends_in_words_and_is_not_tried_again(shop, code):
    ana = shop.person()
    shop.eyes.trouble = [UnreadableError(code)]

    receipt_id = shop.read(ana)

    body, status = told(ana, receipt_id), status_of(shop, ana, receipt_id)
    assert (body["state"], body["verdict"]["word"]) == ("unreadable", "unreadable")
    assert body["error"]
    assert status["status"] == "failed"
    assert body["error"] in status["error"]
    assert len(shop.eyes.seen) == 1
    assert shop.files() == [shop.receipt(receipt_id).file_key]


def test_what_an_engine_refuses_is_unreadable_too(shop):
    ana = shop.person()
    shop.eyes.trouble = [EngineRefusedError("receipts.error.damaged")]

    assert told(ana, shop.read(ana))["state"] == "unreadable"


def test_an_engine_that_is_busy_is_asked_again_later(shop):
    ana = shop.person()
    shop.eyes.trouble = [EngineBusyError("receipts.error.not_kept", retry_after=1)]

    receipt_id = shop.read(ana)

    assert shop.job(receipt_id).status == "retrying"
    assert told(ana, receipt_id)["state"] == "waiting"


def test_a_file_that_is_gone_is_said_to_be(shop):
    ana = shop.person()
    with shop.staffed():
        receipt_id = handed_in(ana).get_json()["receipt_id"]
    shop.tools.files.remove(shop.receipt(receipt_id).file_key)

    shop.work()

    body = told(ana, receipt_id)
    assert body["state"] == "failed"
    assert body["error"]


def test_a_crash_while_it_is_read_leaves_a_receipt_that_failed(shop):
    ana = shop.person()
    shop.eyes.trouble = [ValueError("a mistake of ours")]

    receipt_id = shop.read(ana)

    assert told(ana, receipt_id)["state"] in {"failed", "waiting"}
    assert shop.job(receipt_id).status in {"failed", "retrying"}
    assert "mistake" not in (shop.job(receipt_id).error or "")


def test_a_receipt_dropped_while_it_is_read_ends_its_job(shop):
    ana = shop.person()
    first = shop.read(ana)
    shop.eyes.look = "ffffffffffffffff"
    with shop.staffed():
        second = handed_in(ana).get_json()
    ana.post(f"/receipts/{second['receipt_id']}/drop-duplicate")

    shop.work()

    assert ana.get(f"/api/v1/receipts/{second['receipt_id']}").status_code == 404
    assert told(ana, first)["state"] == "read"
    assert ana.get(second["status_url"]).get_json()["status"] == "failed"


def test_the_job_and_its_history_hold_nothing_personal(shop):
    ana = shop.person()
    receipt_id = shop.read(ana, name="Dona Invenção 150 reais.jpg")
    shop.eyes.trouble = [UnreadableError("damaged")]
    other = shop.read(ana, png(), name="Dona Invenção.png")

    rows = [shop.job(receipt_id), shop.job(other)]

    assert all(row.args.keys() == {"receipt_id"} for row in rows)
    assert shop.count(Job) == 2
    assert not any("Inven" in str(vars(row)) for row in rows[1:])
    assert "pix.jpg" not in str(vars(rows[0]))
