"""The mails about accounts: who gets which, with what in it, and the same one on every attempt."""

import pytest

from balcao.accounts.links import is_open
from balcao.accounts.mail.job_args import (
    SendAccountUpdatedEmail,
    SendPasswordResetEmail,
    SendVerificationEmail,
)
from balcao.adapters.mail import Temporary
from balcao.adapters.mail.message import Sender, as_bytes
from balcao.foundation.clock import utcnow
from balcao.foundation.dbtime import db_now
from tests.contracts.accounts.keyring import change
from tests.contracts.accounts.post import ANA, HOUSE, LINKS, Post

OURS = Sender("Balcão", "no-reply@balcao.example")
CHANGES = ("password", "address", "factor", "reset")
HOSTILE = [
    "{{7*7}}", "${7*7}", "{% for x in y %}", "{0.__class__}", "%(link)s", "%s", "#{7*7}",
    "<script>alert(1)</script>", "Ana\r\nBcc: eve@evil.example", "Ana\nSubject: other",
    "Ana\u2028Bcc: eve@evil.example", "Ana\x07\x1b[31m", "\u202egnp.exe", "a" * 80,
]  # fmt: skip


@pytest.fixture
def post(engine):
    return Post(engine)


def test_whoever_signs_up_gets_the_link(post):
    token = post.token()

    job = post.ask(SendVerificationEmail(token_id=token))
    post.work()

    [mail] = post.office.mails
    link = LINKS.url(post.row(token))
    assert (mail.to, mail.subject) == (ANA, "Confirm your email address")
    assert (mail.text.count(link), mail.html.count(f'href="{link}"')) == (1, 2)
    assert post.job(job).status == "finished"
    assert post.job(job).result == {"accepted": True}


def test_whoever_has_an_account_is_told_so_in_their_own_language(post):
    post.account(name="Ana Figueira", locale="pt_PT", email="Ana@figueira.example")
    token = post.token()

    job = post.ask(SendVerificationEmail(token_id=token))
    post.work()

    [mail] = post.office.mails
    assert mail.to == "Ana@figueira.example"
    assert '<html lang="pt-PT">' in mail.html
    assert "Ana Figueira," in mail.text
    assert LINKS.token(post.row(token)) not in mail.text + mail.html
    assert (f"\n{HOUSE}/login\n" in mail.text, f"\n{HOUSE}/forgot\n" in mail.text) == (True, True)
    assert post.job(job).status == "finished"


def test_a_sign_up_looks_the_same_whether_or_not_there_is_an_account(post):
    post.account("known@figueira.example")
    known = post.ask(SendVerificationEmail(token_id=post.token(email="known@figueira.example")))
    unknown = post.ask(SendVerificationEmail(token_id=post.token(email="unknown@figueira.example")))

    post.work()

    assert post.course(known) == post.course(unknown)
    assert post.job(known).result == post.job(unknown).result
    assert post.job(known).stage == post.job(unknown).stage


def test_a_new_address_is_asked_to_confirm_itself(post):
    asker = post.account()
    token = post.token("address", email="new@figueira.example", user_id=asker)

    post.ask(SendVerificationEmail(token_id=token))
    post.work()

    [mail] = post.office.mails
    assert (mail.to, mail.subject) == ("new@figueira.example", "Confirm your new email address")
    assert LINKS.url(post.row(token)) in mail.text


def test_a_new_address_that_has_an_account_is_told_without_a_link(post):
    post.account("taken@figueira.example", name="Rui")
    token = post.token("address", email="taken@figueira.example", user_id=post.account())

    job = post.ask(SendVerificationEmail(token_id=token))
    post.work()

    [mail] = post.office.mails
    assert (mail.to, mail.subject) == (
        "taken@figueira.example", "This address already has an account",
    )  # fmt: skip
    assert "/account/address/" not in mail.text + mail.html
    assert post.job(job).status == "finished"


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_told_at_the_address_of_the_row_and_opens_nothing(post, kind):
    token = post.token("notice", email="old@figueira.example", user_id=post.account(name="Ana"))

    post.ask(SendAccountUpdatedEmail(token_id=token, change=kind), viewer=None)
    post.work()

    [mail] = post.office.mails
    assert mail.to == "old@figueira.example"
    assert mail.text.startswith("Hello Ana,\n")
    assert "Changed on " in mail.text
    for secret in (LINKS.keys[0], post.row(token).nonce, "/verify/", "/reset/", "/welcome/"):
        assert secret not in mail.text + mail.html


def test_the_four_changes_are_four_mails(post):
    token = post.token("notice", user_id=post.account())

    for kind in CHANGES:
        post.ask(SendAccountUpdatedEmail(token_id=token, change=kind))
    post.work()

    assert len({mail.subject for mail in post.office.mails}) == 4
    assert len({mail.identity for mail in post.office.mails}) == 4


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_a_name(post, name):
    post.account(name=name)
    post.ask(SendAccountUpdatedEmail(token_id=post.token("notice"), change="password"))

    post.work()

    [mail] = post.office.mails
    wire = as_bytes(mail, OURS)
    greeting = mail.text.splitlines()[0]
    assert greeting == f"Hello {shown(name)},"
    assert "<script" not in mail.html
    headers = wire.partition(b"\r\n\r\n")[0]
    assert b"Bcc" not in headers
    assert headers.count(b"Subject:") == 1
    assert "49" not in greeting


def shown(name):
    return "".join(letter for letter in " ".join(name.split()) if letter.isprintable())


def test_strangers_are_not_called_by_what_somebody_typed_for_them(post):
    evil = "Buy at https://evil.example"
    asker = post.account(name=evil)
    post.ask(SendVerificationEmail(token_id=post.token(email="a@figueira.example", name=evil)))
    fresh = post.token("address", email="b@figueira.example", user_id=asker)
    post.ask(SendVerificationEmail(token_id=fresh))

    post.work()

    assert [mail.text.splitlines()[0] for mail in post.office.mails] == ["Hello,", "Hello,"]
    assert "evil" not in "".join(mail.text + mail.html for mail in post.office.mails)


@pytest.mark.parametrize("kind", [SendVerificationEmail, SendPasswordResetEmail])
def test_every_attempt_sends_the_very_same_bytes(post, kind):
    purpose = "verify" if kind is SendVerificationEmail else "reset"
    if purpose == "reset":
        post.account()
    post.ask(kind(token_id=post.token(purpose)))
    post.office.troubles = [
        Temporary("mail.error.busy", about_recipient=True),
        Temporary("mail.error.busy", about_recipient=True),
    ]

    for _ in range(3):
        post.work()
        post.hurry()

    first, second, third = (as_bytes(mail, OURS) for mail in post.office.mails)
    assert first == second == third
    assert f"Message-ID: <{post.office.mails[0].identity}@balcao.example>".encode() in first


def test_a_mail_is_dated_when_it_was_asked_for(post):
    token = post.token()
    post.ask(SendVerificationEmail(token_id=token))

    post.work()

    [mail] = post.office.mails
    assert mail.date == post.row(token).created_at
    assert mail.identity == f"{token}.verify"


GONE, USED, EXPIRED = "accounts.note.gone", "accounts.note.used", "accounts.note.expired"


@pytest.mark.parametrize(
    ("purpose", "state", "note"),
    [
        ("verify", {"used_at": utcnow()}, USED),
        ("verify", {"expires_at": db_now(-1)}, EXPIRED),
        ("verify", {"pre_user_id": None}, GONE),
        ("verify", {"password_hash": None}, GONE),
        ("address", {}, GONE),
        ("reset", {"password_hash": "a"}, GONE),
    ],
)
def test_what_nobody_needs_any_more_is_not_sent(post, purpose, state, note):
    job = post.ask(SendVerificationEmail(token_id=post.token(purpose, **state)))

    post.work()

    assert post.office.asked == []
    assert post.job(job).status == "cancelled"
    assert post.course(job)[-1] == ("cancelled", 1, note)


@pytest.mark.parametrize("kind", [SendVerificationEmail, SendPasswordResetEmail])
def test_a_request_that_is_not_there_is_not_sent(post, kind):
    job = post.ask(kind(token_id="00000000-0000-7000-8000-000000000000"))

    post.work()

    assert post.job(job).status == "cancelled"
    assert post.office.asked == []


def test_sending_uses_no_link_up(post):
    token = post.token()
    post.ask(SendVerificationEmail(token_id=token))

    post.work()

    with change(post.engine) as session:
        assert is_open(session, post.row(token))
