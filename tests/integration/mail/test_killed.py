"""A worker that is killed between the server's yes and our record of it: the mail comes again."""

import os
import re
import signal
import threading

import pytest
from sqlalchemy.orm import Session

from balcao.accounts.links import VERIFY, new_token
from balcao.accounts.mail.job_args import SendVerificationEmail
from balcao.accounts.models import PreUser
from balcao.foundation.dbtime import db_now
from balcao.jobs import enqueue
from tests.integration.jobs.conftest import (  # noqa: F401 - fixtures
    database_url,
    engine,
    ledger,
    postgres_server,
    sqlite_template,
)
from tests.integration.jobs.crews import Crew
from tests.servers.smtp import USUAL
from tests.waiting import wait_until

LINK = re.compile(r"http\S+/verify/[\w-]{60,}")
PEOPLE = [f"ana{number}@mail.test" for number in range(3)]


@pytest.fixture
def crew(ledger, trap):  # noqa: F811
    """Return a family of workers that sends mails to the server of the test."""
    server = {"MAIL_SERVER": "localhost", "MAIL_PORT": str(trap.place.port)}
    settings = {**server, "MAIL_SECURITY": "none", "SECRET_KEY": "of these tests only " * 2}
    family = Crew(ledger, None, "email", lease_seconds=2, settings=settings)
    yield family
    family.end()


def asked_for(engine, email):  # noqa: F811
    """Ask for the mail of a sign-up."""
    with Session(engine) as session, session.begin():
        person = PreUser(address=email, email=email, expires_at=db_now(3600))
        token = new_token(VERIFY, address=email, email=email, locale="en")
        session.add(person)
        session.flush()
        token.pre_user_id, token.password_hash = person.id, "a hash"
        session.add(token)
        session.flush()
        return enqueue(session, SendVerificationEmail(token_id=token.id))


@pytest.mark.usefixtures("crew")
def test_the_mail_comes_again_as_the_very_same_and_none_is_lost(ledger, trap):  # noqa: F811
    said_yes, cut_off = threading.Event(), []
    workers = wait_until(lambda: members(ledger, 2), 20, "both processes for mails are there")

    def yes_to_somebody_frozen(talk):
        talk.keep()
        cut_off.append(talk.recipient)
        send(signal.SIGSTOP, workers)
        talk.write(USUAL["DOT"])
        said_yes.set()

    trap.at("DOT", yes_to_somebody_frozen)
    jobs = [asked_for(ledger.engine, email) for email in PEOPLE]
    assert said_yes.wait(20)
    send(signal.SIGKILL, workers)

    ledger.until("finished", *jobs, seconds=40)

    mails = {email: [m for m in trap.mails if m.recipient == email] for email in PEOPLE}
    assert all(mails.values())
    assert len(mails[cut_off[0]]) == 2
    for copies in mails.values():
        assert len({copy.content for copy in copies}) == 1
        assert len({copy.message["Message-ID"] for copy in copies}) == 1
        assert len({link_in(copy) for copy in copies}) == 1
    assert len({link_in(copies[0]) for copies in mails.values()}) == len(PEOPLE)


def members(ledger, count):  # noqa: F811
    """Return the processes that send mails once there are so many."""
    found = [sign.pid for sign in ledger.signs() if sign.queue == "email"]
    return found if len(found) == count else []


def send(what, workers):
    for worker in workers:
        os.kill(worker, what)


def link_in(received):
    [link] = LINK.findall(received.message.get_body(("plain",)).get_content())
    return link
