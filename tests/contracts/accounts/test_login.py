"""Getting in with the right password, staying out with any other, and getting out again."""

import re

import pytest
from argon2 import PasswordHasher

from balcao.accounts.models import AuthEvent, LoginSession
from balcao.foundation.clock import utcnow
from balcao.jobs.models import Job
from tests.contracts.accounts.door import ANA, BOB, LOGIN, PASSWORD, enter, is_inside, secret
from tests.contracts.accounts.joining import same_for_all
from tests.contracts.counter import form_token, told

JSON = {"Accept": "application/json"}
STRANGERS = ["nobody@loja.example", "closed@loja.example", "waits@loja.example", "key@loja.example"]


@pytest.mark.parametrize("typed", [ANA, "ANA@LOJA.EXAMPLE", f"  {ANA} ", "Ana@loja.example"])
def test_every_spelling_of_an_address_opens_its_account(door, typed):
    door.account()
    browser = door.browser()

    answer = enter(browser, typed)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert is_inside(browser)


@pytest.mark.parametrize(
    "typed", [PASSWORD.upper(), PASSWORD[:-1], f"{PASSWORD} ", f" {PASSWORD}", PASSWORD * 50, "x"]
)
def test_a_password_is_compared_as_it_was_typed(door, typed):
    door.account()
    browser = door.browser()

    assert enter(browser, password=typed).status_code == 422
    assert not is_inside(browser)


def test_the_browser_keeps_a_secret_that_no_script_reads_and_the_house_only_its_hash(door):
    door.account()
    browser = door.browser()

    cookies = enter(browser).headers.getlist("Set-Cookie")

    [kept] = [cookie for cookie in cookies if cookie.startswith(LOGIN)]
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    [row] = door.rows(LoginSession)
    assert len(secret(browser)) >= 43
    assert secret(browser) not in str(vars(row))


def test_there_is_one_answer_to_whoever_may_not_enter(door):
    door.account()
    door.account("closed@loja.example", disabled_at=utcnow())
    door.account("key@loja.example", password_hash=None)
    door.pending("waits@loja.example")

    wrong = answer_to(door, ANA, "not my password")
    others = [answer_to(door, email, PASSWORD) for email in STRANGERS]

    assert [other == wrong for other in others] == [True] * len(STRANGERS)
    assert wrong[0][0] == 422


def answer_to(door, email, password):
    """Return all that a fresh browser learns, without the address and what is random."""
    browser = door.browser()
    answer = enter(browser, email, password)
    headers = {
        name: re.sub(r"=[^;]+", "=", value, count=1) if name == "Set-Cookie" else value
        for name, value in answer.headers
        if name not in {"X-Request-ID", "Content-Length"}
    }
    return same_for_all(answer, email), headers


def test_the_same_is_written_down_about_a_known_and_an_unknown_address(door):
    door.account()

    for email in (ANA, "nobody@loja.example"):
        enter(door.browser(), email, "not my password")

    known, unknown = [row for row in door.rows(AuthEvent) if row.kind == "login_failed"]
    assert (known.subject, unknown.subject) == ("a•••@loja.example", "n•••@loja.example")
    assert (known.client, bool(known.request_id)) == (unknown.client, bool(unknown.request_id))


@pytest.mark.parametrize("missing", ["email", "password"])
def test_an_empty_field_is_named_and_counts_as_no_try(door, missing):
    door.account()
    typed = {"email": ANA, "password": PASSWORD} | {missing: ""}

    answers = [door.browser().post("/login", data=typed) for _ in range(12)]

    assert {answer.status_code for answer in answers} == {422}
    assert f'id="field-{missing}-error"' in answers[0].text
    assert enter(door.browser()).status_code == 303


ODD = ["a" * 100_000, "\0", "a@b\r\nBcc: c@d", "\u202eana@loja.example", '"a b"@loja.example', "@"]


@pytest.mark.parametrize("typed", ODD)
@pytest.mark.parametrize("field", ["email", "password"])
def test_whatever_is_typed_is_answered_like_any_other_mistake(door, typed, field):
    door.account()

    answer = door.browser().post("/login", data={"email": ANA, "password": "x", field: typed})

    assert answer.status_code == 422


@pytest.mark.parametrize("size", [2 * 1024 * 1024, 10 * 1024 * 1024])
def test_a_form_that_is_too_large_is_turned_away_unread(door, size):
    assert enter(door.browser(), password="x" * size).status_code == 413


def test_a_password_kept_under_weaker_settings_is_kept_anew(door):
    door.account(password_hash=PasswordHasher(1, 8 * 1024, 1).hash(PASSWORD))

    enter(door.browser())

    assert "m=19456,t=2,p=1" in door.user().password_hash
    assert enter(door.browser()).status_code == 303


def test_the_address_is_filled_in_the_next_time(door):
    browser = door.browser()

    enter(browser, "ana.lima@loja.example", "wrong")

    for page in ("/login", "/forgot"):
        assert 'value="ana.lima@loja.example"' in browser.get(page).text


def test_the_address_comes_along_to_the_page_for_forgotten_passwords(door):
    browser = door.browser()

    answer = browser.post("/login/forgot", data={"email": ANA, "password": ""})

    assert (answer.status_code, answer.location) == (303, "/forgot")
    assert f'value="{ANA}"' in browser.get("/forgot").text


def test_a_second_factor_is_owed_before_anything_opens(door):
    door.factor(door.account())
    browser = door.browser()

    answer = enter(browser, next="/jobs/1")

    assert (answer.status_code, answer.location) == (303, "/login/factor?next=%2Fjobs%2F1")
    assert not is_inside(browser)
    assert browser.get("/login/again").location.startswith("/login?")
    assert [row.complete for row in door.rows(LoginSession)] == [False]
    assert browser.get_cookie("balcao-device") is None


def test_half_a_login_ends_after_ten_minutes(door):
    door.factor(door.account())
    browser = door.browser()
    enter(browser)
    [row] = door.rows(LoginSession)

    assert 590 < (row.expires_at - row.created_at).total_seconds() < 610


def test_pages_for_people_lead_to_the_login_and_back(door):
    door.account()
    browser = door.browser()

    sent = browser.get("/login/again?x=1")
    page = browser.get(sent.location)

    assert (sent.status_code, sent.location) == (303, "/login?next=/login/again?x%3D1")
    assert 'name="next" value="/login/again?x=1"' in page.text
    assert enter(browser, next="/login/again?x=1").location == "/login/again?x=1"


def test_programs_are_told_that_nobody_is_logged_in(door):
    answer = door.browser().get("/login/again", headers=JSON)

    assert (answer.status_code, answer.get_json()["status"]) == (401, 401)


def test_a_form_sent_after_the_session_ended_leads_to_the_login(door):
    answer = door.browser().post("/login/again", data={"password": PASSWORD})

    assert (answer.status_code, answer.location) == (303, "/login")


def test_a_refusal_is_told_to_programs_in_their_way(door):
    answer = door.browser().post("/login", data={"email": ANA, "password": "wrong"}, headers=JSON)

    assert (answer.status_code, answer.get_json()["code"]) == (422, "accounts.error.login")


def test_jobs_belong_to_the_person_and_not_to_the_browser_alone(door):
    door.account()
    door.account(BOB)
    ana = door.inside()
    started = ana.post("/dev/jobs/fail", headers=JSON).get_json()["job_id"]
    mail = ana.post("/dev/jobs/mail", headers=JSON).get_json()["job_id"]

    elsewhere, bob = door.inside(), door.inside(BOB)

    assert elsewhere.get(f"/api/v1/jobs/{started}").status_code == 200
    assert [job["job_id"] for job in told(elsewhere.get("/api/email_jobs"))["jobs"]] == [mail]
    assert bob.get(f"/api/v1/jobs/{started}").status_code == 404
    assert told(bob.get("/api/email_jobs"))["jobs"] == []
    job = next(row for row in door.rows(Job) if row.id == started)
    assert (job.owner_id, bool(job.tenant_id)) == (door.user().id, True)


def test_logging_out_leaves_nothing_in_the_browser(door):
    door.account()
    browser = door.inside()
    job_id = browser.post("/dev/jobs/fail", headers=JSON).get_json()["job_id"]

    answer = browser.post("/logout")

    assert (answer.status_code, answer.location) == (303, "/login")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert (secret(browser), door.rows(LoginSession)) == ("", [])
    assert browser.get(f"/api/v1/jobs/{job_id}").status_code == 404
    assert ANA not in browser.get("/login").text


def test_logging_out_twice_is_harmless(door):
    assert door.browser().post("/logout").status_code == 303


def test_coming_and_going_is_written_down(door):
    door.account()
    enter(door.browser(), password="wrong")
    door.inside().post("/logout")

    kinds = [row.kind for row in door.rows(AuthEvent)]

    assert kinds == ["user_created", "login_failed", "login", "logout"]


@pytest.mark.parametrize("address", ["/login", "/logout", "/login/again", "/login/forgot"])
def test_forms_of_other_sites_are_refused(door, address):
    door.account()
    browser, other = door.inside(), door.browser()
    door.app.config["WTF_CSRF_ENABLED"] = True
    own = {"csrf_token": form_token(browser), "email": ANA, "password": PASSWORD}
    foreign = own | {"csrf_token": form_token(other)}

    refused = [
        browser.post(address, data={"email": ANA, "password": PASSWORD}),
        browser.post(address, data=foreign),
        browser.post(address, data=own, headers={"Origin": "https://evil.example"}),
        browser.post(address, data=own, headers={"Origin": "null"}),
        browser.post(address, data=own, headers={"Sec-Fetch-Site": "cross-site"}),
        browser.post(address, json=own),
    ]

    assert [answer.status_code for answer in refused] == [400, 400, 403, 403, 403, 400]
    assert len(door.rows(LoginSession)) == 1
    assert browser.post(address, data=own).status_code == 303


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_looking_at_an_address_never_does_what_its_form_does(door, header):
    door.account()
    browser = door.inside()

    answer = browser.get("/logout", headers={header: "POST"})

    assert answer.status_code == 405
    assert is_inside(browser)


def test_no_other_site_may_read_an_answer(door):
    asking = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}

    for address in ("/login", "/logout", "/forgot", "/reset"):
        answer = door.browser().options(address, headers=asking)
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
