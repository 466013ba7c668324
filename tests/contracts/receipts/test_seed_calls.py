"""The functions of the seed, called as the seed calls them."""

import hashlib
import io
import re

import pytest
from werkzeug.datastructures import FileStorage

from balcao.foundation.errors import DomainError
from balcao.receipts.models import Receipt
from balcao.receipts.payments.commands import add_receiver
from balcao.receipts.payments.service import NewReceiver
from balcao.receipts.queueing import enqueue_ocr_job, get_job_status
from balcao.receipts.upload.checks import (
    calculate_file_hash,
    generate_secure_filename,
    save_upload_securely,
    validate_file_extension,
    validate_file_mime,
    validate_file_size,
    validate_upload,
)
from tests.contracts.receipts.shop import ANA, BOB, handed_in, jpeg, pdf, png, told

NO_JOB = "00000000-0000-7000-8000-000000000000"
OURS = re.compile(r"[0-9a-f]{32}_[0-9]{10}\.(jpg|jpeg|png|pdf|bin)")


@pytest.mark.parametrize("name", ["comp.pdf", "a.jpg", "b.JPEG", "c.PnG", "../x.pdf"])
def test_the_four_extensions_are_valid(name):
    assert validate_file_extension(name) == (True, None)


@pytest.mark.parametrize(
    "name", ["malware.exe", "a.pdf.exe", "pdf", "", ".", "a.gif", "a.pdf\x00.exe"]
)
def test_any_other_extension_is_not(name):
    valid, error = validate_file_extension(name)

    assert valid is False
    assert error


def test_the_content_decides_what_a_file_is(tmp_path):
    for content, right in (
        (pdf("x"), True),
        (jpeg(), True),
        (png(), True),
        (b"MZ", False),
        (b"", False),
    ):
        place = tmp_path / "comp.pdf"
        place.write_bytes(content)
        assert validate_file_mime(str(place))[0] is right


def test_sixteen_megabytes_pass_and_one_byte_more_does_not(tmp_path):
    place = tmp_path / "comp.pdf"
    for size, right in ((1, True), (16 * 1024**2, True), (16 * 1024**2 + 1, False), (0, False)):
        with place.open("wb") as file:
            file.truncate(size)
        assert validate_file_size(str(place))[0] is right


def test_all_three_at_once_and_whether_they_agree(tmp_path):
    place = tmp_path / "comp.pdf"
    place.write_bytes(pdf("x"))

    assert validate_upload(str(place)) == (True, None)
    assert validate_upload(str(place), "comp.jpg")[0] is False
    assert validate_upload(str(place), "comp.exe")[0] is False


@pytest.mark.parametrize("name", ["comp.pdf", "../../etc/passwd", "a\x00.png", "\ud800.jpg", ""])
def test_names_are_ours_and_never_the_same(name):
    names = {generate_secure_filename(name) for _ in range(50)}

    assert len(names) == 50
    assert all(OURS.fullmatch(each) for each in names)


def test_the_hash_is_the_one_of_the_content(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")

    assert calculate_file_hash(str(tmp_path / "a")) == hashlib.sha256(b"abc").hexdigest()


def test_an_upload_is_saved_checked_and_hashed(tmp_path):
    content = pdf("x")

    valid, error, path, sha256 = save_upload_securely(
        FileStorage(io.BytesIO(content), "../comp.pdf"), str(tmp_path / "new")
    )

    assert (valid, error, sha256) == (True, None, hashlib.sha256(content).hexdigest())
    assert [str(each) for each in (tmp_path / "new").iterdir()] == [path]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ", "malware.exe"),
        (b"MZ", "a.pdf"),
        (b"", "a.pdf"),
        (pdf("x") + b"0" * 17 * 1024**2, "a.pdf"),
    ],
    ids=["exe", "exe named pdf", "empty", "large"],
)
def test_an_upload_that_is_refused_leaves_nothing(tmp_path, content, name):
    saved = save_upload_securely(FileStorage(io.BytesIO(content), name), tmp_path)

    assert saved.valid is False
    assert saved.error
    assert (saved.path, list(tmp_path.iterdir())) == (None, [])


def test_an_upload_that_breaks_off_leaves_nothing(tmp_path):
    class Broken(io.BytesIO):
        def read(self, *_):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        save_upload_securely(FileStorage(Broken(), "a.pdf"), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_job_is_asked_for_and_followed_from_python(shop, tmp_path):
    ana = shop.person()
    place = tmp_path / "teste.pdf"
    place.write_bytes(pdf("Comprovante"))

    with shop.app.app_context(), shop.staffed():
        job_id = enqueue_ocr_job(file_path=str(place), pedido_id=1) or ""
        queued = get_job_status(job_id)
    shop.work()
    with shop.app.app_context():
        finished = get_job_status(job_id)

    assert set(queued) == {"job_id", "status", "created_at"}
    assert (queued["job_id"], queued["status"]) == (job_id, "queued")
    assert finished["status"] == "finished"
    assert finished["result"]["data"]["amount"] == 150.0
    body = told(ana, finished["result"]["data"]["receipt_id"])
    assert (body["order"]["reference"], body["file"]["name"]) == ("1", "teste.pdf")
    assert place.exists()


def test_where_nobody_would_read_it_there_is_no_job(shop, tmp_path):
    shop.person()
    place = tmp_path / "teste.pdf"
    place.write_bytes(pdf("Comprovante"))

    with shop.app.app_context():
        assert enqueue_ocr_job(str(place), 1) is None

    assert shop.count(Receipt) == 0
    assert shop.files() == []


def test_a_file_that_is_none_of_ours_is_refused_in_words(shop, tmp_path):
    shop.person()
    (tmp_path / "a.pdf").write_bytes(b"MZ")

    with shop.app.app_context(), shop.staffed():
        with pytest.raises(ValueError, match="PDF"):
            enqueue_ocr_job(tmp_path / "a.pdf", 1)
        with pytest.raises(FileNotFoundError):
            enqueue_ocr_job(tmp_path / "b.pdf", 1)


def test_of_several_businesses_one_has_to_be_named(shop, tmp_path):
    shop.person(ANA)
    bob = shop.person(BOB)
    place = tmp_path / "teste.pdf"
    place.write_bytes(pdf("Comprovante"))

    with shop.app.app_context(), shop.staffed():
        with pytest.raises(DomainError, match="tenant"):
            enqueue_ocr_job(place, 1)
        job_id = enqueue_ocr_job(place, 1, tenant=shop.tenant(BOB))

    assert bob.get(f"/jobs/{job_id}/status").get_json()["status"] == "queued"


@pytest.mark.parametrize("job_id", ["", "x", "\x00", NO_JOB])
def test_an_unknown_job_is_told_as_such(shop, job_id):
    with shop.app.app_context():
        assert get_job_status(job_id) == {"job_id": job_id, "status": "unknown"}


def test_who_may_be_paid_is_said_at_a_terminal_too(shop):
    ana = shop.person()
    with shop.app.app_context():
        add_receiver(shop.tenant(), NewReceiver("Padaria Aurora Azul", "123.456.789-09"))

    body = told(ana, shop.read(ana))

    assert body["validacao_recebedor"]["status"] == "match"


def test_the_status_by_web_and_by_python_are_the_same(shop):
    ana = shop.person()
    with shop.staffed():
        job_id = handed_in(ana).get_json()["job_id"]

    with shop.app.app_context():
        assert get_job_status(job_id) == ana.get(f"/jobs/{job_id}/status").get_json()
