"""Uploads that mean harm: names, disguises, floods, forged senders, and a Redis that is gone."""

import io

import pytest

from app import create_app
from balcao.foundation.db import db
from balcao.receipts.models import Receipt
from config import load_settings
from tests.contracts.counter import Counter, form_token
from tests.contracts.receipts.shop import JSON, UPLOAD, Shop, handed_in, jpeg, pdf, png, told
from tests.servers.valkey import valkey

EDGE = "----edge"
END = b"--%s--\r\n" % EDGE.encode()
SENT = {**JSON, "Content-Type": f"multipart/form-data; boundary={EDGE}"}
DISGUISED = {
    "a page with the head of a PDF far behind": (b"<html>" + b" " * 2000 + pdf("x"), "a.pdf"),
    "a page named a picture": (b"<html><script>1</script>", "a.jpg"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.svg"),
    "a drawing named a picture": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a.png"),
    "an archive": (b"PK\3\4" + b"\0" * 60, "a.pdf"),
    "a program": (b"MZ" + b"\0" * 60, "a.jpg"),
    "a program of Linux": (b"\x7fELF" + b"\0" * 60, "a.png"),
    "a moving picture and script": (b"GIF87a/*" + b"\0" * 60 + b"*/=1;", "a.jpg"),
    "a picture of another kind": (b"II*\0" + b"\0" * 60, "a.jpg"),
    "a symbol": (b"\0\0\1\0\1\0" + b"\0" * 60, "a.png"),
    "PostScript": (b"%!PS-Adobe-3.0 EPSF", "a.pdf"),
    "words": (b"just words", "a.pdf"),
    "PHP": (b"<?php system($_GET[0]);", "a.php.jpg"),
    "a picture as PHP": (jpeg(), "a.jpg.php"),
    "a picture as a page": (png(), "a.html"),
    "a PDF as a picture": (pdf("x"), "a.jpg"),
    "zeroes": (b"\0" * 100, "a.jpg"),
}


def part(name, content=b"x", filename=None):
    """Return one part of a body, written by hand."""
    head = b'Content-Disposition: form-data; name="%s"' % name
    if filename is not None:
        head += b'; filename="%s"' % filename
    return b"--%s\r\n%s\r\n\r\n%s\r\n" % (EDGE.encode(), head, content)


def sent(browser, *parts, end=END, **headers):
    """Send parts as they are."""
    return browser.post(UPLOAD, data=b"".join(parts) + end, headers={**SENT, **headers})


@pytest.mark.parametrize("disguise", DISGUISED)
def test_a_disguise_is_refused_in_the_seeds_words(shop, disguise):
    content, name = DISGUISED[disguise]

    answer = handed_in(shop.person(), content, name)

    assert answer.status_code == 415, answer.text
    assert set(answer.get_json()) == {"error", "code"}
    assert shop.count(Receipt) == 0
    assert shop.files() == shop.files("incoming") == []


@pytest.mark.parametrize(
    "content",
    [
        jpeg() + b"<?php system(1); ?>",
        jpeg() + b"PK\3\4 and an archive",
        png() + b"<html><script>1</script>",
        pdf("x") + b"<script>1</script>",
    ],
    ids=["php", "zip", "html", "pdf and html"],
)
def test_what_is_a_receipt_and_something_else_is_only_ever_a_receipt(shop, content):
    ana = shop.person()
    name = {b"\xff": "a.jpg", b"\x89": "a.png", b"%": "a.pdf"}[content[:1]]

    receipt_id = shop.read(ana, content, name=name)
    answer = ana.get(f"/receipts/{receipt_id}/original", buffered=True)

    assert answer.content_type == "image/jpeg"  # what the reader said it is
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name",
    [b"../../../etc/cron.d/x.jpg", b"..\\..\\x.jpg", b"/etc/x.jpg", b"C:\\x.jpg", b"a\0b.jpg",
     b"\xff\xfe.jpg", b"%2e%2e%2fx.jpg", b"....//x.jpg", b".jpg", b"nul.jpg", b"a.jpg/", b"~/x.jpg",
     b"$(id).jpg", b"`id`.jpg", b"a.jpg;b.jpg", b"x" * 5000 + b".jpg"],
)  # fmt: skip
def test_no_name_reaches_the_disk(shop, name):
    ana = shop.person()

    with shop.staffed():
        answer = sent(ana, part(b"comprovante", jpeg(), name))

    assert answer.status_code in {202, 415, 422}, answer.text
    below = [path for path in shop.folder.rglob("*") if path.is_file()]
    assert all(shop.folder / "receipts" in path.parents for path in below)
    assert len(below) == shop.count(Receipt)


def test_a_name_in_another_writing_is_only_a_name(shop):
    ana = shop.person()
    head = b"Content-Disposition: form-data; name=comprovante; filename*=UTF-8''..%2F..%2Fx.jpg"
    body = b"--%s\r\n%s\r\n\r\n%s\r\n" % (EDGE.encode(), head, jpeg())

    with shop.staffed():
        answer = sent(ana, body)

    assert answer.status_code in {202, 415, 422}
    assert shop.count(Receipt) == len(shop.files())


@pytest.mark.parametrize("count", [101, 5000])
def test_a_body_of_very_many_parts_is_refused_and_leaves_nothing(shop, count):
    ana = shop.person()

    files = sent(ana, *[part(b"comprovante", jpeg(), b"a.jpg")] * count)
    words = sent(ana, *[part(b"x")] * count)

    assert (files.status_code, words.status_code) == (413, 413)
    assert files.get_json()["error"]
    assert shop.count(Receipt) == 0
    assert shop.files() == shop.files("incoming") == []


def test_more_files_than_twenty_are_told_and_the_first_are_taken(shop):
    ana = shop.person()

    with shop.staffed():
        answer = sent(ana, *[part(b"comprovante", jpeg((n, 0, 0)), b"a.jpg") for n in range(25)])

    lines = answer.get_json()["receipts"]
    assert answer.status_code == 202
    assert ["job_id" in line for line in lines] == [True] * 20 + [False] * 5
    assert lines[-1]["code"] == "receipts.error.too_many_files"
    assert shop.files("incoming") == []


@pytest.mark.parametrize(
    ("body", "end"),
    [
        (part(b"comprovante", jpeg(), b"a.jpg")[:-100], b""),
        (part(b"comprovante", b"\xff\xd8\xff" * 9999, b"a.jpg")[:-2], b""),
        (b"--", b""),
        (b"", b""),
        (b"x" * 5000, b""),
        (b"--%s\r\n\r\n\r\nx\r\n" % EDGE.encode(), b""),
        (part(b"comprovante", jpeg(), b""), b"--%s--" % EDGE.encode()),
    ],
)
def test_a_body_that_is_broken_is_refused_and_leaves_nothing(shop, body, end):
    ana = shop.person()

    answer = sent(ana, body, end=end)

    assert answer.status_code in {200, 202, 400, 413, 415, 422}, answer.text
    assert shop.files("incoming") == []
    assert shop.count(Receipt) == len(shop.files())


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", "", "x"])
def test_another_kind_of_body_holds_no_file(shop, kind):
    ana = shop.person()

    answer = ana.post(UPLOAD, data=b"[]", headers={**JSON, "Content-Type": kind})

    assert answer.status_code in {400, 415, 422}
    assert answer.get_json()["error"]


def test_very_long_words_beside_a_file_are_refused(shop):
    answer = sent(shop.person(), part(b"pedido_id", b"x" * 600_000), part(b"x", jpeg(), b"a.jpg"))

    assert answer.status_code == 413
    assert shop.files() == shop.files("incoming") == []


def test_a_body_longer_than_twenty_files_is_not_even_heard(shop):
    ana = shop.person()
    long = 400 * 1024 * 1024

    answer = ana.post(
        UPLOAD,
        input_stream=io.BytesIO(b""),
        headers=SENT,
        environ_overrides={"CONTENT_LENGTH": str(long)},
    )

    assert answer.status_code == 413
    assert answer.get_json()["error"]


def test_a_forged_sender_is_refused_before_anything_lands(shop):
    ana = shop.person()
    shop.app.config["WTF_CSRF_ENABLED"] = True
    token = {"X-CSRFToken": form_token(ana)}

    without = sent(ana, part(b"comprovante", jpeg(), b"a.jpg"))
    wrong = sent(ana, part(b"csrf_token", b"x"), part(b"comprovante", jpeg(), b"a.jpg"))
    site = sent(ana, part(b"comprovante", jpeg(), b"a.jpg"), **token, Origin="https://evil.example")
    host = sent(ana, part(b"comprovante", jpeg(), b"a.jpg"), **token, Host="evil.example")

    assert [each.status_code for each in (without, wrong, site, host)] == [400, 400, 403, 400]
    assert without.get_json()["error"]
    assert shop.count(Receipt) == 0
    assert shop.files() == shop.files("incoming") == []


@pytest.mark.parametrize("key", ["k" * 80, "!~"])
def test_the_longest_key_of_a_form_fits(shop, key):
    ana = shop.person()

    with shop.staffed():
        ids = {
            handed_in(ana, headers={"Idempotency-Key": key}).get_json()["receipt_id"]
            for _ in range(3)
        }

    assert len(ids) == 1
    assert len(shop.files()) == 1


@pytest.mark.parametrize("key", ["k" * 81, "é", "a b"])
def test_a_key_that_is_none_is_refused(shop, key):
    answer = handed_in(shop.person(), headers={"Idempotency-Key": key})

    assert answer.status_code == 400
    assert shop.files() == []


@pytest.mark.parametrize("trouble", ["emptied", "closed", "hung"])
def test_without_redis_a_receipt_is_taken_and_read_later(engine, database_url, tmp_path, trouble):
    with valkey() as redis:
        settings = load_settings(
            _env_file=None,
            var_dir=tmp_path,
            database_url=database_url,
            redis_url=redis.url,
            rq_redis_url=redis.url,
        )
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        shop = Shop(Counter(app, engine, tmp_path))
        ana = shop.person()
        fault = {"emptied": redis.empty, "closed": redis.kill, "hung": redis.hang}

        fault[trouble]()
        with shop.staffed():
            answer = handed_in(ana)
        shop.work()

        assert answer.status_code == 202
        assert told(ana, answer.get_json()["receipt_id"])["state"] == "read"
        with app.app_context():
            db.engine.dispose()
