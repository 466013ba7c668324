"""Handing receipts in: what is answered, what is kept, and what is turned away."""

import io

import pytest

from balcao.jobs.models import Job
from balcao.receipts.models import Receipt
from tests.contracts.counter import form_token
from tests.contracts.receipts.shop import (
    ANA,
    BOB,
    JSON,
    PIX_ID,
    UPLOAD,
    handed_in,
    jpeg,
    pdf,
    png,
    several,
    told,
)

MOST = 16 * 1024 * 1024
TOO_OFTEN = "receipts.error.too_often"


def test_a_program_is_answered_at_once_with_where_to_follow_the_reading(shop):
    ana = shop.person()

    with shop.staffed():
        answer = handed_in(ana)

    body = answer.get_json()
    assert answer.status_code == 202, answer.text
    assert body["status"] == "queued"
    assert body["status_url"] == answer.headers["Location"] == f"/jobs/{body['job_id']}/status"
    assert body["poll_ms"] == 1000
    assert ana.get(body["status_url"]).get_json()["status"] == "queued"


def test_when_it_is_read_the_status_carries_the_seeds_result(shop):
    ana = shop.person()
    shop.receiver()
    receipt_id = shop.read(ana)

    seen = ana.get(f"/jobs/{shop.receipt(receipt_id).job_id}/status").get_json()

    data = seen["result"]["data"]
    assert seen["result"]["success"] is True
    assert (data["amount"], data["currency"]) == (150.0, "BRL")
    assert data["transaction_id"] == PIX_ID
    assert data["validacao_recebedor"]["status"] == "match"
    assert data["receipt_id"] == receipt_id


def test_the_jobs_row_names_nothing_but_the_receipt(shop):
    receipt_id = shop.read(shop.person())

    assert shop.job(receipt_id).args == {"receipt_id": receipt_id}


def test_a_form_is_sent_on_to_the_page_that_follows_its_receipt(shop):
    ana = shop.person()

    with shop.staffed():
        answer = ana.post(UPLOAD, data={"comprovante": (io.BytesIO(jpeg()), "pix.jpg")})

    [row] = [shop.receipt(name) for name in [answer.location.rpartition("/")[2]]]
    assert (answer.status_code, answer.location) == (303, f"/receipts/{row.id}")


def test_with_nobody_to_read_it_the_answer_is_the_reading(shop):
    ana = shop.person()

    answer = handed_in(ana)

    body = answer.get_json()
    assert answer.status_code == 200, answer.text
    assert body["status"] == "finished"
    assert body["result"]["success"] is True
    assert body["result"]["data"]["amount"] == 150.0


def test_several_files_are_taken_each_for_itself(shop):
    ana = shop.person()
    files = [(jpeg("red"), "a.jpg"), (b"MZ\x90", "b.exe"), (png(), "c.png"), (b"", "d.pdf")]

    with shop.staffed():
        answer = several(ana, *files, headers=JSON)

    lines = answer.get_json()["receipts"]
    assert answer.status_code == 202
    assert [line["name"] for line in lines] == ["a.jpg", "b.exe", "c.png", "d.pdf"]
    assert ["job_id" in line for line in lines] == [True, False, True, False]
    assert lines[1]["code"] == "receipts.error.type"
    assert lines[3]["code"] == "receipts.error.empty"
    assert shop.count(Receipt) == len(shop.files()) == 2


def test_a_form_with_several_files_hears_about_the_bad_ones(shop):
    ana = shop.person()

    with shop.staffed():
        answer = several(ana, (jpeg(), "a.jpg"), (b"<svg/>", "b.svg"))

    assert answer.location.startswith("/receipts?new=")
    assert "b.svg" in ana.get("/account").text


@pytest.mark.parametrize(
    ("content", "name", "status", "key"),
    [
        (b"", "pix.jpg", 422, "empty"),
        (b"GIF89a" + b"\0" * 50, "pix.gif", 415, "type"),
        (b"GIF89a" + b"\0" * 50, "pix.jpg", 415, "type"),
        (jpeg(), "pix.png", 415, "mismatch"),
        (jpeg(), "pix", 415, "type"),
        (jpeg(), "pix.jpg.exe", 415, "type"),
        (b"<html>%PDF-1.4", "pix.pdf", 415, "type"),
        (b"<?php echo 1; ?>", "pix.php", 415, "type"),
        (jpeg() + b"\0" * MOST, "pix.jpg", 413, "too_big"),
    ],
)
def test_what_is_no_receipt_is_refused_in_words_and_leaves_nothing(
    shop, content, name, status, key
):
    ana = shop.person()

    answer = handed_in(ana, content, name)

    assert answer.status_code == status, answer.text
    assert answer.get_json()["code"] == f"receipts.error.{key}"
    assert answer.get_json()["error"]
    assert shop.count(Receipt) == shop.count(Job) == 0
    assert shop.files() == shop.files("incoming") == []


def test_exactly_as_much_as_may_be_is_taken(shop):
    ana = shop.person()
    content = jpeg()

    with shop.staffed():
        answer = handed_in(ana, content + b"\0" * (MOST - len(content)))

    assert answer.status_code == 202
    assert shop.receipt(answer.get_json()["receipt_id"]).size == MOST


def test_a_refused_form_is_told_on_a_page(shop):
    answer = several(shop.person(), (b"MZ", "a.exe"))

    assert answer.status_code == 415
    assert "<html" in answer.text


def test_no_file_at_all_is_said_so(shop):
    ana = shop.person()

    for data in ({}, {"comprovante": (io.BytesIO(b""), "")}, {"comprovante": "words"}):
        answer = ana.post(UPLOAD, data=data, headers=JSON, content_type="multipart/form-data")
        assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.jpg",
        "..\\..\\windows\\evil.jpg",
        "/absolute/pix.jpg",
        "-rf.jpg",
        "con.jpg",
        "a" * 300 + ".jpg",
        "\u202egpj.exe.jpg",
        'quote"; filename=x.jpg',
        "naïve ção €.jpg",
        "...jpg",
    ],
)
def test_a_name_is_only_ever_shown_and_never_used(shop, name):
    ana = shop.person()

    with shop.staffed():
        answer = handed_in(ana, name=name)

    assert answer.status_code in {202, 415}, answer.text
    for key in shop.files():
        assert key.startswith("receipts/")
        assert len(key) < 80
    if answer.status_code == 202:
        kept = shop.receipt(answer.get_json()["receipt_id"])
        assert len(kept.original_name) <= 80
        assert not set(kept.original_name) & set("/\\\u202e")


def test_the_same_form_sent_twice_makes_one_receipt(shop):
    ana = shop.person()
    once = {"Idempotency-Key": "a-key-of-this-form"}

    with shop.staffed():
        first, second = (handed_in(ana, headers=once).get_json() for _ in range(2))

    assert first["receipt_id"] == second["receipt_id"]
    assert (shop.count(Receipt), shop.count(Job), len(shop.files())) == (1, 1, 1)


def test_the_very_same_file_is_kept_linked_and_told(shop):
    ana = shop.person()
    first = shop.read(ana)

    with shop.staffed():
        answer = handed_in(ana).get_json()
    shop.work()

    second = told(ana, answer["receipt_id"])
    assert answer["duplicate"]["kind"] == "exact"
    assert answer["duplicate"]["receipt_id"] == first
    assert second["duplicate"]["receipt_id"] == first
    assert second["fields"]["amount"]["value"] == "150.00"
    assert len(shop.eyes.seen) == 1  # what was read once is not read again
    assert ana.get(second["file"]["preview_urls"][0], buffered=True).status_code == 200


def test_another_business_is_told_nothing_about_the_same_file(shop):
    shop.read(shop.person(ANA))

    with shop.staffed():
        answer = handed_in(shop.person(BOB)).get_json()

    assert answer["duplicate"] is None


def test_a_receipt_may_name_its_order_which_is_made_by_that(shop):
    ana = shop.person()

    one = shop.read(ana, pedido_id="Pedido 17", valor_esperado="200,00")
    two = shop.read(ana, png(), name="b.png", pedido_id="Pedido 17")

    orders = [told(ana, each)["order"] for each in (one, two)]
    assert orders[0]["id"] == orders[1]["id"]
    assert (orders[0]["reference"], orders[0]["expected_amount"]) == ("Pedido 17", 200.0)
    assert orders[0]["state"] == "open"


def test_who_is_not_logged_in_is_sent_to_the_door(shop):
    visitor = shop.door.browser()

    program, person = handed_in(visitor), several(visitor, (jpeg(), "a.jpg"))

    assert program.status_code == 401
    assert person.status_code == 303
    assert person.location.startswith("/login")
    assert shop.files("incoming") == []


def test_a_form_of_another_site_is_refused(shop):
    ana = shop.person()
    shop.app.config["WTF_CSRF_ENABLED"] = True

    without = handed_in(ana)
    with shop.staffed():
        headed = handed_in(ana, headers={"X-CSRFToken": form_token(ana)})
        filled = handed_in(ana, png(), "a.png", csrf_token=form_token(ana))

    assert without.status_code == 400
    assert (headed.status_code, filled.status_code) == (202, 202)
    assert len(shop.files()) == 2


def test_nobody_floods_the_counter(shop):
    ana = shop.person()
    handfuls = [[(b"%PDF-1.4 " + bytes([a, b]), "a.pdf") for a in range(20)] for b in range(6)]
    with shop.staffed():
        taken = [several(ana, *files, headers=JSON).status_code for files in handfuls]
        one_more = handed_in(ana)
        many_more = several(ana, *handfuls[0], headers=JSON)

    wait = one_more.headers["Retry-After"]
    assert taken == [202] * 6
    assert one_more.status_code == 429
    assert 0 < int(wait) <= 660
    assert f" {wait} " in one_more.get_json()["error"]
    assert many_more.status_code == 422
    assert {line["code"] for line in many_more.get_json()["receipts"]} == {TOO_OFTEN}
    assert shop.count(Receipt) == len(shop.files()) == 120


def test_a_text_pdf_is_taken_as_well(shop):
    with shop.staffed():
        answer = handed_in(shop.person(), pdf("Comprovante", "R$ 10,00"), "pix.PDF")

    assert answer.status_code == 202
    assert shop.receipt(answer.get_json()["receipt_id"]).media_type == "application/pdf"
