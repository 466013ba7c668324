"""Mail servers that others wrote take our mails, and are understood when they refuse them."""

import os
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest

from balcao.adapters.mail import Misconfigured, Refused
from tests.integration.mail.mails import MAIL, a_mail, trouble
from tests.servers.catcher import catcher
from tests.servers.postfix import postfix
from tests.waiting import wait_until

# Postfix starts as root or not at all: its parts run as users of their own. Everybody else tests
# with the other server alone, and run_tests.sh says so.
SERVERS = {"aiosmtpd": catcher} | ({"postfix": postfix} if os.geteuid() == 0 else {})


@pytest.fixture(scope="module", params=list(SERVERS))
def server(request, authority) -> Iterator[object]:
    with SERVERS[request.param](authority) as server:
        yield server


@pytest.fixture
def ours(server, connect, authority):
    return connect(server, ca_file=authority.file)


def test_mails_are_delivered_over_one_encrypted_conversation(server, ours):
    before = len(server.delivered())

    answers = [ours.send(a_mail(identity=f"0{number}.verify")) for number in range(3)]
    ours.rehearse()
    answers.append(ours.send(a_mail(identity="09.verify")))

    assert all(answer.startswith("250 ") for answer in answers)
    mails = wait_until(lambda: server.delivered()[before + 3 :] and server.delivered(), 20, "mails")
    messages: list[Any] = [
        message_from_bytes(mail, policy=policy.default) for mail in mails[before:]
    ]
    assert {message["Message-ID"] for message in messages} == {
        f"<0{number}.verify@balcao.example>" for number in (0, 1, 2, 9)
    }
    for message in messages:
        assert message["Subject"] == MAIL.subject
        assert message.get_body(["plain"]).get_content().splitlines() == MAIL.text.splitlines()


def test_an_unknown_mailbox_is_the_visitors_to_correct(server, ours):
    before = len(server.delivered())

    error = trouble(ours, a_mail(to="nobody@mail.test"))
    ours.send(MAIL)

    assert (type(error), error.key) == (Refused, "mail.error.no_such_mailbox")
    assert "nobody" not in error.reply
    wait_until(lambda: len(server.delivered()) == before + 1, 20, "the other mail is there")


def test_a_wrong_password_is_the_operators_to_correct(server, connect, authority):
    place = replace(server.place, password="another word")

    error = trouble(connect(server, place, ca_file=authority.file))

    assert (type(error), error.key) == (Misconfigured, "mail.error.login")


def test_nothing_is_taken_in_clear(server, connect):
    place = replace(server.place, security="none", username="")

    error = trouble(connect(server, place))

    assert (type(error), error.key) == (Misconfigured, "mail.error.login")
