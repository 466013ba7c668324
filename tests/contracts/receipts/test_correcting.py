"""What a person types over a field: kept and told as theirs, or refused in words."""

import pytest

from tests.contracts.receipts.shop import JSON, told


def correct(browser, receipt_id, **values):
    return browser.post(f"/receipts/{receipt_id}/fields", json=values, headers=JSON)


def test_a_correction_is_told_and_changes_the_verdict(shop):
    ana = shop.person()
    shop.receiver()
    shop.eyes.sees["receiver_name"] = "Oficina Trovão Verde"
    receipt_id = shop.read(ana)
    before = told(ana, receipt_id)

    after = correct(ana, receipt_id, receiver_name="Padaria Aurora Azul").get_json()

    assert (before["verdict"]["word"], after["verdict"]["word"]) == ("not_ours", "consistent")
    field = after["fields"]["receiver_name"]
    assert (field["corrected"], field["doubtful"], field["confidence"]) == (True, False, 1.0)
    assert field["box"] == before["fields"]["receiver_name"]["box"]
    assert after["validacao_recebedor"]["status"] == "match"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"amount": "many"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "9" * 20}, "amount"),
        ({"date": "2026-02-30"}, "date"),
        ({"time": "25:00"}, "time"),
        ({"currency": "R$"}, "currency"),
        ({"status": "paid"}, "choice"),
        ({"kind": "gift"}, "choice"),
        ({"payer_name": "x" * 121}, "long"),
        ({"pedido_id": "x" * 61}, "reference"),
    ],
)
def test_what_cannot_be_is_refused_in_words(shop, values, code):
    ana = shop.person()
    receipt_id = shop.read(ana)
    before = told(ana, receipt_id)

    answer = correct(ana, receipt_id, **values)

    assert answer.status_code == 422, answer.text
    assert answer.get_json()["code"] == f"receipts.error.{code}"
    assert told(ana, receipt_id) == before


@pytest.mark.parametrize("body", ["[]", "3", '{"amount": []}', '{"amount": {}}', "{", '"x"'])
def test_a_body_that_is_no_object_of_words_is_refused(shop, body):
    ana = shop.person()
    receipt_id = shop.read(ana)

    answer = ana.post(f"/receipts/{receipt_id}/fields", data=body, content_type="application/json")

    assert answer.status_code == 400


def test_words_that_no_database_keeps_are_kept_without_them(shop):
    ana = shop.person()
    receipt_id = shop.read(ana)

    answer = correct(ana, receipt_id, payer_name="A\x00B\ud800", pedido_id="7\x00", unknown="x")

    assert answer.status_code == 200, answer.text
    assert answer.get_json()["fields"]["payer_name"]["value"] == "A B"
    assert answer.get_json()["order"]["reference"] == "7"
