"""The pages of the mailbox, whatever lies in it."""

import re

import pytest
from sqlalchemy.orm import Session

from app import create_app
from balcao.mailbox import service
from config import load_settings

INVENTED = "invented for a test, and long enough"
PLAIN = b"Content-Type: text/plain; charset="
MIXED = b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
FILE = b'Content-Disposition: attachment; filename="a.html"\r\n'
HOSTILE = {
    "nothing": b"",
    "script": (
        b"Subject: <script>alert(1)</script>\r\nContent-Type: text/html\r\n\r\n"
        b"<script>alert(1)</script><a href='javascript:alert(1)'>x</a>"
        b"<a href=https://shop.example/a>y</a><meta http-equiv=refresh content='0;url=//evil.test'>"
    ),
    "no such charset": b"Subject: =?nope?q?=FF?=\r\n" + PLAIN + b"nope\r\n\r\nx",
    "wrong charset": PLAIN + b"ascii\r\n\r\n\xff\xfe\x00nul",
    "a charset of bytes": PLAIN + b"base64\r\n\r\nx",
    "broken header": b"Subject: =?utf-8?b?####?=\r\n: nameless\r\n\r\nx",
    "no end": MIXED + b"--a\r\nContent-Type: text/html\r\n\r\n<b",
    "deep": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(2000)
    ),
    "many parts": MIXED + b"--a\r\n\r\nx\r\n" * 9000,
    "long": b"Subject: " + b"x" * 90_000 + b"\r\n\r\n" + b"y" * 900_000,
    "turned": "Subject: \u202eexe.fdp\r\n\r\n\u202ex".encode(),
    "a file": FILE + b"Content-Type: text/html\r\n\r\nx",
}


@pytest.fixture
def put(engine):
    def put(raw=b"Subject: hello\r\n\r\n", to="ana@shop.example"):
        with Session(engine) as session, session.begin():
            service.receive(session, service.Envelope("house@balcao.example", [to]), raw)

    return put


def listed(visitor, to=""):
    return visitor.get("/dev/mail.json", query_string={"to": to}).json["mails"]


def test_an_empty_mailbox_says_what_to_do(visitor):
    page = visitor.get("/dev/mail")

    assert page.status_code == 200
    assert 'class="empty"' in page.text
    assert listed(visitor) == []


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_no_mail_breaks_a_page(visitor, put, raw):
    put(raw)
    [mail] = listed(visitor)

    for end in ("", "/html", "/raw"):
        assert visitor.get(f"/dev/mail/{mail['id']}{end}").status_code == 200
    assert "<script>alert" not in visitor.get("/dev/mail").text
    assert "<script>alert" not in visitor.get(f"/dev/mail/{mail['id']}").text


def test_links_lead_only_to_the_web_and_do_not_say_from_where(visitor, put):
    put(HOSTILE["script"])
    [mail] = listed(visitor)

    page = visitor.get(f"/dev/mail/{mail['id']}").text

    assert mail["links"] == ["https://shop.example/a"]
    [link] = re.findall('<a href="https://shop.example/a"[^>]*>', page)
    assert 'rel="noreferrer noopener"' in link
    assert "javascript:" not in page


def test_links_are_found_in_text_and_page_each_once(visitor, put):
    put(
        b"Content-Type: multipart/alternative; boundary=a\r\n\r\n"
        b"--a\r\nContent-Type: text/plain\r\n\r\nFollow http://localhost:8000/verify/abc.\r\n"
        b"--a\r\nContent-Type: text/html\r\n\r\n"
        b'<a href="http://localhost:8000/verify/abc">here</a>'
        b'<a href="http://localhost:8000/?a=1&amp;b=2">there</a>\r\n--a--\r\n'
    )

    [mail] = listed(visitor)

    assert mail["links"] == ["http://localhost:8000/verify/abc", "http://localhost:8000/?a=1&b=2"]


def test_the_mails_own_page_is_shut_away_and_framed_by_nobody_else(visitor, put):
    put(HOSTILE["script"])
    [mail] = listed(visitor)

    frame = visitor.get(f"/dev/mail/{mail['id']}/html")
    around = visitor.get(f"/dev/mail/{mail['id']}")

    policy = frame.headers["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "frame-ancestors 'self'"} <= set(policy)
    assert not any(part.startswith("script-src") for part in policy)
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert frame.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-src 'self'" in around.headers["Content-Security-Policy"]
    assert around.headers["X-Frame-Options"] == "DENY"
    assert "frame-src" not in visitor.get("/dev/mail").headers["Content-Security-Policy"]


def test_the_bytes_are_only_given_to_keep(visitor, put):
    put(HOSTILE["wrong charset"])
    [mail] = listed(visitor)

    answer = visitor.get(f"/dev/mail/{mail['id']}/raw")

    assert answer.data == HOSTILE["wrong charset"]
    assert answer.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("to", "found"), [("RUI", 1), ("shop", 2), ("%", 0), ("r_i", 0), ("\0", 0)]
)
def test_mails_are_found_by_their_recipient(visitor, put, to, found):
    put(to="ana@shop.example")
    put(to="Rui@shop.example")

    assert len(listed(visitor, to)) == found
    assert visitor.get("/dev/mail", query_string={"to": to}).text.count('class="letter"') == found


def test_long_lists_have_pages(visitor, put):
    for number in range(25):
        put(b"Subject: mail %d.\r\n\r\n" % number)

    newest = visitor.get("/dev/mail").text
    [older] = re.findall(r'href="(/dev/mail\?after=[^"]+)"', newest)

    assert newest.index("mail 24.") < newest.index("mail 5.")
    assert "mail 4." not in newest
    assert visitor.get(older).text.count('class="letter"') == 5


@pytest.mark.parametrize("other", ["nothing", "0190a0b0-0000-7000-8000-000000000000", "%00"])
@pytest.mark.parametrize("end", ["", "/html", "/raw"])
def test_what_is_not_there_is_not_found(visitor, other, end):
    assert visitor.get(f"/dev/mail/{other}{end}").status_code == 404


def test_emptying_needs_our_own_form(visitor, put):
    put()
    page = visitor.get("/dev/mail").text
    [token] = re.findall('name="csrf-token" content="([^"]+)"', page)

    assert visitor.post("/dev/mail/clear").status_code == 400
    assert len(listed(visitor)) == 1
    assert visitor.post("/dev/mail/clear", data={"csrf_token": token}).status_code == 303
    assert listed(visitor) == []


def test_in_production_there_is_no_such_address(tmp_path):
    settings = load_settings(
        _env_file=None, var_dir=tmp_path, app_env="production", rq_async_enabled=False,
        secret_key=INVENTED, public_url="https://balcao.example",
    )  # fmt: skip
    rules = {rule.endpoint for rule in create_app(settings).url_map.iter_rules()}

    assert not any(endpoint.startswith("mailbox.") for endpoint in rules)
