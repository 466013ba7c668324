"""The files themselves: handed back only to be saved, and swept when nobody names them."""

import time

from sqlalchemy.orm import Session

from balcao.adapters.storage import StoreError
from balcao.jobs import enqueue
from balcao.receipts.files.keys import original_key
from balcao.receipts.job_args import SweepFiles
from balcao.receipts.models import Receipt
from balcao.receipts.upload.names import generate_secure_filename
from tests.contracts.receipts.shop import handed_in, jpeg, several, told

DAY = 24 * 3600


def headers(answer):
    """Return what a browser goes by, once the file behind the answer is closed."""
    answer.close()
    return answer.headers


def aged(name: str, seconds: int) -> str:
    """Return a name of ours that was given so long ago."""
    stem, _, extension = name.partition(".")
    return f"{stem.split('_')[0]}_{int(time.time()) - seconds}.{extension}"


def test_an_original_is_only_ever_saved_and_shut_away(shop):
    ana = shop.person()
    receipt_id = shop.read(ana, name="pix; x=<b> ção €.jpg")

    answer = ana.get(f"/receipts/{receipt_id}/original", buffered=True)
    ranged = ana.get(f"/receipts/{receipt_id}/original", headers={"Range": "bytes=0-9"})

    seen = headers(answer)
    assert answer.data == jpeg()
    assert seen["Content-Disposition"].startswith("attachment")
    assert seen["Content-Type"] == "image/jpeg"
    assert seen["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in seen["Content-Security-Policy"]
    assert "default-src 'none'" in seen["Content-Security-Policy"]
    assert seen["Cache-Control"] == "private, no-store"
    assert "\n" not in seen["Content-Disposition"]
    assert headers(ranged)["Content-Disposition"].startswith("attachment")


def test_a_preview_is_a_picture_of_ours_and_there_are_no_others(shop):
    ana = shop.person()
    receipt_id = shop.read(ana)

    answer = ana.get(f"/receipts/{receipt_id}/preview/0.jpg", buffered=True)
    others = [ana.get(f"/receipts/{receipt_id}/preview/{page}.jpg") for page in ("1", "-1", "x")]

    assert answer.data[:3] == b"\xff\xd8\xff"
    assert answer.data != jpeg()
    assert "private" in headers(answer)["Cache-Control"]
    assert [each.status_code for each in others] == [404, 404, 404]


def test_what_nobody_names_is_swept_after_a_day_and_all_else_stays(shop):
    ana = shop.person()
    kept = shop.read(ana)
    files, name = shop.tools.files, generate_secure_filename("a.jpg")
    old, young = (original_key(aged(name, age)) for age in (2 * DAY, DAY // 2))
    for key in (old, young):
        files.keep_bytes(key, jpeg())
    cut_off = shop.folder / "incoming" / f"{int(time.time()) - 2 * DAY}_{'a' * 32}"
    cut_off.write_bytes(b"half")

    sweep(shop)

    assert young in shop.files()
    assert old not in shop.files()
    assert not cut_off.exists()
    assert told(ana, kept)["state"] == "read"
    assert ana.get(f"/receipts/{kept}/original", buffered=True).data == jpeg()
    assert ana.get(f"/receipts/{kept}/preview/0.jpg", buffered=True).status_code == 200


def sweep(shop):
    with Session(shop.engine) as session, session.begin():
        enqueue(session, SweepFiles())
    shop.work()


class FullDisk:
    """A store that has no room left."""

    def __init__(self, files):
        self._files = files

    def __getattr__(self, name):
        return getattr(self._files, name)

    def keep(self, key, _path):
        raise StoreError(key) from OSError(28, "No space left on device")


def test_a_full_disk_is_said_to_be_ours_and_leaves_nothing(shop):
    ana = shop.person()
    object.__setattr__(shop.tools, "files", FullDisk(shop.tools.files))

    with shop.staffed():
        alone, form = handed_in(ana), several(ana, (jpeg(), "a.jpg"))

    assert (alone.status_code, form.status_code) == (503, 503)
    assert alone.headers["Retry-After"] == "60"
    assert alone.get_json()["code"] == "receipts.error.not_kept"
    assert shop.count(Receipt) == 0
    assert shop.files() == shop.files("incoming") == []
