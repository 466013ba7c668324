"""Sending the mail again, and to the right address: within limits, and without typing it all."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from balcao.accounts import passwords
from balcao.accounts.models import AuthToken, PreUser, User
from balcao.jobs.models import Job
from tests.contracts.accounts.joining import (
    ADDRESS,
    PASSWORD,
    Unlimited,
    confirm,
    path_in,
    state_of,
)

RIGHT = "ana@lojas.example"


def test_another_mail_has_a_link_of_its_own_and_either_confirms(joining):
    ana = joining.signed_up()
    [first] = joining.work()
    joining.later()

    assert ana.post("/signup/resend").location == "/login"
    [second] = joining.work()

    assert (first.to, second.to) == (ADDRESS, ADDRESS)
    assert path_in(first) != path_in(second)
    assert first.identity != second.identity
    assert confirm(joining.browser(), path_in(first)) == "/login"
    assert confirm(joining.browser(), path_in(second)) == "/verify"
    assert (state_of(ana), len(joining.rows(User))) == ("confirmed", 1)


def test_the_page_follows_the_newer_mail(joining):
    ana = joining.signed_up()
    joining.work()
    joining.later()
    ana.post("/signup/resend")

    newest = max(job.id for job in joining.rows(Job))
    assert f'data-job-id="{newest}" data-state="queued"' in ana.get("/login").text
    assert [row.email_job_id for row in joining.rows(PreUser)] == [newest]


def test_asking_too_soon_is_told_how_long_to_wait(joining):
    ana = joining.signed_up()

    counted, refused = countdown(ana.get("/login").text), ana.post("/signup/resend")

    assert refused.status_code == 429
    wait = int(refused.headers["Retry-After"])
    assert 50 <= wait <= counted <= 65
    assert f"Wait {wait} s" in refused.text
    assert wait - 5 <= countdown(refused.text) <= wait
    assert len(joining.work()) == 1


def test_the_page_counts_to_the_end_of_the_hour_where_that_is_the_truth(joining):
    ana = joining.signed_up()
    for _ in range(2):
        joining.a_minute_later(ADDRESS)
        assert ana.post("/signup/resend").status_code == 303
    joining.a_minute_later(ADDRESS)

    counted, refused = countdown(ana.get("/login").text), ana.post("/signup/resend")

    assert 3000 < int(refused.headers["Retry-After"]) <= counted <= 3900
    assert "min, then try again" in refused.text


def test_where_nothing_is_to_be_waited_for_nothing_is_counted(joining):
    ana = joining.signed_up()
    joining.later()

    assert countdown(ana.get("/login").text) == 0


def countdown(page):
    [seconds] = re.findall(r'data-seconds="(\d+)"', page)
    return int(seconds)


def test_a_program_is_told_the_same_as_data(joining):
    ana = joining.signed_up()

    refused = ana.post("/signup/resend", headers={"Accept": "application/json"})

    assert (refused.status_code, refused.get_json()["code"]) == (429, "accounts.error.too_many")
    assert "Retry-After" in refused.headers


def test_spellings_of_one_mailbox_are_limited_together(joining):
    joining.signed_up("ana@gmail.com")
    others = ["ANA@gmail.com", "a.n.a@gmail.com", "ana+2@gmail.com", "ana@googlemail.com"]

    answers = [
        joining.browser().post("/signup", data={"email": email, "password": PASSWORD})
        for email in others
    ]

    assert {answer.status_code for answer in answers} == {429}
    assert all(PASSWORD not in answer.text for answer in answers)
    assert all(
        f'value="{email}"' in answer.text for email, answer in zip(others, answers, strict=True)
    )


def test_one_client_writes_to_few_strangers(joining):
    answers = [
        joining.browser().post(
            "/signup", data={"email": f"p{n}@loja.example", "password": PASSWORD}
        )
        for n in range(7)
    ]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429] * 2
    assert len(joining.work()) == 5


def test_a_mistyped_address_is_corrected_without_starting_again(joining):
    ana = joining.signed_up(name="Ana Lima")
    wrong = joining.path()

    assert ana.post("/signup/address", data={"email": RIGHT}).location == "/login"

    page = ana.get("/login").text
    assert RIGHT in page
    assert ADDRESS not in page
    assert [row.address for row in joining.rows(PreUser)] == [RIGHT]
    [mail] = joining.work()
    assert mail.to == RIGHT
    assert confirm(joining.browser(), path_in(mail)) == "/login"
    [user] = joining.rows(User)
    assert (user.email, user.name) == (RIGHT, "Ana Lima")
    assert passwords.matches(user.password_hash, PASSWORD)
    assert joining.browser().get(wrong).status_code == 404
    assert joining.browser().post(wrong).status_code == 404


def test_the_mail_to_the_wrong_address_is_not_even_sent_if_it_still_waits(joining):
    ana = joining.signed_up()

    ana.post("/signup/address", data={"email": RIGHT})

    assert [mail.to for mail in joining.work()] == [RIGHT]
    statuses = {job.status for job in joining.rows(Job)}
    assert statuses == {"cancelled", "finished"}


def test_correcting_leaves_alone_who_else_waits_at_that_address(joining):
    ana = joining.signed_up()
    joining.later()
    owner = joining.signed_up(password="uma senha toda diferente")
    joining.later()

    ana.post("/signup/address", data={"email": RIGHT})

    assert {row.address for row in joining.rows(PreUser)} == {ADDRESS, RIGHT}
    [theirs] = [mail for mail in joining.work() if mail.to == ADDRESS]
    assert confirm(owner, path_in(theirs)) == "/login"


def test_an_address_in_another_case_is_the_same_wish(joining):
    ana = joining.signed_up()
    joining.later()

    ana.post("/signup/address", data={"email": ADDRESS.upper()})

    [row] = joining.rows(PreUser)
    assert (row.address, row.email) == (ADDRESS, f"ANA@{ADDRESS.split('@')[1]}")
    assert confirm(ana, joining.path()) == "/login"


@pytest.mark.parametrize(
    "typed", ["", "ana", "ana@", "a@b@c.example", "ana@loja.example\r\nBcc: x"]
)
def test_a_correction_that_is_no_address_is_shown_beside_its_field(joining, typed):
    ana = joining.signed_up()

    answer = ana.post("/signup/address", data={"email": typed})

    assert answer.status_code == 422
    assert 'id="correction-email-error"' in answer.text
    assert 'href="#correction-email"' in answer.text
    assert [mail.to for mail in joining.work()] == [ADDRESS]


def test_a_slip_of_a_common_domain_is_offered_with_one_button(joining):
    ana = joining.signed_up("ana@gmial.com")

    page = ana.get("/login").text

    assert '<input type="hidden" name="email" value="ana@gmail.com">' in page


@pytest.mark.parametrize("path", ["/signup/resend", "/signup/address"])
def test_a_browser_that_follows_nothing_is_told_so(joining, path):
    answer = joining.browser().post(path, data={"email": RIGHT})

    assert answer.status_code == 409
    assert "Sign up again" in answer.text
    assert joining.rows(AuthToken) == []


@pytest.mark.parametrize("path", ["/signup/resend", "/signup/address"])
def test_what_is_confirmed_is_not_asked_for_again(joining, caplog, path):
    caplog.set_level(logging.INFO)
    ana = joining.signed_up()
    confirm(joining.browser(), joining.path())
    joining.later()

    answer = ana.post(path, data={"email": RIGHT})

    assert answer.status_code == 409
    assert "Log in" in answer.text
    assert joining.work() == []
    assert "account: signup, " in caplog.text
    assert "account: signup_" not in caplog.text  # a line about what was refused would be a lie


@pytest.mark.parametrize("path", ["/signup/resend", "/signup/address"])
def test_asking_again_twice_with_one_form_is_one_mail(joining, path):
    ana = joining.signed_up()
    joining.work()
    joining.later()
    form = {"email": RIGHT, "idempotency_key": "once-more"}

    answers = [ana.post(path, data=form).status_code for _ in range(2)]

    assert (answers, len(joining.work())) == ([303, 303], 1)


def test_an_expired_sign_up_says_so_and_goes_on(joining):
    ana = joining.signed_up()
    joining.work()
    joining.expire()
    joining.later()

    assert state_of(ana) == "expired"
    assert "too old" in ana.get("/login").text
    ana.post("/signup/resend")

    assert (state_of(ana), confirm(ana, joining.path())) == ("waiting", "/login")


def test_two_who_take_each_others_address_at_once_both_get_their_mail(joining, monkeypatch):
    monkeypatch.setitem(joining.app.extensions, "limits", Unlimited())
    for _ in range(5):
        pair = [joining.signed_up(ADDRESS), joining.signed_up(RIGHT)]
        wishes = list(zip(pair, (RIGHT, ADDRESS), strict=True))

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(corrected, wishes))

        assert answers == [303, 303]
        assert {mail.to for mail in joining.work()} == {ADDRESS, RIGHT}


def corrected(wish):
    browser, email = wish
    return browser.post("/signup/address", data={"email": email}).status_code
