"""A rehearsal does all of it but the mail, over the same conversations and in the same time."""

import time

from balcao.adapters.mail import smtp
from tests.integration.mail.mails import MAIL
from tests.servers.smtp import slowly

SECONDS = 0.3


def test_nobody_is_named_and_nothing_arrives(trap, ours):
    ours.rehearse()

    assert trap.commands == [
        "EHLO [127.0.0.1]",
        "MAIL FROM:<no-reply@balcao.example>",
        "RSET",
    ]
    assert not trap.mails


def test_mails_and_rehearsals_share_a_conversation(trap, ours):
    ours.send(MAIL)
    ours.rehearse()
    ours.send(MAIL)

    assert len(trap.talks) == 1
    assert len(trap.mails) == 2


def test_a_rehearsal_takes_as_long_as_mails_do(trap, ours):
    text = "250 ok"
    trap.at("DOT", slowly(text, SECONDS / len(text)))
    ours.send(MAIL)

    began = time.monotonic()
    ours.rehearse()

    assert SECONDS * 0.9 < time.monotonic() - began < SECONDS + 2


def test_a_rehearsal_never_takes_for_ever(trap, ours, monkeypatch):
    monkeypatch.setattr(smtp, "LONGEST_REHEARSAL", 0.05)
    monkeypatch.setattr(smtp, "USUAL_SECONDS", 600)

    began = time.monotonic()
    ours.rehearse()

    assert time.monotonic() - began < 5
    assert trap.count("RSET") == 1
