"""What can be seen of mails: the truth about a sign-up, and nothing about who has an account."""

import json
import logging

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.accounts.mail.job_args import (
    SendAccountUpdatedEmail,
    SendPasswordResetEmail,
    SendVerificationEmail,
)
from balcao.adapters.mail import Misconfigured, Refused, Temporary, Throttled, Uncertain
from balcao.foundation.clock import utcnow
from balcao.jobs.models import Job, JobEvent
from tests.contracts.accounts.post import ANA, LINKS, Post

BUSY, AWAY = "mail.error.busy", "mail.error.away"
NO_SUCH, UNCERTAIN = "mail.error.no_such_mailbox", "mail.error.uncertain"
CANARY = "canary-hash"
KNOWN, UNKNOWN = "known@figueira.example", "unknown@figueira.example"
ABOUT_THE_SERVER = [
    Temporary(AWAY),
    Throttled(BUSY, seconds=30),
    Misconfigured("mail.error.login"),
]
ABOUT_THE_RECIPIENT = [
    Refused(NO_SUCH, about_recipient=True),
    Temporary("mail.error.mailbox_full", about_recipient=True),
    Throttled("mail.error.later", seconds=300, about_recipient=True),
    Uncertain(UNCERTAIN, about_recipient=True),
]


@pytest.fixture
def post(engine):
    return Post(engine)


def by_name(error):
    return f"{type(error).__name__} {error.key}"


def reset(post, email):
    return post.ask(SendPasswordResetEmail(token_id=post.token("reset", email=email)))


def seen(post, job_id):
    """Return all that any page could tell of a job, but for its id and its times."""
    job = post.job(job_id)
    names = ("status", "progress", "stage", "result", "error", "attempts", "errors", "kind")
    return {name: getattr(job, name) for name in names}, post.course(job_id)


def test_a_known_and_an_unknown_address_go_the_same_way(post):
    post.account(KNOWN)
    known, unknown = reset(post, KNOWN), reset(post, UNKNOWN)

    post.work()

    assert seen(post, known) == seen(post, unknown)
    assert [mail.to for mail in post.office.mails] == [KNOWN]
    assert post.office.asked == ["rehearse", "rehearse", "send"]
    assert [step[0] for step in post.course(known)] == ["queued", "started", "finished"]


def test_the_way_to_a_new_password_is_in_the_mail(post):
    post.account(KNOWN, name="Ana")
    token = post.token("reset", email=KNOWN)
    post.ask(SendPasswordResetEmail(token_id=token))

    post.work()

    [mail] = post.office.mails
    assert mail.text.count(LINKS.url(post.row(token))) == 1
    assert "30 minutes" in mail.text
    assert "If it was not you" in mail.text


@pytest.mark.parametrize("trouble", ABOUT_THE_SERVER, ids=by_name)
def test_trouble_with_the_server_is_shown_to_both_alike(post, trouble):
    post.account(KNOWN)
    known, unknown = reset(post, KNOWN), reset(post, UNKNOWN)
    post.office.troubles = [trouble, trouble]

    post.work()
    during = seen(post, known), seen(post, unknown)
    post.hurry()
    post.work()

    assert during[0] == during[1]
    assert during[0][0]["status"] == "retrying"
    assert seen(post, known) == seen(post, unknown)
    assert [mail.to for mail in post.office.mails] == [KNOWN]


@pytest.mark.parametrize("trouble", ABOUT_THE_RECIPIENT, ids=by_name)
def test_trouble_with_the_mailbox_is_seen_by_nobody(post, trouble):
    post.account(KNOWN)
    known, unknown = reset(post, KNOWN), reset(post, UNKNOWN)
    post.office.troubles = [trouble]

    post.work()
    post.hurry()
    post.work()

    assert seen(post, known) == seen(post, unknown)
    assert post.job(known).status == "finished"


def test_what_nobody_sees_is_tried_again_and_not_for_ever(post):
    post.account(KNOWN)
    reset(post, KNOWN)
    post.office.troubles = [Temporary(BUSY, about_recipient=True) for _ in range(9)]

    for _ in range(9):
        post.work()
        post.hurry()

    [hidden] = post.unseen()
    assert (hidden.status, hidden.attempts) == ("failed", 4)
    assert post.office.asked.count("send") == 4


def test_a_disabled_account_gets_no_way_in(post):
    post.account(KNOWN, disabled_at=utcnow())

    job = reset(post, KNOWN)
    post.work()

    assert post.office.mails == []
    assert post.job(job).status == "finished"


def test_a_link_used_meanwhile_shows_no_difference(post):
    post.account(KNOWN)
    used = post.token("reset", email=KNOWN, used_at=utcnow())
    known = post.ask(SendPasswordResetEmail(token_id=used))
    unknown = reset(post, UNKNOWN)

    post.work()

    assert seen(post, known) == seen(post, unknown)
    assert post.office.mails == []


def test_one_request_is_one_mail_however_often_it_is_done(post):
    post.account(KNOWN)
    token = post.token("reset", email=KNOWN)

    for _ in range(3):
        post.ask(SendPasswordResetEmail(token_id=token))
    post.work()

    assert len(post.office.mails) == 1


@pytest.mark.parametrize(
    ("trouble", "status", "error"),
    [
        (Refused(NO_SUCH, about_recipient=True), "failed", NO_SUCH),
        (Temporary(AWAY), "retrying", AWAY),
        (Throttled(BUSY, seconds=60), "retrying", BUSY),
        (Uncertain(UNCERTAIN, about_recipient=True), "retrying", UNCERTAIN),
    ],
    ids=lambda value: by_name(value) if isinstance(value, Exception) else "",
)
def test_whoever_signs_up_is_told_the_truth(post, trouble, status, error):
    job = post.ask(SendVerificationEmail(token_id=post.token()))
    post.office.troubles = [trouble]

    post.work()

    assert (post.job(job).status, post.job(job).error) == (status, error)


def test_what_was_uncertain_to_the_last_is_called_unknown(post):
    job = post.ask(SendVerificationEmail(token_id=post.token()))
    post.office.troubles = [Uncertain(UNCERTAIN, about_recipient=True) for _ in range(4)]

    for _ in range(4):
        post.work()
        post.hurry()

    assert (post.job(job).status, post.job(job).error) == ("unknown", UNCERTAIN)


@pytest.mark.parametrize(
    ("first", "status", "error"),
    [
        (Uncertain(UNCERTAIN, about_recipient=True), "unknown", UNCERTAIN),
        (Temporary(BUSY), "failed", AWAY),
    ],
    ids=["uncertain", "certain"],
)
def test_what_may_have_been_sent_once_is_not_called_unsent(post, first, status, error):
    job = post.ask(SendVerificationEmail(token_id=post.token()))
    post.office.troubles = [first, Temporary(AWAY), Temporary(AWAY), Temporary(AWAY)]

    for _ in range(4):
        post.work()
        post.hurry()

    assert (post.job(job).status, post.job(job).error) == (status, error)


@pytest.mark.parametrize("purpose", ["verify", "reset"])
def test_no_secret_is_kept_where_jobs_are_or_logged(post, caplog, purpose):
    caplog.set_level(logging.DEBUG)
    post.account(KNOWN, name="Canary Name", password_hash=CANARY)
    token = post.token(purpose, email=KNOWN)
    order = SendVerificationEmail if purpose == "verify" else SendPasswordResetEmail
    post.ask(order(token_id=token))
    post.ask(SendAccountUpdatedEmail(token_id=post.token("notice", email=KNOWN), change="reset"))
    post.office.troubles = [Temporary(BUSY, "450 try later")]

    post.work()
    post.hurry()
    post.work()

    row = post.row(token)
    kept = written_by_jobs(post.engine) + caplog.text
    for canary in (KNOWN, ANA, "Canary Name", CANARY, row.nonce, LINKS.token(row), *LINKS.keys):
        assert canary not in kept
    assert len(post.office.mails) == 2 + (purpose == "verify")


def written_by_jobs(engine):
    """Return everything the tables of the kernel hold."""
    with Session(engine) as session:
        rows = [
            *session.execute(select(Job.__table__)),
            *session.execute(select(JobEvent.__table__)),
        ]
        return json.dumps([[str(value) for value in row] for row in rows])
