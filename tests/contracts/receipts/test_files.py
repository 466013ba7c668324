"""Files: before their rows, never without one for long, and handed out so that they do nothing."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from balcao.adapters import Tools
from balcao.adapters.storage import StoreError
from balcao.foundation.clock import utcnow
from balcao.foundation.db import db
from balcao.foundation.ids import first_id_at
from balcao.jobs import enqueue
from balcao.receipts.files.keys import original_key, preview_key
from balcao.receipts.job_args import SweepFiles
from balcao.receipts.models import Receipt
from tests.contracts.receipts.shop import JSON, handed_in, jpeg, png, several, told


class FullStore:
    """A store whose disk is full, and that still has what it had."""

    def __init__(self, store):
        self.store = store

    def keep(self, key, _path):
        raise StoreError(key)

    keep_bytes = keep

    def __getattr__(self, name):
        return getattr(self.store, name)


def fill(shop):
    """Let the disk take nothing more."""
    tools = shop.app.extensions["tools"]
    shop.app.extensions["tools"] = Tools(
        tools.mail, reader=tools.reader, files=FullStore(tools.files)
    )


def sweep(shop):
    with Session(shop.engine) as session, session.begin():
        enqueue(session, SweepFiles())
    shop.work()


def stamped(hours):
    return int((utcnow() - timedelta(hours=hours)).timestamp())


def test_the_original_is_only_ever_saved(shop):
    ana = shop.person()
    content = jpeg() + b"<script>alert(1)</script>"
    receipt_id = shop.read(ana, content, name="recibo; filename=b.html ção.jpg")

    answer = ana.get(told(ana, receipt_id)["file"]["original_url"], buffered=True)

    policy = answer.headers["Content-Security-Policy"]
    assert answer.data == content
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.content_type == "image/jpeg"
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].endswith(
        "filename*=UTF-8''recibo%3B%20filename%3Db.html%20%C3%A7%C3%A3o.jpg"
    )


@pytest.mark.parametrize("asked", ["bytes=0-1", "bytes=999999-", "bytes=-5", "x", "bytes=1-0,0-0"])
def test_a_piece_of_the_original_is_no_other_thing(shop, asked):
    ana = shop.person()
    receipt_id = shop.read(ana)

    answer = ana.get(f"/receipts/{receipt_id}/original", headers={"Range": asked}, buffered=True)

    assert answer.status_code in {200, 206, 416}
    assert "attachment" in answer.headers.get("Content-Disposition", "attachment")


def test_the_preview_is_a_picture_of_our_own(shop):
    ana = shop.person()
    receipt_id = shop.read(ana, jpeg() + b"GPS and a script")

    answer = ana.get(told(ana, receipt_id)["file"]["preview_urls"][0], buffered=True)

    assert answer.content_type == "image/jpeg"
    assert b"script" not in answer.data
    assert Image.open(io.BytesIO(answer.data)).size == (400, 600)
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for page in ("1", "-1", "00000", "x", "²", "1e0", "0/../0"):
        assert ana.get(f"/receipts/{receipt_id}/preview/{page}.jpg").status_code == 404


def test_a_file_that_is_gone_is_not_found(shop):
    ana = shop.person()
    receipt_id = shop.read(ana)
    shop.tools.files.remove(shop.receipt(receipt_id).file_key)
    shop.tools.files.remove(preview_key(receipt_id, 0))

    assert ana.get(f"/receipts/{receipt_id}/original").status_code == 404
    assert ana.get(f"/receipts/{receipt_id}/preview/0.jpg").status_code == 404


def test_a_file_is_kept_before_its_row_and_a_row_that_fails_takes_it_along(shop):
    ana = shop.person()
    seen = []

    def before(_connection, _cursor, statement, *_):
        if statement.startswith("INSERT INTO receipts"):
            seen.extend(shop.files())

    with shop.app.app_context():
        event.listen(db.engine, "before_cursor_execute", before)
    with shop.staffed():
        taken = handed_in(ana)
        refused = handed_in(ana, png(), "b.png", pedido_id="x" * 61)

    assert taken.status_code == 202
    assert seen == [shop.receipt(taken.get_json()["receipt_id"]).file_key]
    assert refused.status_code == 422
    assert refused.get_json()["code"] == "receipts.error.reference"
    assert len(shop.files()) == 1


def test_after_an_answer_of_the_database_that_nobody_heard_the_file_stays(shop):
    ana = shop.person()

    def cut(_connection):
        message = "the line is cut"
        raise ConnectionResetError(message)

    with shop.app.app_context():
        event.listen(db.engine, "commit", cut)
    answer = handed_in(ana)

    assert answer.status_code == 500
    assert len(shop.files()) == 1  # for all we know its row is there


def test_what_no_row_names_is_swept_after_a_day_and_nothing_else(shop):
    ana = shop.person()
    receipt_id = shop.read(ana)
    row = shop.receipt(receipt_id)
    young, old = (original_key(f"{'ab' * 16}_{stamped(hours)}.jpg") for hours in (23, 25))
    gone, new = (
        preview_key(first_id_at(utcnow() - timedelta(hours=hours)), 0) for hours in (25, 23)
    )
    unfinished = [f"incoming/{stamped(hours)}_{'0' * 32}" for hours in (25, 1)]
    for key in (young, old, gone, new, *unfinished):
        shop.tools.files.keep_bytes(key, b"x")
    known = original_key(f"{'cd' * 16}_{stamped(30)}.jpg")
    shop.tools.files.keep_bytes(known, b"x")
    with shop.engine.begin() as connection:
        connection.execute(text("UPDATE receipts SET file_key = :key"), {"key": known})

    sweep(shop)

    assert shop.files() == sorted([young, known, row.file_key])
    assert shop.files("previews") == sorted([new, preview_key(receipt_id, 0)])
    assert shop.files("incoming") == [unfinished[1]]


def test_a_full_disk_is_told_and_leaves_nothing(shop):
    ana = shop.person()
    fill(shop)

    with shop.staffed():
        alone = handed_in(ana)
        many = several(ana, (jpeg(), "a.jpg"), (png(), "b.png"), headers=JSON)
        form = several(ana, (jpeg(), "a.jpg"))
        sample = ana.post("/receipts/sample", headers=JSON)

    for answer in (alone, sample, form):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
        assert "disk" in answer.text
    assert alone.get_json()["code"] == "receipts.error.not_kept"
    assert {line["code"] for line in many.get_json()["receipts"]} == {"receipts.error.not_kept"}
    assert shop.count(Receipt) == 0
    assert shop.files() == shop.files("incoming") == []


def test_a_disk_that_has_room_again_takes_files_again(shop):
    ana = shop.person()
    files = shop.tools.files
    fill(shop)
    handed_in(ana)

    shop.app.extensions["tools"] = Tools(shop.tools.mail, reader=shop.eyes, files=files)
    with shop.staffed():
        assert handed_in(ana).status_code == 202


@pytest.mark.parametrize("how", ["a file", "a closed folder"])
def test_a_place_where_nothing_can_land_is_told_as_well(shop, how):
    ana = shop.person()
    if how == "a file":
        shop.folder.parent.mkdir(parents=True, exist_ok=True)
        shop.folder.write_bytes(b"")
    else:
        shop.folder.mkdir(parents=True)
        (shop.folder / "incoming").symlink_to("/proc/self/nowhere")

    answer = handed_in(ana)

    assert answer.status_code == 503, answer.text
    assert answer.get_json()["code"] == "receipts.error.not_kept"
    assert shop.count(Receipt) == 0


def test_pages_that_find_no_room_are_drawn_later(shop):
    ana = shop.person()
    with shop.staffed():
        receipt_id = handed_in(ana).get_json()["receipt_id"]
    full = Tools(shop.tools.mail, reader=shop.eyes, files=FullStore(shop.tools.files))
    shop.tools, good = full, shop.tools

    shop.work()
    waits = shop.job(receipt_id).status
    shop.tools = good

    assert waits == "retrying"
    assert told(ana, receipt_id)["state"] == "waiting"


def test_files_are_readable_by_nobody_else(shop):
    shop.read(shop.person())

    assert shop.folder.stat().st_mode & 0o777 == 0o700


def test_the_sample_is_read_like_any_other(shop):
    ana = shop.person()

    answer = ana.post("/receipts/sample", headers=JSON)
    again = ana.post("/receipts/sample")

    body = answer.get_json()
    assert (answer.status_code, body["status"]) == (200, "finished")
    assert again.status_code == 303
    assert (
        told(ana, again.location.rpartition("/")[2])["duplicate"]["receipt_id"]
        == (body["receipt_id"])
    )
