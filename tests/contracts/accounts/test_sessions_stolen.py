"""A copy of somebody's cookies is worth nothing once its owner, or the house, ends the session."""

import base64
import hashlib

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from balcao.accounts import commands
from balcao.accounts.links import RESET
from balcao.accounts.models import LoginSession
from tests.contracts.accounts.door import (
    ANA,
    BOB,
    LOGIN,
    PASSWORD,
    enter,
    is_inside,
    secret,
    stolen,
)

NEW = "a wholly other sentence"
DAY = 24 * 3600


def log_out(_door, ana):
    ana.post("/logout")


def reset_password(door, _ana):
    answer = door.browser().post(f"/reset/{door.link(RESET)}", data={"password": NEW})
    assert answer.status_code == 303


def close_account(door, _ana):
    with door.app.app_context():
        commands.disable_user(ANA)


def change_role(door, _ana):
    with door.app.app_context():
        commands.set_staff(ANA, staff=True)


def leave_it_unused(door, _ana):
    door.age(seen_at=-14 * DAY - 1)


def keep_it_too_long(door, _ana):
    door.age(expires_at=-1)


def log_in_again(_door, ana):
    assert enter(ana).status_code == 303


def prove_it_again(_door, ana):
    answer = ana.post("/login/again", data={"password": PASSWORD})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "act",
    [
        log_out,
        reset_password,
        close_account,
        change_role,
        leave_it_unused,
        keep_it_too_long,
        log_in_again,
        prove_it_again,
    ],
)
def test_a_copied_cookie_opens_nothing_after(door, act):
    door.account()
    ana = door.inside()
    thief = stolen(ana)
    assert is_inside(thief)

    act(door, ana)

    assert not is_inside(thief)
    assert thief.get("/login/again", headers={"Accept": "application/json"}).status_code == 401


def test_a_session_lives_while_it_is_used(door):
    door.account()
    ana = door.inside()
    door.age(seen_at=-13 * DAY)

    assert is_inside(ana)

    [row] = door.rows(LoginSession)
    assert (row.seen_at - row.created_at).total_seconds() > -60


def test_a_request_soon_after_another_writes_nothing(door):
    door.account()
    ana = door.inside()
    door.age(seen_at=-30)
    [before] = door.rows(LoginSession)

    assert is_inside(ana)

    assert [row.seen_at for row in door.rows(LoginSession)] == [before.seen_at]


def test_logging_in_changes_the_number_and_ends_the_old_one(door):
    door.account()
    ana = door.inside()
    first = secret(ana)

    enter(ana)

    assert secret(ana) != first
    assert len(door.rows(LoginSession)) == 1


def test_somebody_else_who_logs_in_on_the_same_browser_takes_the_place(door):
    door.account()
    door.account(BOB)
    browser = door.inside()

    enter(browser, BOB)

    assert [row.user_id for row in door.rows(LoginSession)] == [door.user(BOB).id]


def test_a_number_chosen_by_the_browser_is_never_taken(door):
    door.account()
    browser = door.browser()
    browser.set_cookie(LOGIN, "chosen-by-somebody-else-0123456789abcdefghijk")

    assert not is_inside(browser)
    enter(browser)

    assert secret(browser) != "chosen-by-somebody-else-0123456789abcdefghijk"
    assert is_inside(browser)


def test_a_wrong_password_ends_nobodys_session(door):
    door.account()
    ana = door.inside()

    enter(ana, password="wrong")

    assert is_inside(ana)


MADE_UP = [
    "",
    "x",
    "0" * 43,
    "a" * 4000,
    "é",
    "\0",
    "' OR 1=1 --",
    "a.b.c",
    "null",
    "true",
    "../..",
]


@pytest.mark.parametrize("value", MADE_UP)
def test_a_made_up_secret_opens_nothing(door, value):
    door.account()
    door.inside()
    thief = door.browser()
    thief.environ_base["HTTP_COOKIE"] = f"{LOGIN}={value}"

    answer = thief.get("/login/again")

    assert (answer.status_code, answer.location) == (303, "/login?next=/login/again")


def test_the_hash_that_is_kept_opens_nothing(door):
    door.account()
    door.inside()
    [row] = door.rows(LoginSession)
    thief = door.browser()
    thief.set_cookie(LOGIN, row.token_hash)

    assert not is_inside(thief)


GUESSES = ["secret", "dev", "changeme", "password", "flask", "SECRET_KEY", "balcao", ""]


def signed_by(key, salt="cookie-session"):
    app = Flask("forger")
    app.secret_key = key or "unsigned"
    serializer = URLSafeTimedSerializer(
        app.secret_key,
        salt=salt,
        serializer=SecureCookieSessionInterface.serializer,
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha1},
    )
    return serializer.dumps({"viewer": "browser-of-alice", "user_id": "1", "staff": True})


@pytest.mark.parametrize("key", GUESSES)
def test_a_forged_session_cookie_is_that_of_nobody(door, key):
    job_id = door.counter.job()
    thief = door.browser()
    thief.set_cookie("balcao", signed_by(key))

    assert thief.get(f"/jobs/{job_id}").status_code == 404


def test_neither_is_one_signed_for_another_purpose_or_not_at_all(door):
    job_id = door.counter.job()
    unsigned = base64.urlsafe_b64encode(b'{"viewer":"browser-of-alice"}').decode()
    for value in (signed_by(door.app.secret_key, "another"), unsigned, f"{unsigned}.AAAA.AAAA"):
        thief = door.browser()
        thief.set_cookie("balcao", value)

        assert thief.get(f"/jobs/{job_id}").status_code == 404


def test_what_the_flask_session_says_about_people_counts_for_nothing(door):
    user_id = door.account()
    thief = door.browser()
    with thief.session_transaction() as session:
        session |= {"user_id": user_id, "_user_id": user_id, "staff": True, "complete": True}

    assert not is_inside(thief)
