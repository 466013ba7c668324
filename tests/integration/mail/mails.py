"""Mails to invented people, and what a mail met that did not get through."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from balcao.adapters.mail import MailError, MailServer, Outgoing, Waiting

SENDER = "Balcão <no-reply@balcao.example>"
MAIL = Outgoing(
    to="ana@mail.test",
    subject="Confirme o seu endereço",
    text="Olá!\n.\n..e mais\nhttps://balcao.example/verify/abc\n",
    html="<p>Olá!</p>\n<p>.</p>\n",
    identity="01-verify",
    date=datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC),
)


def a_mail(**changes: Any) -> Outgoing:
    """Return the usual mail, but for what the test is about."""
    return replace(MAIL, **changes)


def trouble(ours: MailServer, mail: Outgoing = MAIL) -> MailError:
    """Return why the mail was not handed over."""
    with pytest.raises(MailError) as caught:
        ours.send(mail)
    return caught.value


def rehearsal_trouble(ours: MailServer) -> MailError:
    """Return what a rehearsal met."""
    with pytest.raises(MailError) as caught:
        ours.rehearse()
    return caught.value


def rest_of(error: MailError) -> float:
    """Return how long the mail is to wait."""
    assert isinstance(error, Waiting)
    return error.seconds
