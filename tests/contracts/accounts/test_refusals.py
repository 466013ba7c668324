"""Whatever is refused leaves a line: from where, under which number, and by whom if known."""

import io
import json
import logging

import pytest

from balcao.accounts.links import ADDRESS, RESET, STAFF, VERIFY
from balcao.accounts.models import LoginSession
from balcao.foundation.logs import JsonLines, TextLines
from tests.contracts.accounts.door import ANA, BOB, HOME, PASSWORD, enter
from tests.contracts.counter import form_token

HOSTILE = "Mozilla \x1b[2J\x9b31m\u202e 12:00:00 info    account: login, all is well"
ELSEWHERE = {"Origin": "https://evil.example"}
NOBODY = "nobody we know"
STRANGE_IDS = "01900000-0000-7000-8000-000000000000"


@pytest.fixture(params=[TextLines, JsonLines], ids=["text", "json"])
def log(request):
    """Return what is written while the test goes on, in the shape of either format."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(request.param())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def refusals(log, answer):
    """Return the lines about an answer's request; every line of the log must be a plain one."""
    lines = log.getvalue().splitlines()
    assert all(line.isprintable() for line in lines)
    number = answer.headers["X-Request-ID"]
    mine = [line for line in lines if number in line and HOME in line and "refused" in line]
    for line in lines:
        assert ANA not in line
        assert "evil" not in line
        assert "all is well" not in line
        assert PASSWORD not in line
        assert not line.startswith("{") or json.loads(line)
    return " ".join(mine)


def hostile(browser):
    browser.environ_base["HTTP_USER_AGENT"] = HOSTILE
    return browser


def test_a_limit_that_is_reached(door, log):
    door.account()
    browser = hostile(door.browser())

    for _ in range(10):
        enter(browser, password="another one entirely")
    answer = enter(browser, password="another one entirely")

    assert answer.status_code == 429
    assert "a limit is reached" in refusals(log, answer)
    assert f"refused: 429, POST /login, by {NOBODY}" in refusals(log, answer)


def test_a_limit_reached_by_somebody_we_know(door, log):
    ana, browser = door.account(), hostile(door.inside())
    wrong = {"current": "another one entirely", "password": "cinco garrafas numa ilha"}

    for _ in range(10):
        browser.post("/account/password", data=wrong)
    answer = browser.post("/account/password", data=wrong)

    assert f"refused: 429, POST /account/password, by {ana}" in refusals(log, answer)


def test_a_form_without_its_token_or_with_a_wrong_one(door, log):
    ana, browser = door.account(), hostile(door.inside())
    door.app.config["WTF_CSRF_ENABLED"] = True

    for data in ({}, {"csrf_token": "bent"}):
        answer = browser.post("/account/name", data={"name": "Eva", **data})
        assert answer.status_code == 400
        assert "no valid form token" in refusals(log, answer)
        assert f"refused: 400, POST /account/name, by {ana}" in refusals(log, answer)


@pytest.mark.parametrize("path", ["/login", "/signup", "/forgot", "/account/name", "/logout"])
def test_what_a_page_of_another_site_sends(door, log, path):
    ana, browser = door.account(), hostile(door.inside())
    door.app.config["WTF_CSRF_ENABLED"] = True
    token = form_token(browser)

    answer = browser.post(path, data={"csrf_token": token, "email": ANA}, headers=ELSEWHERE)

    assert answer.status_code == 403
    assert "sent by a page of another site" in refusals(log, answer)
    assert f"refused: 403, POST {path}, by {ana}" in refusals(log, answer)


@pytest.mark.parametrize("purpose", [VERIFY, RESET, ADDRESS, STAFF])
@pytest.mark.parametrize("bent", ["foreign", "cut", "forged lines"])
def test_a_link_that_opens_nothing(door, log, purpose, bent):
    door.account()
    paths = {VERIFY: "/verify", RESET: "/reset", ADDRESS: "/account/address", STAFF: "/welcome"}
    token = door.link(RESET if purpose == VERIFY else VERIFY)
    sent = {"foreign": token, "cut": token[:-3], "forged lines": "%0D%0Aall%20is%20well%1B%5B2J"}

    browser = hostile(door.browser())
    answer = browser.get(f"{paths[purpose]}/{sent[bent]}")
    while answer.status_code == 303:
        answer = browser.get(answer.location)

    assert answer.status_code in {404, 410}
    assert f"refused: {answer.status_code}, GET {paths[purpose]}" in refusals(log, answer)
    assert token[:-3] not in log.getvalue()


def test_the_things_of_others(door, log):
    ana, browser = door.account(), hostile(door.inside())
    door.account(BOB)
    door.inside(BOB)
    [theirs] = [row.id for row in door.rows(LoginSession) if row.user_id != ana]

    for number in (theirs, STRANGE_IDS, "%0D%0Aall%20is%20well"):
        answer = browser.post(f"/account/sessions/{number}/end")
        said = refusals(log, answer)
        assert f"refused: 404, POST /account/sessions/<session_id>/end, by {ana}" in said


def test_a_job_of_others(door, log):
    ana, browser = door.account(), hostile(door.inside())
    job_id = door.counter.job()

    for path in ("/api/job_status/", "/jobs/", "/api/v1/jobs/"):
        answer = browser.get(f"{path}{job_id}")
        assert f"refused: 404, GET {path}<job_id>, by {ana}" in refusals(log, answer)


def test_what_only_people_may_who_are_logged_in(door, log):
    browser = hostile(door.browser())

    page = browser.post("/account/name", data={"name": "Eva"})
    program = browser.post("/account/name", headers={"Accept": "application/json"})

    assert (page.status_code, program.status_code) == (303, 401)
    assert "refused: login.page comes first" in refusals(log, page)
    assert f"refused: 401, POST /account/name, by {NOBODY}" in refusals(log, program)


def test_an_address_that_is_none_of_ours_is_not_repeated(door, log):
    answer = hostile(door.browser()).get("/verify/a/%0D%0Aall%20is%20well%1B%5B2J")

    assert f"refused: 404, GET an unknown address, by {NOBODY}" in refusals(log, answer)


def test_a_bug_on_the_way_of_a_link_does_not_tell_the_link(door, log):
    door.app.extensions["links"] = None  # as if something was forgotten
    door.app.config["PROPAGATE_EXCEPTIONS"] = False
    token = "a-token-that-opens-everything"

    answer = hostile(door.browser()).get(f"/verify/{token}")

    assert answer.status_code == 500
    assert "a bug: GET /verify/<token>" in log.getvalue()
    assert token not in log.getvalue()
