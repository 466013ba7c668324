"""What belongs to one business is as unknown to everybody else as what never was."""

import pytest

from balcao.foundation.ids import new_id
from tests.contracts.counter import form_token
from tests.contracts.receipts.shop import BOB, JSON, handed_in, told

READS = [
    "/api/v1/receipts/{}", "/receipts/{}", "/receipts/{}/original", "/receipts/{}/preview/0.jpg",
]  # fmt: skip
WRITES = [
    "/receipts/{}/fields", "/receipts/{}/confirm", "/receipts/{}/refuse",
    "/receipts/{}/drop-duplicate",
]  # fmt: skip
ODD = ["x", "1", "a" * 300, "%00", "..%2f..%2fetc", "'%20OR%201=1", "é", "00000000"]
LISTS = [
    "/api/v1/receipts", "/receipts", "/receipts/export.csv", "/receipts/export.xlsx",
    "/receipts/orders", "/receipts/receivers", "/financeiro/lancar-pagamento",
]  # fmt: skip


def plainly(answer, receipt_id):
    """Return an answer without what differs between any two requests."""
    words = answer.get_data(as_text=True).replace(receipt_id, "ID")
    return answer.status_code, answer.content_type, len(words)


@pytest.mark.parametrize("address", READS + WRITES)
def test_somebody_elses_receipt_is_as_unknown_as_none(shop, address):
    ana, bob = shop.person(), shop.person(BOB)
    receipt_id, nothing = shop.read(ana), new_id()
    send = bob.get if address in READS else bob.post
    before = told(ana, receipt_id)

    foreign, unknown = (send(address.format(each), headers=JSON) for each in (receipt_id, nothing))
    odd = [send(address.format(each)).status_code for each in ODD]

    assert foreign.status_code == 404
    assert plainly(foreign, receipt_id) == plainly(unknown, nothing)
    assert set(odd) <= {400, 404, 405}  # a page of this name may be there for reading
    assert told(ana, receipt_id) == before


def test_lists_and_tables_hold_only_ones_own(shop):
    ana, bob = shop.person(), shop.person(BOB)
    receipt_id = shop.read(ana, pedido_id="Pedido de Ana")
    shop.receiver("Padaria de Ana")

    for address in LISTS:
        answer = bob.get(address)
        assert answer.status_code == 200
        assert receipt_id.encode() not in answer.data
        assert b"de Ana" not in answer.data
    assert bob.get("/api/v1/receipts?q=aurora").get_json()["receipts"] == []
    assert bob.get(f"/api/v1/receipts?after={receipt_id}").get_json()["receipts"] == []
    assert bob.get(f"/jobs/{shop.receipt(receipt_id).job_id}/status").status_code == 404


def test_an_order_of_the_same_name_is_another_one(shop):
    ana, bob = shop.person(), shop.person(BOB)

    ours = told(ana, shop.read(ana, pedido_id="17", valor_esperado="10"))["order"]
    theirs = told(bob, shop.read(bob, pedido_id="17"))["order"]

    assert ours["id"] != theirs["id"]
    assert (ours["expected_amount"], theirs["expected_amount"]) == (10.0, None)


@pytest.mark.parametrize("address", READS + LISTS)
def test_who_is_not_logged_in_reads_nothing(shop, address):
    receipt_id = shop.read(shop.person())
    visitor = shop.door.browser()

    program = visitor.get(address.format(receipt_id), headers=JSON)
    person = visitor.get(address.format(receipt_id), headers={"Accept": "text/html"})

    assert program.status_code == 401
    assert program.is_json
    assert person.status_code in ({401} if address.startswith("/api") else {303})
    assert receipt_id not in person.text.replace(f"/{receipt_id}", "")


@pytest.mark.parametrize("address", [*WRITES, "/receipts/sample", "/receipts/receivers"])
def test_who_is_not_logged_in_changes_nothing(shop, address):
    ana = shop.person()
    receipt_id = shop.read(ana)
    before = told(ana, receipt_id)

    answer = shop.door.browser().post(address.format(receipt_id), headers=JSON)

    assert answer.status_code == 401
    assert told(ana, receipt_id) == before


@pytest.mark.parametrize("address", [*WRITES, "/receipts/sample"])
def test_a_page_of_another_site_changes_nothing(shop, address):
    ana = shop.person()
    receipt_id = shop.read(ana)
    shop.app.config["WTF_CSRF_ENABLED"] = True
    place = address.format(receipt_id)
    token = {"X-CSRFToken": form_token(ana)}

    without = ana.post(place, headers=JSON)
    foreign = ana.post(place, headers={**token, "Origin": "https://evil.example"})
    crossed = ana.post(place, headers={**token, "Sec-Fetch-Site": "cross-site"})

    assert (without.status_code, foreign.status_code, crossed.status_code) == (400, 403, 403)
    assert told(ana, receipt_id)["decision"] is None


def test_two_of_one_business_see_the_same(shop):
    ana = shop.person()
    with shop.staffed():
        receipt_id = handed_in(ana).get_json()["receipt_id"]
    shop.work()

    assert told(shop.door.inside(), receipt_id)["state"] == "read"
