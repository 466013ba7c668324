"""What becomes of a job when its mail meets each of the ends that a mail can have."""

from contextlib import nullcontext
from datetime import UTC, datetime
from random import Random
from typing import ClassVar

import pytest
from sqlalchemy import create_engine

from balcao.adapters import Tools
from balcao.adapters.mail import (
    MailError,
    Misconfigured,
    Outgoing,
    Refused,
    Temporary,
    Throttled,
    Uncertain,
)
from balcao.jobs import JobArgs
from balcao.jobs.ledger.claims import Claim
from balcao.jobs.registry import TASKS, Task
from balcao.jobs.work.runner import Runner
from balcao.messages.delivery import deliver, rehearse

NOWHERE = create_engine("sqlite://")
MAIL = Outgoing("ana@mail.test", "s", "t", "h", "01", datetime(2025, 1, 1, tzinfo=UTC))
KEY = "mail.error.later"
ENDS = [
    (Temporary(KEY), "retrying", 5, True),
    (Temporary(KEY, not_before=60, about_recipient=True), "retrying", 60, True),
    (Refused(KEY), "failed", None, False),
    (Throttled(KEY, seconds=70), "retrying", 70, False),
    (Misconfigured(KEY), "retrying", 45, False),
    (Uncertain(KEY), "retrying", 5, True),
]


class Letter(JobArgs):
    kind: ClassVar[str] = "test.letter"
    queue: ClassVar[str] = "email"


class DearLetter(Letter):
    repeatable: ClassVar[bool] = False


class Server:
    """A mail server with one answer for everybody."""

    def __init__(self, error: MailError | None = None) -> None:
        self.error = error
        self.mails: list[Outgoing] = []

    def send(self, mail: Outgoing) -> str:
        """Take it, or fail."""
        self.rehearse()
        self.mails.append(mail)
        return "250 ok"

    def rehearse(self) -> None:
        """Fail, or not."""
        if self.error:
            raise self.error


@pytest.fixture
def perform(monkeypatch):
    """Return a way to run a task with a mail server, and to learn what becomes of its job."""

    def run(function, server, args=Letter, **state):
        monkeypatch.setitem(TASKS, "test.letter", Task(args, function))
        claim = Claim("id", "test.letter", "email", {}, "", 1, 0, 3, "token")
        spread = Random(1)  # noqa: S311 - spreads, and hides nothing
        runner = Runner(NOWHERE, nullcontext, spread, Tools(server))
        opened = runner.open(claim)
        for name, value in state.items():
            setattr(opened, name, value)
        return runner.perform(opened)

    return run


def sends(_args, run):
    return deliver(run, MAIL)


def rehearses(_args, run):
    return rehearse(run)


def test_an_accepted_mail_ends_its_job_well(perform):
    server = Server()

    how = perform(sends, server)

    assert (how.status, how.result) == ("finished", "250 ok")
    assert server.mails == [MAIL]


@pytest.mark.parametrize("task", [sends, rehearses])
@pytest.mark.parametrize(("error", "status", "again_in", "counts"), ENDS)
def test_every_end_of_a_mail_is_an_end_of_its_job(perform, task, error, status, again_in, counts):
    how = perform(task, Server(error))

    assert (how.status, how.error, how.counts_as_error) == (status, KEY, counts)
    assert how.again_in == (pytest.approx(again_in, rel=0.11) if again_in else None)


def test_what_must_not_be_repeated_is_not_when_nobody_knows(perform):
    how = perform(sends, Server(Uncertain(KEY)), args=DearLetter)

    assert (how.status, how.error) == ("unknown", KEY)


@pytest.mark.parametrize("task", [sends, rehearses])
def test_a_job_that_was_cancelled_in_time_sends_nothing(perform, task):
    server = Server()

    how = perform(task, server, cancel_requested=True)

    assert how.status == "cancelled"
    assert not server.mails
