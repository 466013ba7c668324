"""What is said to the built-in mailbox, and what it keeps, on both databases."""

import smtplib

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from balcao.mailbox import service
from balcao.mailbox.desk import LARGEST, MOST_RECIPIENTS
from tests.integration.mailbox.post import kept, subjects


def test_a_mail_that_was_taken_lies_in_the_database_byte_by_byte(postman, engine):
    raw = b"Subject: =?utf-8?q?Ol=C3=A1?=\r\n\r\n.one dot\r\n\xff\xfe and no charset\r\n"

    postman.sendmail("house@balcao.example", "Ana@shop.example", raw)

    [mail] = kept(engine)
    assert mail.raw == raw
    assert (mail.sender, mail.recipient) == ("house@balcao.example", "Ana@shop.example")
    assert (mail.subject, mail.size) == ("Olá", len(raw))


def test_each_recipient_has_a_mail_of_their_own(postman, engine):
    postman.bring("for both", "ana@shop.example", "rui@shop.example")

    assert [mail.recipient for mail in kept(engine)] == ["ana@shop.example", "rui@shop.example"]


@pytest.mark.usefixtures("postman")
def test_nobody_else_on_the_machine_may_bring_mails(place):
    assert place.stat().st_mode & 0o777 == 0o600


def test_a_mail_that_is_too_large_is_refused_for_good(postman, engine):
    postman.ehlo()
    postman.mail("house@balcao.example")
    postman.rcpt("ana@shop.example")

    status, _ = postman.data(b"0123456789abcdef\r\n" * (LARGEST // 18 + 1))

    assert status == 552
    assert kept(engine) == []


def test_too_many_recipients_are_put_off(postman, engine):
    recipients = [f"customer{number}@shop.example" for number in range(MOST_RECIPIENTS + 1)]

    postman.bring("for everybody", *recipients)

    assert len(kept(engine)) == MOST_RECIPIENTS


def test_what_cannot_be_kept_now_is_not_taken(postman, engine):
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE dev_mails RENAME TO put_away"))

    with pytest.raises(smtplib.SMTPDataError) as refused:
        postman.bring("too early")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE put_away RENAME TO dev_mails"))
    postman.bring("in time")

    assert refused.value.smtp_code == 451
    assert subjects(engine) == ["in time"]


@pytest.mark.parametrize("address", ["ánà@shop.example", "ana+tag@shop.example", '"a b"@x.example'])
def test_addresses_are_kept_as_they_were_said(postman, engine, address):
    postman.ehlo()
    postman.mail("house@balcao.example", ["SMTPUTF8"])
    postman.docmd("RCPT", f"TO:<{address}>")

    postman.data(b"Subject: there\r\n\r\n")

    assert [mail.recipient for mail in kept(engine)] == [address]


def test_only_the_newest_are_kept(engine):
    some = service.MOST_KEPT // 4

    for round_ in range(5):
        with Session(engine) as session, session.begin():
            to = [f"customer{round_}-{number}@shop.example" for number in range(some)]
            service.receive(session, service.Envelope("house@balcao.example", to), b"")

    mails = kept(engine)
    assert len(mails) == service.MOST_KEPT
    assert mails[0].recipient.startswith("customer1-")
    assert mails[-1].recipient.startswith("customer4-")
