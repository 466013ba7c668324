"""Signing up in front of a real mail server, which does not always want to."""

import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.accounts.models import User
from balcao.adapters import Tools
from balcao.adapters.mail.smtp import SmtpServer
from balcao.foundation.clock import utcnow
from balcao.jobs.models import Job
from tests.contracts.accounts.joining import ADDRESS, PUBLIC, confirm
from tests.servers.smtp import drop, hang, keep_and_drop, mail_trap, say

LINK = re.compile(rf"{PUBLIC}(/verify/\S+)")


@pytest.fixture
def trap(joining):
    with mail_trap() as trap:
        server = SmtpServer(trap.place, "Balcão <no-reply@balcao.example>")
        joining.tools = Tools(server, joining.tools.public_url, joining.tools.keys)
        yield trap


def link_in(received):
    [link] = LINK.findall(received.message.get_body(("plain",)).get_content())
    return link


def page_of(client):
    return client.get("/login").text


def test_from_the_form_to_the_account(joining, trap):
    ana = joining.signed_up()
    joining.work()

    [received] = trap.mails
    assert (received.recipient, received.sender) == (ADDRESS, "no-reply@balcao.example")
    assert 'data-state="finished" data-colour="green"' in page_of(ana)
    assert confirm(joining.browser(), link_in(received)) == "/login"


def test_a_mailbox_that_does_not_exist_is_corrected_on_the_spot(joining, trap):
    trap.at("RCPT", say("550 5.1.1 no such user"))
    ana = joining.signed_up()
    joining.work()

    page = page_of(ana)
    assert 'data-state="failed" data-colour="yellow"' in page
    assert "This mailbox does not exist. Please correct the address." in page
    assert "<details open>" in page

    ana.post("/signup/address", data={"email": "ana@lojas.example"})
    joining.work()
    assert 'data-state="finished"' in page_of(ana)
    assert confirm(ana, link_in(trap.mails[-1])) == "/login"
    assert [user.email for user in joining.rows(User)] == ["ana@lojas.example"]


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_server_that_wants_us_later_gets_the_mail_a_minute_later(joining, trap, step):
    trap.at(step, say("451 4.7.1 greylisted"))
    ana = joining.signed_up()
    joining.work()

    assert 'data-state="retrying" data-colour="blue"' in page_of(ana)
    assert seconds_to_wait(joining) > 55  # a minute, less what this test has taken so far
    pass_time(joining, 55)
    assert joining.work() == []
    assert trap.mails == []

    pass_time(joining, 10)
    joining.work()
    [received] = trap.mails
    assert 'data-state="finished" data-colour="green"' in page_of(ana)
    assert confirm(ana, link_in(received)) == "/login"
    assert [user.email for user in joining.rows(User)] == [ADDRESS]


def test_a_server_that_is_away_is_tried_sooner(joining, trap):
    trap.at("GREETING", drop)
    joining.signed_up()
    joining.work()

    assert seconds_to_wait(joining) < 40


def seconds_to_wait(joining):
    [job] = joining.rows(Job)
    return (job.run_at - utcnow()).total_seconds()


def pass_time(joining, seconds):
    with Session(joining.engine) as session, session.begin():
        for job in session.scalars(select(Job)):
            assert job.run_at
            job.run_at -= timedelta(seconds=seconds)


def test_what_nobody_can_know_is_not_called_sent(joining, trap):
    trap.at("DOT", keep_and_drop)
    ana = joining.signed_up()
    joining.work()

    page = page_of(ana)
    assert 'data-state="finished"' not in page
    assert confirm(ana, link_in(trap.mails[0])) == "/login"


def test_the_page_answers_at_once_whatever_the_server_does(joining, trap):
    trap.at("GREETING", hang)

    started = time.monotonic()
    ana = joining.signed_up()
    page = page_of(ana)

    assert time.monotonic() - started < 5  # the server would have been waited for much longer
    assert 'data-state="queued" data-colour="blue"' in page
    assert trap.talks == []
