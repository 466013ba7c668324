"""The same receipt twice: linked, told, read once, and forgotten only by whoever says so."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.jobs.models import Job
from balcao.jobs.work.inline import run_now, work_off
from balcao.receipts.models import Receipt
from tests.contracts.receipts.shop import BOB, JSON, PIX_ID, handed_in, jpeg, png, told
from tests.waiting import wait_until

TWENTY, WORKERS = 20, 4


def test_twenty_of_one_file_at_once_are_read_once_and_linked(shop):
    shop.person()
    browsers = [shop.door.inside() for _ in range(TWENTY)]

    with shop.staffed(), ThreadPoolExecutor(TWENTY) as pool:
        answers = [answer.get_json() for answer in pool.map(handed_in, browsers)]
    shop.work()

    rows = [shop.receipt(answer["receipt_id"]) for answer in answers]
    [first] = [row for row in rows if row.duplicate_of is None]
    others = [row for row in rows if row.id != first.id]
    assert {(row.duplicate_of, row.duplicate_kind) for row in others} == {(first.id, "exact")}
    assert [answer["duplicate"] for answer in answers].count(None) == 1
    assert {row.state for row in rows} == {"read"}
    assert {str(row.amount) for row in rows} == {"150.00"}
    assert (len(shop.eyes.seen), len(shop.files())) == (1, TWENTY)


def test_twenty_of_one_file_read_by_many_workers_are_still_read_once(shop):
    shop.person()
    browsers = [shop.door.inside() for _ in range(TWENTY)]
    with shop.staffed():
        jobs = [handed_in(browser).get_json()["job_id"] for browser in browsers]

    def all_at_work():
        with Session(shop.engine) as session:
            return list(session.scalars(select(Job.status))).count("started") == WORKERS

    shop.eyes.meanwhile = lambda: wait_until(all_at_work, 10, "everybody works")

    def work(job_id):
        return run_now(shop.engine, shop.app.app_context, job_id, tools=shop.tools)

    with ThreadPoolExecutor(WORKERS) as pool:
        assert all(pool.map(work, jobs))

    assert shop.count(Receipt) == TWENTY
    assert len(shop.eyes.seen) == 1


def test_the_same_file_is_read_again_where_nobody_could_read_it(shop):
    ana = shop.person()
    shop.eyes.trouble = [ValueError("once")]
    with shop.staffed():
        first = handed_in(ana).get_json()["receipt_id"]
        work_off(shop.engine, shop.app.app_context, tools=shop.tools)
        second = handed_in(ana).get_json()["receipt_id"]
    shop.work()

    assert told(ana, second)["fields"]["amount"]["value"] == "150.00"
    assert told(ana, second)["duplicate"]["receipt_id"] == first


def test_another_picture_of_the_same_id_is_found(shop):
    ana = shop.person()
    first = shop.read(ana)
    shop.eyes.look = "f" * 16

    second = told(ana, shop.read(ana, png(), name="b.png"))

    assert (second["duplicate"]["kind"], second["duplicate"]["receipt_id"]) == ("same_id", first)
    assert second["duplicate"]["by"] == "ana@loja.example"
    assert second["duplicate"]["received_at"].endswith("Z")
    assert second["verdict"]["word"] == "look_closer"


def test_an_id_that_was_misread_is_still_the_same(shop):
    ana = shop.person()
    first = shop.read(ana)
    shop.eyes.look = "f" * 16
    shop.eyes.sees["transaction_id"] = PIX_ID[:-5] + PIX_ID[-5:].replace("1", "l")

    second = told(ana, shop.read(ana, png(), name="b.png"))

    assert (second["duplicate"]["kind"], second["duplicate"]["receipt_id"]) == ("same_id", first)


def test_another_copy_of_the_picture_without_an_id_is_found(shop):
    ana = shop.person()
    del shop.eyes.sees["transaction_id"]
    first = shop.read(ana)
    shop.eyes.look = "0123456789abcdee"

    near = told(ana, shop.read(ana, png(), name="b.png"))
    shop.eyes.look = "f" * 16
    far = told(ana, shop.read(ana, png("red"), name="c.png"))
    shop.eyes.look, shop.eyes.sees["amount"] = "0123456789abcdef", "150.01"
    other = told(ana, shop.read(ana, png("blue"), name="d.png"))

    assert (near["duplicate"]["kind"], near["duplicate"]["receipt_id"]) == ("near", first)
    assert far["duplicate"] is other["duplicate"] is None


def test_the_first_of_both_is_not_blamed_when_it_is_corrected(shop):
    ana = shop.person()
    first = shop.read(ana)
    shop.eyes.look = "f" * 16
    shop.read(ana, png(), name="b.png")

    again = ana.post(f"/receipts/{first}/fields", json={"bank": "Banco Um"}, headers=JSON)

    assert again.get_json()["duplicate"] is None


def test_a_correction_may_make_a_duplicate_or_end_it(shop):
    ana = shop.person()
    first = shop.read(ana)
    shop.eyes.look, shop.eyes.sees["transaction_id"] = "f" * 16, PIX_ID[:-1] + "9"
    second = shop.read(ana, png(), name="b.png")
    address = f"/receipts/{second}/fields"

    none = told(ana, second)["duplicate"]
    made = ana.post(address, json={"transaction_id": PIX_ID}, headers=JSON).get_json()
    ended = ana.post(address, json={"transaction_id": PIX_ID[:-1] + "8"}, headers=JSON).get_json()

    assert none is ended["duplicate"] is None
    assert made["duplicate"]["receipt_id"] == first


def test_a_duplicate_is_taken_only_by_whoever_looked_at_both(shop):
    ana = shop.person()
    shop.read(ana)
    second = shop.read(ana)
    address = f"/receipts/{second}/confirm"

    asked, kept = ana.post(address, headers=JSON), ana.post(address, json={"keep": True})

    assert asked.status_code == 409
    assert asked.get_json()["code"] == "receipts.error.duplicate"
    assert kept.status_code in {200, 303}
    assert [payment.receipt_id for payment in shop.payments()] == [second]


def test_after_the_copy_was_paid_the_first_is_asked_about_too(shop):
    ana = shop.person()
    first, second = shop.read(ana), shop.read(ana)
    ana.post(f"/receipts/{second}/confirm", data={"keep": "1"})

    answer = ana.post(f"/receipts/{first}/confirm", headers=JSON)

    assert answer.status_code == 409
    assert len(shop.payments()) == 1


def test_only_a_person_drops_a_duplicate_and_only_a_duplicate(shop):
    ana = shop.person()
    first, second = shop.read(ana), shop.read(ana)

    kept = ana.post(f"/receipts/{first}/drop-duplicate", headers=JSON)
    dropped = ana.post(f"/receipts/{second}/drop-duplicate", headers=JSON)

    assert kept.status_code == 409
    assert kept.get_json()["code"] == "receipts.error.no_duplicate"
    assert dropped.get_json()["id"] == first
    assert ana.get(f"/api/v1/receipts/{second}").status_code == 404
    assert ana.post(f"/receipts/{second}/drop-duplicate", headers=JSON).status_code == 404
    assert shop.count(Receipt) == 1


def test_a_browser_that_drops_a_duplicate_goes_on_with_the_first(shop):
    ana = shop.person()
    first, second = shop.read(ana), shop.read(ana)

    answer = ana.post(f"/receipts/{second}/drop-duplicate")

    assert (answer.status_code, answer.location) == (303, f"/receipts/{first}")


def test_what_repeats_a_dropped_one_repeats_the_first(shop):
    ana = shop.person()
    del shop.eyes.sees["transaction_id"]
    shop.eyes.look = "000000000000000f"
    first = shop.read(ana, jpeg("red"))
    shop.eyes.look = "00000000000000ff"
    second = shop.read(ana, jpeg("green"))
    third = shop.read(ana, jpeg("green"))
    assert told(ana, third)["duplicate"]["receipt_id"] == second

    ana.post(f"/receipts/{second}/drop-duplicate")

    assert told(ana, third)["duplicate"]["receipt_id"] == first
    assert ana.post(f"/receipts/{third}/confirm", headers=JSON).status_code == 409


def test_a_paid_duplicate_is_not_dropped_also_not_at_the_same_moment(shop):
    ana = shop.person()
    shop.read(ana)
    copies = [shop.read(ana) for _ in range(4)]
    browsers = [shop.door.inside() for _ in range(8)]
    acts = [(each, act) for each in copies for act in ("confirm", "drop-duplicate")]

    def act(browser, what):
        return browser.post("/receipts/{}/{}".format(*what), json={"keep": "1"}, headers=JSON)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(act, browsers, acts))

    assert {answer.status_code for answer in answers} <= {200, 404, 409}
    assert shop.count(Receipt) == 1 + len(shop.payments())


def test_two_businesses_know_nothing_of_each_other(shop):
    ana, bob = shop.person(), shop.person(BOB)
    shop.read(ana)

    theirs = told(bob, shop.read(bob))

    assert theirs["duplicate"] is None
    assert len(shop.eyes.seen) == 2
    assert bob.post(f"/receipts/{theirs['id']}/confirm", headers=JSON).status_code == 200
