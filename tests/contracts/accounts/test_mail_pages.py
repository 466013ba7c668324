"""What the ticket of a mail says in each case, and the page that shows the mails themselves."""

import re

import pytest

from app import create_app
from balcao.accounts.mail.job_args import SendPasswordResetEmail, SendVerificationEmail
from balcao.accounts.mail.preview import SAMPLES
from balcao.adapters.mail import Refused, Temporary, Uncertain
from balcao.foundation.languages import LANGUAGES
from balcao.web.sentences import sentence
from config import load_settings
from tests.contracts.accounts.post import KEYS, Post
from tests.contracts.counter import ALICE, told

ENGLISH = {"Accept-Language": "en"}
ACCEPTED = "The mail server has accepted it."
IF_THERE_IS_ONE = "If this address has an account and its mailbox takes emails"
NO_SUCH = "mail.error.no_such_mailbox"
PREVIEW = "/dev/mail/preview"


@pytest.fixture
def post(engine):
    return Post(engine)


@pytest.fixture
def alice(counter):
    return counter.browser()


def signed_up(post, *troubles):
    job = post.ask(SendVerificationEmail(token_id=post.token()), ALICE)
    post.office.troubles = list(troubles)
    post.work()
    return job


def record(client, job_id):
    return told(client.get(f"/api/v1/jobs/{job_id}", headers=ENGLISH))


def page(client, job_id):
    return client.get(f"/jobs/{job_id}", headers=ENGLISH).text


def test_an_accepted_mail_is_called_accepted_and_not_read(post, alice):
    job = signed_up(post)

    assert record(alice, job)["message"] == "Email sent"
    assert record(alice, job)["next_step"].startswith(ACCEPTED)
    assert ACCEPTED in page(alice, job)


def test_a_mailbox_that_does_not_exist_is_named_as_the_reason(counter, post, alice):
    job = signed_up(post, Refused(NO_SUCH, about_recipient=True))

    seed = told(alice.get(f"/api/job_status/{job}"))

    with counter.app.test_request_context(headers={"Accept-Language": "pt-PT"}):
        assert seed["error"] == sentence(NO_SUCH)
    assert seed.keys() == {"job_id", "status", "progress", "message", "error"}
    assert (seed["status"], seed["message"]) == ("failed", "Erro no envio")
    assert ACCEPTED not in page(alice, job)


def test_the_next_try_is_told_with_its_time(post, alice):
    job = signed_up(post, Temporary("mail.error.busy"))

    when = record(alice, job)["next_retry_at"]

    assert when
    said = re.search(
        r"We try again by ourselves at\s+<time datetime=\"([^\"]+)\"", page(alice, job)
    )
    assert said
    assert said[1] == when


def test_what_nobody_can_know_is_called_unknown_with_a_way_on(post, alice):
    job = signed_up(post, *[Uncertain("mail.error.uncertain", about_recipient=True)] * 4)
    for _ in range(3):
        post.hurry()
        post.work()

    assert record(alice, job)["status"] == "unknown"
    assert record(alice, job)["error"].endswith("Please look into your mailbox.")
    assert record(alice, job)["next_step"] is None


def test_a_request_is_told_in_words_that_fit_both_cases(post, alice):
    post.account("known@figueira.example")
    asked = [
        post.ask(SendPasswordResetEmail(token_id=post.token("reset", email=email)), ALICE)
        for email in ("known@figueira.example", "unknown@figueira.example")
    ]

    post.work()

    known, unknown = (without_identity(record(alice, job)) for job in asked)
    assert known == unknown
    assert known["message"] == "Your request has been dealt with"
    assert known["next_step"].startswith(IF_THERE_IS_ONE)


def without_identity(job):
    own = {"job_id", "links", "created_at", "started_at", "ended_at"}
    return {name: value for name, value in job.items() if name not in own}


def test_nobody_sees_the_job_that_decides(post, alice):
    post.account()
    post.ask(SendPasswordResetEmail(token_id=post.token("reset")), ALICE)

    post.work()

    listed = told(alice.get("/api/email_jobs"))
    assert len(listed["jobs"]) == 1
    [hidden] = post.unseen()
    assert alice.get(f"/api/v1/jobs/{hidden.id}").status_code == 404


def test_every_mail_can_be_looked_at_in_every_language(alice):
    shown = alice.get(PREVIEW)

    assert shown.status_code == 200
    assert shown.text.count(f'href="{PREVIEW}?mail=') == len(SAMPLES) * len(LANGUAGES)
    assert shown.text.count('aria-current="true"') == 1
    for name in SAMPLES:
        for language in LANGUAGES:
            chosen = {"mail": name, "lang": language}
            assert alice.get(PREVIEW, query_string=chosen).status_code == 200
            mail = alice.get(f"{PREVIEW}/html", query_string=chosen)
            assert f'<html lang="{language.replace("_", "-")}">' in mail.text


def test_a_mail_is_shown_shut_away(alice):
    shown, mail = alice.get(PREVIEW), alice.get(f"{PREVIEW}/html")

    assert '<iframe class="letter__page" sandbox ' in shown.text
    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    assert mail.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert mail.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("asked", ["?mail=nothing&lang=xx", "?mail=../../x", "?lang=%00", "?mail="])
def test_whatever_is_asked_for_there_is_a_mail_to_see(alice, asked):
    assert alice.get(f"{PREVIEW}/html{asked}").status_code == 200


def test_in_production_there_is_nothing_to_look_at(tmp_path, database_url):
    settings = load_settings(
        _env_file=None,
        app_env="production",
        secret_key=KEYS[0],
        public_url="https://balcao.example",
        var_dir=tmp_path,
        database_url=database_url,
        rq_async_enabled=False,
    )
    app = create_app(settings)

    rules = {rule.rule for rule in app.url_map.iter_rules()}

    assert not [rule for rule in rules if rule.startswith("/dev")]
