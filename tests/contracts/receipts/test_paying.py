"""Taking receipts for payments: once each, never for a promise, and orders that add up."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from balcao.adapters.decoding import UnreadableError
from tests.contracts.receipts.shop import JSON, handed_in, jpeg, told

COLOURS = ["red", "green", "blue", "white", "black", "gold", "pink", "navy"]
PROMISES = ["scheduled", "processing", "returned"]


def confirm(browser, receipt_id, **more):
    return browser.post(f"/receipts/{receipt_id}/confirm", json=more, headers=JSON)


def correct(browser, receipt_id, **values):
    return browser.post(f"/receipts/{receipt_id}/fields", json=values, headers=JSON)


def receipts(shop, browser, *amounts, **more):
    """Hand in receipts of different payments and return their ids."""
    ids = []
    for number, amount in enumerate(amounts):
        shop.eyes.sees |= {
            "amount": amount,
            "transaction_id": f"E9999900420261120112{number}abcDEF1234{number}",
            "time": f"11:2{number}:00",
        }
        shop.eyes.look = f"{number:x}" * 16
        ids.append(shop.read(browser, jpeg(COLOURS[number]), **more))
    return ids


def test_a_receipt_is_taken_and_its_order_paid(shop):
    ana = shop.person()
    [receipt_id] = receipts(shop, ana, "200.00", pedido_id="17", valor_esperado="200,00")

    body = confirm(ana, receipt_id).get_json()

    assert (body["payment"]["amount"], body["payment"]["currency"]) == (200.0, "BRL")
    assert body["decision"] == "accepted"
    assert (body["order"]["state"], body["order"]["paid_amount"]) == ("paid", 200.0)


@pytest.mark.parametrize(
    ("amounts", "states"),
    [
        (["150.00"], ["under"]),
        (["250.00"], ["over"]),
        (["80.00", "120.00"], ["under", "paid"]),
        (["0.10", "0.20", "199.70", "0.01"], ["under", "under", "paid", "over"]),
    ],
)
def test_an_order_adds_up_over_its_receipts(shop, amounts, states):
    ana = shop.person()
    ids = receipts(shop, ana, *amounts, pedido_id="17", valor_esperado="200")

    seen = [confirm(ana, each).get_json()["order"]["state"] for each in ids]

    assert seen == states
    assert told(ana, ids[0])["order"]["payments"] == len(amounts)


def test_an_order_nobody_expects_anything_of_is_only_counted(shop):
    ana = shop.person()
    [receipt_id] = receipts(shop, ana, "9.99", pedido_id="18")

    body = confirm(ana, receipt_id).get_json()

    assert (body["order"]["state"], body["order"]["paid_amount"]) == (None, 9.99)


def test_two_receipts_of_one_order_at_once_pay_it_together(shop):
    ana = shop.person()
    ids = receipts(shop, ana, *["25.00"] * 8, pedido_id="17", valor_esperado="200")
    browsers = [shop.door.inside() for _ in ids]

    with ThreadPoolExecutor(len(ids)) as pool:
        answers = list(pool.map(confirm, browsers, ids))

    assert {answer.status_code for answer in answers} == {200}
    assert len(shop.payments()) == 8
    order = told(ana, ids[0])["order"]
    assert (order["state"], order["paid_amount"], order["payments"]) == ("paid", 200.0, 8)


def test_one_receipt_taken_many_times_at_once_is_one_payment(shop):
    ana = shop.person()
    [receipt_id] = receipts(shop, ana, "200.00", pedido_id="17", valor_esperado="200")
    browsers = [shop.door.inside() for _ in range(8)]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda one: confirm(one, receipt_id), browsers))

    assert {answer.status_code for answer in answers} == {200}
    assert len(shop.payments()) == 1
    assert told(ana, receipt_id)["order"]["state"] == "paid"


def test_taken_and_refused_at_once_is_one_of_both(shop):
    ana = shop.person()
    ids = receipts(shop, ana, "1.00", "2.00", "3.00", "4.00")
    browsers = [shop.door.inside() for _ in range(8)]
    paths = [f"/receipts/{each}/{act}" for each in ids for act in ("confirm", "refuse")]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one, path: one.post(path, headers=JSON), browsers, paths))

    taken = {each for each in ids if told(ana, each)["decision"] == "accepted"}
    assert {payment.receipt_id for payment in shop.payments()} == taken


@pytest.mark.parametrize("status", PROMISES)
def test_a_promise_is_never_recorded_as_paid(shop, status):
    ana = shop.person()
    shop.receiver()
    shop.eyes.sees["status"] = status
    [receipt_id] = receipts(shop, ana, "200.00", pedido_id="17", valor_esperado="200")

    answers = [confirm(ana, receipt_id), confirm(ana, receipt_id, keep="1")]
    form = ana.post(f"/receipts/{receipt_id}/confirm", data={"keep": "1", "status": "completed"})

    assert [answer.status_code for answer in (*answers, form)] == [409] * 3
    assert answers[0].get_json()["code"] == f"receipts.error.{status}"
    assert shop.payments() == []
    assert told(ana, receipt_id)["decision"] is None
    assert told(ana, receipt_id)["order"]["state"] == "open"


@pytest.mark.parametrize("status", PROMISES)
@pytest.mark.parametrize("typed", ["completed", "", "other"])
def test_a_promise_stays_one_whatever_is_typed_over_it(shop, status, typed):
    ana = shop.person()
    shop.eyes.sees["status"] = status
    shop.eyes.doubts = frozenset({"status"})
    [receipt_id] = receipts(shop, ana, "200.00")
    other = next(one for one in PROMISES if one != status)

    said_again = correct(ana, receipt_id, status=status)
    changed = correct(ana, receipt_id, status=other if typed == "other" else typed, amount="1")

    assert said_again.status_code == 200
    assert changed.status_code == 409
    assert changed.get_json()["code"] == f"receipts.error.{status}"
    assert told(ana, receipt_id)["fields"]["amount"]["value"] == "200.00"
    assert confirm(ana, receipt_id, keep="1").status_code == 409
    assert shop.payments() == []


def test_the_id_of_a_return_is_not_typed_away(shop):
    ana = shop.person()
    shop.eyes.sees["transaction_id"] = "D99999004202611201422abcDEF12345"
    receipt_id = shop.read(ana)

    answer = correct(ana, receipt_id, transaction_id="E99999004202611201422abcDEF12345")

    assert answer.status_code == 409
    assert answer.get_json()["code"] == "receipts.error.returned"
    assert confirm(ana, receipt_id).status_code == 409


def test_what_a_person_called_a_promise_by_mistake_may_be_taken_back(shop):
    ana = shop.person()
    [receipt_id] = receipts(shop, ana, "200.00")

    assert correct(ana, receipt_id, status="scheduled").get_json()["verdict"]["word"] == "scheduled"
    assert confirm(ana, receipt_id).status_code == 409
    assert correct(ana, receipt_id, status="completed").status_code == 200
    assert confirm(ana, receipt_id).status_code == 200


def test_nobody_forestalls_a_reading(shop):
    ana = shop.person()
    shop.eyes.sees["status"] = "scheduled"
    with shop.staffed():
        receipt_id = handed_in(ana).get_json()["receipt_id"]

    early = [
        correct(ana, receipt_id, amount="200", currency="BRL", status="completed"),
        confirm(ana, receipt_id, keep="1"),
    ]
    shop.work()

    assert [answer.status_code for answer in early] == [409, 409]
    assert early[0].get_json()["code"] == "receipts.error.still_reading"
    assert told(ana, receipt_id)["verdict"]["word"] == "scheduled"
    assert shop.payments() == []


def test_a_reading_that_comes_again_keeps_what_was_typed_but_for_a_promise(shop):
    ana = shop.person()
    shop.eyes.trouble = [UnreadableError("time")]
    receipt_id = shop.read(ana)
    correct(ana, receipt_id, amount="12,50", currency="EUR", status="completed", company="Café")
    shop.eyes.sees["status"] = "scheduled"

    again = ana.post(f"/jobs/{shop.receipt(receipt_id).job_id}/retry", headers=JSON)
    shop.work()

    body = told(ana, receipt_id)
    assert again.status_code < 400, again.text
    assert body["fields"]["amount"]["value"] == "12.50"
    assert body["fields"]["company"]["value"] == "Café"
    assert body["fields"]["payer_name"]["value"] == "Dona Invenção"
    assert body["verdict"]["word"] == "scheduled"
    assert confirm(ana, receipt_id).status_code == 409


def test_what_is_paid_for_is_not_read_anew(shop):
    ana = shop.person()
    shop.eyes.trouble = [UnreadableError("time")]
    receipt_id = shop.read(ana)
    correct(ana, receipt_id, amount="12,50", currency="EUR")
    job = f"/jobs/{shop.receipt(receipt_id).job_id}/retry"
    shop.eyes.meanwhile = lambda: None

    assert confirm(ana, receipt_id).status_code == 200
    ana.post(job, headers=JSON)
    shop.work()

    body = told(ana, receipt_id)
    assert (body["fields"]["amount"]["value"], body["decision"]) == ("12.50", "accepted")
    assert "payer_name" not in body["fields"]


def test_a_receipt_without_an_amount_is_not_taken(shop):
    ana = shop.person()
    del shop.eyes.sees["amount"]
    receipt_id = shop.read(ana)

    assert confirm(ana, receipt_id).status_code == 422
    assert correct(ana, receipt_id, amount="0").status_code in {200, 422}
    assert confirm(ana, receipt_id).status_code == 422
    assert correct(ana, receipt_id, amount="1.234,56").status_code == 200
    assert confirm(ana, receipt_id).get_json()["payment"]["amount"] == 1234.56


def test_a_refused_receipt_is_not_taken_and_a_taken_one_not_refused(shop):
    ana = shop.person()
    one, two = receipts(shop, ana, "1.00", "2.00")
    ana.post(f"/receipts/{one}/refuse", headers=JSON)
    confirm(ana, two)

    late = confirm(ana, one)
    sorry = ana.post(f"/receipts/{two}/refuse", headers=JSON)
    changed = correct(ana, two, amount="9")

    assert [late.status_code, sorry.status_code, changed.status_code] == [409] * 3
    assert late.get_json()["code"] == "receipts.error.refused_before"
    assert {sorry.get_json()["code"], changed.get_json()["code"]} == {
        "receipts.error.accepted_before"
    }
    assert len(shop.payments()) == 1


def test_an_order_is_paid_in_one_currency(shop):
    ana = shop.person()
    [one] = receipts(shop, ana, "1.00", pedido_id="17")
    confirm(ana, one)
    shop.eyes.sees["currency"] = "EUR"
    two = receipts(shop, ana, "1.00", "2.00", pedido_id="17")[1]

    answer = confirm(ana, two)

    assert answer.status_code == 409
    assert answer.get_json()["code"] == "receipts.error.other_currency"
    assert "BRL" in answer.get_json()["detail"]
