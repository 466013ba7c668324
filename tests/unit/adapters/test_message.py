"""Whatever is written, Python's own parser reads the same, and nothing becomes a second header."""

from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.errors import MessageDefect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.adapters.mail import Outgoing, Refused
from balcao.adapters.mail.message import UNSAFE, as_bytes, sender_of

SENDER = sender_of("Balcão <no-reply@balcao.example>")
PATIENT = settings(deadline=None)  # a busy machine proves nothing
DATE = datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=200).filter(
    lambda text: not UNSAFE.search(text)
)


def written(**changes):
    fields = {"to": "ana@mail.test", "subject": "s", "text": "t", "html": "<p>h</p>",
              "identity": "01.verify", "date": DATE}  # fmt: skip
    return as_bytes(Outgoing(**{**fields, **changes}), SENDER)


def read(content):
    message = message_from_bytes(content, policy=policy.default)
    parts = list(message.walk())
    defects: list[MessageDefect] = [defect for part in parts for defect in part.defects]
    assert not defects
    assert [part.get_content_type() for part in parts] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    return message


def lines_of(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")


@PATIENT
@given(text=TEXTS, html=TEXTS)
def test_both_parts_are_read_as_they_were_written(text, html):
    message = read(written(text=text, html=html))

    assert lines_of(message.get_body(["plain"]).get_content()) == lines_of(text)
    assert lines_of(message.get_body(["html"]).get_content()) == lines_of(html)


@PATIENT
@given(subject=LINES)
def test_a_subject_is_read_as_it_was_written(subject):
    message = read(written(subject=subject))

    assert message["Subject"] == subject
    assert len(message.keys()) == 9


@PATIENT
@given(text=TEXTS, subject=LINES)
def test_every_line_is_one_that_all_servers_take(text, subject):
    content = written(text=text, subject=subject)

    lines = content.split(b"\r\n")
    assert all(len(line) <= 78 and b"\r" not in line and b"\n" not in line for line in lines)
    assert content.isascii()
    assert content.endswith(b"\r\n")


@PATIENT
@given(subject=st.text(max_size=60))
def test_no_subject_adds_a_header(subject):
    try:
        content = written(subject=subject)
    except Refused:
        assert UNSAFE.search(subject)
        return

    assert len(read(content).keys()) == 9


@PATIENT
@given(name=st.text(st.characters(exclude_characters='"\\'), max_size=9))
def test_a_name_is_read_as_it_was_written(name):
    try:
        sender = sender_of(f'"{name}" <no-reply@balcao.example>')
    except ValueError:
        return
    mail = Outgoing("ana@mail.test", "s", "t", "h", "01", DATE)

    [address] = read(as_bytes(mail, sender))["From"].addresses

    assert address.addr_spec == "no-reply@balcao.example"
    assert address.display_name == sender.name


def test_a_long_name_takes_several_words():
    sender = sender_of(f'"{"ção " * 30}" <no-reply@balcao.example>')

    content = as_bytes(Outgoing("ana@mail.test", "s", "t", "h", "01", DATE), sender)

    # Python 3.11 shows the spaces between encoded words, which count for nothing.
    [address] = read(content)["From"].addresses
    assert address.display_name.replace(" ", "") == "ção" * 30
    assert all(len(line) <= 78 for line in content.split(b"\r\n"))


@pytest.mark.parametrize(
    "subject",
    ["Confirme o seu endereço", "=?utf-8?q?not_really?=", "a" * 900, "ç" * 900, " spaces ", "",
     "👩‍👩‍👧 " * 40, "word " * 60],
)  # fmt: skip
def test_odd_subjects(subject):
    assert read(written(subject=subject))["Subject"] == subject


def test_the_headers_say_who_when_and_that_no_machine_should_answer():
    message = read(written())

    assert {name: str(message[name]) for name in message if name != "Content-Type"} == {
        "Date": "Tue, 04 Mar 2025 05:06:07 +0000",
        "From": "Balcão <no-reply@balcao.example>",
        "To": "ana@mail.test",
        "Message-ID": "<01.verify@balcao.example>",
        "Subject": "s",
        "MIME-Version": "1.0",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


@pytest.mark.parametrize(
    "date",
    [DATE.replace(tzinfo=None), DATE.astimezone(timezone(timedelta(hours=-3)))],
    ids=["without a zone", "of another zone"],
)
def test_the_same_moment_is_the_same_bytes(date):
    assert written(date=date) == written()


def test_a_line_with_nothing_but_a_dot_stays_one():
    content = written(text="a\n.\n..\n.b")

    assert lines_of(read(content).get_body(["plain"]).get_content()) == ["a", ".", "..", ".b"]


@pytest.mark.parametrize("identity", ["", "a b", "a@b", "a\r\nb", "<a>", "é", "a..b", ".a"])
def test_an_identity_is_a_plain_word(identity):
    with pytest.raises(Refused):
        written(identity=identity)


def test_a_long_identity_makes_no_long_line():
    content = written(identity="0123456789" * 9)

    assert len(read(content).get_boundary()) <= 70


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_what_no_file_can_hold_becomes_a_question_mark(text):
    assert "?" in read(written(text=text)).get_body(["plain"]).get_content()
    with pytest.raises(Refused):
        written(subject=text)
