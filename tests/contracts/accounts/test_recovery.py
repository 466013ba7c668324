"""A new password is asked for alike by everybody, and set by whoever reads the mail."""

from collections import Counter as Tally

import pytest
from sqlalchemy.orm import Session

from balcao.accounts.links import RESET
from balcao.accounts.models import AuthEvent, AuthToken, LoginSession
from balcao.foundation.clock import utcnow
from balcao.jobs import queries
from balcao.jobs.models import Job
from tests.contracts.accounts.door import ANA, PASSWORD, enter, is_inside
from tests.contracts.accounts.joining import same_for_all
from tests.contracts.counter import form_token

NEW = "a wholly other sentence"
KIND = "accounts.password_reset_email"
UNKNOWN = ["nobody@loja.example", "waits@loja.example", "closed@loja.example", "key@loja.example"]


def ask(browser, email=ANA, **more):
    return browser.post("/forgot", data={"email": email, **more})


def choose(browser, token, password=NEW):
    return browser.post(f"/reset/{token}", data={"password": password})


def test_the_request_is_written_with_its_job_and_followed_on_the_page(door):
    door.account()
    browser = door.browser()

    answer = ask(browser)

    [token], [job] = door.rows(AuthToken), door.rows(Job)
    assert (answer.status_code, answer.location) == (303, "/forgot")
    assert (token.purpose, token.address, token.user_id) == ("reset", ANA, None)
    assert (job.kind, job.args, job.tenant_id) == (KIND, {"token_id": token.id}, "")
    assert f'data-job-id="{job.id}"' in browser.get("/forgot").text
    assert f'data-job-id="{job.id}"' in browser.get("/forgot").text
    assert browser.get(f"/api/job_status/{job.id}").status_code == 200
    assert door.browser().get(f"/api/job_status/{job.id}").status_code == 404


def test_everybody_is_told_the_same(door):
    door.account()
    door.account("closed@loja.example", disabled_at=utcnow())
    door.account("key@loja.example", password_hash=None)
    door.pending("waits@loja.example")

    known = told_to(door, ANA)

    assert [told_to(door, email) == known for email in UNKNOWN] == [True] * len(UNKNOWN)


def told_to(door, email):
    """Return both pages that somebody sees who asks, without what is random in them."""
    door.later()
    browser = door.browser()
    asked = ask(browser, email)
    page = browser.get("/forgot")
    job = door.rows(Job)[-1]
    moment = job.created_at.isoformat()
    own = (email, job.id, job.id[-4:].upper(), moment, moment[:19])
    _, text = same_for_all(page, *own)
    headers = {name for name, _ in asked.headers}
    return asked.status_code, asked.location, headers, "".join(text.split("<time")[0])


def test_the_same_rows_are_written_for_everybody(door):
    door.account()

    for email in (ANA, "nobody@loja.example"):
        ask(door.browser(), email)

    written = Tally(type(row).__name__ for t in (AuthToken, Job, AuthEvent) for row in door.rows(t))
    assert written == {"AuthToken": 2, "Job": 2, "AuthEvent": 3}  # one is of the account itself
    assert len({row.kind for row in door.rows(Job)}) == 1


def test_an_address_that_is_none_is_named(door):
    answer = ask(door.browser(), "not an address")

    assert answer.status_code == 422
    assert 'id="field-email-error"' in answer.text
    assert door.rows(AuthToken) == []


def test_the_same_form_sent_twice_is_one_request(door):
    browser = door.browser()
    browser.get("/forgot")

    answers = [ask(browser, idempotency_key="a-key") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303] * 3
    assert (len(door.rows(AuthToken)), len(door.rows(Job))) == (1, 1)


def test_a_mailbox_is_not_flooded_and_the_wait_is_told(door):
    known = [ask(door.browser(), ANA).status_code for _ in range(3)]
    again = ask(door.browser("203.0.113.1"), "ANA+x@loja.example")

    assert known == [303, 429, 429]
    assert (again.status_code, 0 < int(again.headers["Retry-After"]) <= 66) == (429, True)
    assert len(door.rows(Job)) == 1


def test_a_request_of_somebody_logged_in_is_not_shown_to_their_business(door):
    door.account()
    ana = door.inside()

    ask(ana, "someone@loja.example")

    job = door.rows(Job)[-1]
    assert (job.tenant_id, job.owner_id) == ("", None)


def test_a_new_password_ends_everything_the_old_one_opened(door):
    door.account()
    inside = [door.inside() for _ in range(3)]
    browser, token, older = door.browser(), door.link(RESET), door.link(RESET)

    answer = choose(browser, token)

    assert (answer.status_code, answer.location) == (303, "/login")
    assert [is_inside(one) for one in inside] == [False] * 3
    assert "Your new password is set" in browser.get("/login").text
    assert not is_inside(browser)
    assert choose(door.browser(), older).status_code == 410
    assert enter(door.browser(), password=PASSWORD).status_code == 422
    assert enter(door.browser(), password=NEW).status_code == 303


def test_the_owner_is_told_by_mail_in_the_same_transaction(door):
    door.account()

    choose(door.browser(), door.link(RESET))

    [notice] = [row for row in door.rows(Job) if row.kind == "accounts.account_updated_email"]
    assert notice.args["change"] == "reset"
    with Session(door.engine) as session:
        token = session.get_one(AuthToken, notice.args["token_id"])
    assert (token.email, token.purpose) == (ANA, "notice")
    assert (notice.viewer, notice.owner_id, notice.tenant_id) == (None, None, "")
    assert [row.kind for row in door.rows(AuthEvent)][-1] == "reset"


def test_a_second_factor_stays_owed_after_a_reset(door):
    door.factor(door.account())
    browser = door.browser()

    choose(browser, door.link(RESET))

    assert enter(browser, password=NEW).location.startswith("/login/factor")
    assert not is_inside(browser)


def test_whoever_reads_the_mail_is_not_locked_out_by_somebody_who_tries_passwords(door):
    door.account()
    for _ in range(11):
        enter(door.browser(), password="wrong")
    browser = door.browser()
    assert enter(browser).status_code == 429

    choose(browser, door.link(RESET))

    assert enter(browser, password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Please fill this in"),
        ("short", "at least 12 characters"),
        ("123456789012", "Many people use"),
        ("ana@loja.example", "made of your name"),
        ("x" * 1025, "at most 1024"),
    ],
)
def test_a_weak_password_leaves_the_link_open(door, password, sentence):
    door.account()
    browser, token = door.browser(), door.link(RESET)

    refused = choose(browser, token, password)

    assert refused.status_code == 422
    assert sentence in refused.text
    assert browser.post("/reset", data={"password": NEW}).status_code == 303


@pytest.mark.parametrize("address", ["/forgot", "/reset", "/reset/{token}"])
def test_forms_of_other_sites_are_refused(door, address):
    door.account()
    browser, token = door.browser(), door.link(RESET)
    browser.get(f"/reset/{token}")
    door.app.config["WTF_CSRF_ENABLED"] = True
    address = address.format(token=token)
    own = {"csrf_token": form_token(browser), "email": ANA, "password": NEW}
    foreign = own | {"csrf_token": form_token(door.browser())}

    refused = [
        browser.post(address, data={"email": ANA, "password": NEW}),
        browser.post(address, data=foreign),
        browser.post(address, data=own, headers={"Origin": "https://evil.example"}),
        browser.post(address, data=own, headers={"Sec-Fetch-Site": "cross-site"}),
        browser.post(address, json=own),
    ]

    assert [answer.status_code for answer in refused] == [400, 400, 403, 403, 400]
    assert browser.post(address, data=own).status_code == 303


def test_nothing_of_a_reset_lies_where_others_look(door, caplog):
    door.account()
    browser, token = door.browser(), door.link(RESET)
    ask(browser)

    choose(browser, token)

    with Session(door.engine) as session:
        kept = [str(queries.job_of(session, row.id)) for row in door.rows(Job)]
    seen = "\n".join([*kept, *(str(row.args) for row in door.rows(Job)), caplog.text])
    for canary in (ANA, token, NEW, "loja.example/reset"):
        assert canary not in seen.replace("a•••@loja.example", "")
    assert door.rows(LoginSession) == []
