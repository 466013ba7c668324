"""Passwords and mails go only where the settings allow it; nothing is ever sent with less."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from balcao.adapters.mail import Misconfigured, Throttled
from balcao.adapters.mail.breaker import Breaker
from tests.integration.mail.conftest import QUICK
from tests.integration.mail.mails import MAIL, rehearsal_trouble, rest_of, trouble
from tests.servers.certificates import Authority
from tests.servers.smtp import MailTrap, drop, hang, mail_trap, say

LOGIN = "balcao:s3cret word"
NO_ENCRYPTION = "mail.error.no_encryption"
CERTIFICATE = "mail.error.certificate"


@pytest.fixture(params=["starttls", "tls"])
def secure(request, authority) -> Iterator[MailTrap]:
    with mail_trap(request.param, tls=authority.context(), login=LOGIN) as trap:
        yield trap


@pytest.fixture
def starttls(authority) -> Iterator[MailTrap]:
    with mail_trap("starttls", tls=authority.context(), login=LOGIN) as trap:
        yield trap


def nothing_was_given_away(trap):
    said = " ".join(trap.commands)
    return not trap.mails and "AUTH" not in said and "MAIL" not in said


def test_mail_goes_encrypted_and_logged_in(secure, connect, authority):
    ours = connect(secure, ca_file=authority.file)

    ours.send(MAIL)
    ours.send(MAIL)

    assert [(mail.encrypted, mail.login) for mail in secure.mails] == [(True, "balcao")] * 2
    assert len(secure.talks) == 1


def test_a_server_that_only_knows_the_older_login_gets_that(secure, connect, authority):
    secure.extensions[:] = ["AUTH LOGIN"]
    secure.at("EHLO", *([say("250-mail.test\r\n250-STARTTLS\r\n250 AUTH LOGIN")] * 2))
    ours = connect(secure, ca_file=authority.file)

    ours.send(MAIL)

    assert secure.mails[0].login == "balcao"
    assert "AUTH LOGIN" in secure.commands


@pytest.mark.parametrize(
    ("name", "lasts"),
    [("elsewhere.test", timedelta(days=1)), ("localhost", timedelta(days=-1))],
    ids=["of somebody else", "expired"],
)  # fmt: skip
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_proves_nothing_gets_nothing(connect, authority, security, name, lasts):
    with mail_trap(security, tls=authority.context(name, lasts), login=LOGIN) as trap:
        error = trouble(connect(trap, ca_file=authority.file))

        assert (type(error), error.key) == (Misconfigured, CERTIFICATE)
        assert nothing_was_given_away(trap)


@pytest.mark.parametrize("believed", [True, False], ids=["another authority", "the system's"])
def test_a_certificate_of_an_authority_we_do_not_believe_gets_nothing(
    secure, connect, tmp_path, believed
):
    error = trouble(connect(secure, ca_file=Authority(tmp_path).file if believed else None))

    assert (type(error), error.key) == (Misconfigured, CERTIFICATE)
    assert nothing_was_given_away(secure)


@pytest.mark.parametrize(
    ("step", "answer", "kind"),
    [
        ("EHLO", "250-mail.test\r\n250 AUTH PLAIN", Misconfigured),
        ("EHLO", "250-mail.test\r\n250 XXXXXXXA", Misconfigured),  # as some firewalls do
        ("STARTTLS", "502 5.5.1 not implemented", Misconfigured),
        ("STARTTLS", "454 4.7.0 not now", Misconfigured),
        ("STARTTLS", "220 go ahead\r\n250 what was put in on the way", Throttled),
    ],
)
def test_without_encryption_nothing_is_sent(starttls, connect, authority, step, answer, kind):
    starttls.at(step, say(answer))

    error = trouble(connect(starttls, ca_file=authority.file, patience=QUICK))

    assert type(error) is kind
    assert nothing_was_given_away(starttls)


def test_what_was_offered_in_clear_is_forgotten(starttls, connect, authority):
    starttls.extensions.clear()
    starttls.at("EHLO", say("250-mail.test\r\n250-STARTTLS\r\n250-PIPELINING\r\n250 SIZE 1"))
    ours = connect(starttls, ca_file=authority.file)

    ours.send(MAIL)

    assert "SIZE" not in " ".join(starttls.commands)


@pytest.mark.parametrize(
    ("what", "kind"),
    [(say("220 in clear"), Misconfigured), (drop, Throttled), (hang, Throttled)],
    ids=["speaks in clear", "hangs up", "says nothing"],
)
def test_a_server_that_does_not_speak_tls_gets_nothing(trap, connect, authority, what, kind):
    trap.at("GREETING", what)
    place = replace(trap.place, security="tls", username="balcao", password="s3cret")

    error = trouble(connect(trap, place, ca_file=authority.file, patience=QUICK))

    assert type(error) is kind
    assert nothing_was_given_away(trap)


def test_a_password_is_not_sent_in_clear_to_another_machine(connect, monkeypatch):
    monkeypatch.setattr("balcao.adapters.mail.wire.Wire.stays_on_this_machine", False)
    with mail_trap(login=LOGIN) as trap:
        error = trouble(connect(trap))

        assert (type(error), error.key) == (Misconfigured, NO_ENCRYPTION)
        assert nothing_was_given_away(trap)


def test_an_authority_that_cannot_be_read_is_told(secure, connect, tmp_path):
    error = trouble(connect(secure, ca_file=tmp_path / "missing.pem"))

    assert (type(error), error.key) == (Misconfigured, CERTIFICATE)
    assert "MAIL_CA_FILE" in error.reply


@pytest.mark.parametrize("answer", ["535 5.7.8 wrong", "534 5.7.9 too weak", "538 5.7.11 in clear"])
def test_a_refused_password_is_tried_once_and_not_ten_thousand_times(
    secure, connect, authority, answer
):
    ours = connect(secure, ca_file=authority.file)
    secure.at("AUTH", say(answer))

    errors = [trouble(ours) for _ in range(100)] + [rehearsal_trouble(ours)]

    assert {(type(error), error.key) for error in errors} == {(Misconfigured, "mail.error.login")}
    assert all(40 < rest_of(error) <= 60 for error in errors)
    assert secure.count("AUTH") == 1


def test_a_login_that_was_mended_is_found_by_a_single_try(secure, connect, authority):
    now = [0.0]
    ours = connect(secure, ca_file=authority.file, breaker=Breaker(lambda: now[0]))
    secure.at("AUTH", say("535 5.7.8 wrong"))
    trouble(ours)

    now[0] = 60
    ours.send(MAIL)

    assert len(secure.mails) == 1
    assert secure.count("AUTH") == 2


def test_a_login_that_is_not_possible_now_waits(secure, connect, authority):
    secure.at("AUTH", say("454 4.7.0 not now"))

    error = trouble(connect(secure, ca_file=authority.file))

    assert (type(error), error.key) == (Throttled, "mail.error.busy")


def test_a_server_without_logins_is_no_server_for_a_login(trap, connect):
    place = replace(trap.place, username="balcao", password="s3cret")

    error = trouble(connect(trap, place))

    assert (type(error), error.key) == (Misconfigured, "mail.error.login")
    assert trap.count("MAIL") == 0


def test_a_server_that_wants_a_login_is_told_to_whoever_runs_the_house(trap, ours):
    trap.at("MAIL", say("530 5.7.0 log in first"))

    error = trouble(ours)

    assert (type(error), error.key) == (Misconfigured, "mail.error.login")


def test_encryption_is_not_older_than_it_may_be(connect, authority):
    outdated = authority.context()
    outdated.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        outdated.maximum_version = ssl.TLSVersion.TLSv1_1
    with mail_trap("tls", tls=outdated) as trap:
        error = trouble(connect(trap, ca_file=authority.file))

        assert (type(error), error.key) == (Misconfigured, NO_ENCRYPTION)
        assert nothing_was_given_away(trap)
