"""The link of a sign-up: looking uses nothing up, pressing does, once; whatever else is nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from balcao.accounts.links import RESET, new_token
from balcao.accounts.models import AuthToken, Membership, PreUser, Tenant, User
from balcao.foundation.db import transaction
from tests.contracts.accounts.joining import (
    ADDRESS,
    PASSWORD,
    PUBLIC,
    confirm,
    same_for_all,
    state_of,
)
from tests.contracts.counter import form_token

AT_ONCE = 20


def test_looking_at_a_link_uses_nothing_up(joining):
    joining.signed_up()
    path = joining.path()
    scanner = joining.browser()

    for _ in range(5):
        scanner.get(path, follow_redirects=True)
        scanner.head(path)
        scanner.options(path)

    assert joining.rows(User) == []
    assert confirm(joining.browser(), path) == "/login"


def test_the_token_leaves_the_address_bar_and_is_told_to_nobody(joining):
    joining.signed_up()
    path = joining.path()
    ana = joining.browser()

    arrived = ana.get(path)
    page = ana.get("/verify")

    assert (arrived.status_code, arrived.location) == (303, "/verify")
    # A page without any referrer would send its form with `Origin: null`, which we turn away.
    policies = [answer.headers["Referrer-Policy"] for answer in (arrived, page)]
    assert policies == ["no-referrer", "same-origin"]
    for answer in (arrived, page):
        assert answer.headers["Cache-Control"] == "no-store"
        assert path.removeprefix("/verify/") not in answer.text
    assert ADDRESS in page.text


def test_the_button_may_also_be_pressed_with_the_token_in_the_address(joining):
    joining.signed_up()

    answer = joining.browser().post(joining.path())

    assert (answer.status_code, answer.location) == (303, "/login")
    assert len(joining.rows(User)) == 1


def test_of_twenty_who_press_at_once_one_makes_the_account(joining):
    joining.signed_up()
    path = joining.path()
    browsers = [joining.browser() for _ in range(AT_ONCE)]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda browser: browser.post(path), browsers))

    assert {answer.status_code for answer in answers} == {303}
    assert [answer.location for answer in answers].count("/login") == 1
    assert [len(joining.rows(table)) for table in (User, Tenant, Membership)] == [1, 1, 1]


def test_of_many_links_for_one_address_one_makes_the_account(joining):
    paths = []
    for _ in range(5):
        joining.signed_up()
        paths.append(joining.path())
        joining.later()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda path: joining.browser().post(path), paths))

    assert sorted(answer.location for answer in answers) == ["/login", *["/verify"] * 4]
    assert [len(joining.rows(table)) for table in (User, Tenant, Membership)] == [1, 1, 1]


def test_a_used_link_says_so_and_shows_the_way_in(joining):
    joining.signed_up()
    path = joining.path()
    confirm(joining.browser(), path)
    again = joining.browser()

    page = again.get(path, follow_redirects=True)

    assert page.status_code == 200
    assert "confirmed already" in page.text
    assert 'href="/login"' in page.text
    assert again.post(path).location == "/verify"
    assert again.post(path, headers={"Accept": "application/json"}).status_code == 409


def test_an_expired_link_is_replaced_by_one_button(joining):
    joining.signed_up(name="Ana Lima")
    path = joining.path()
    joining.expire()
    joining.expire(PreUser)
    phone = joining.browser()

    page = phone.get(path, follow_redirects=True)
    assert (page.status_code, "too old" in page.text) == (200, True)
    assert phone.post("/verify").location == "/verify"
    joining.later()
    assert phone.post("/verify/again").location == "/login"

    assert (state_of(phone), confirm(joining.browser(), joining.path())) == ("waiting", "/login")
    assert state_of(phone) == "confirmed"
    assert [user.name for user in joining.rows(User)] == ["Ana Lima"]


def test_the_button_for_a_new_mail_keeps_the_limits(joining):
    joining.signed_up()
    path = joining.path()
    joining.expire()
    phone = joining.browser()
    phone.get(path)

    refused = phone.post("/verify/again")

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 65
    assert "Wait" in refused.text


@pytest.mark.parametrize("state", ["open", "used"])
def test_only_an_expired_link_is_replaced(joining, state):
    joining.signed_up()
    path = joining.path()
    phone = joining.browser()
    phone.get(path)
    if state == "used":
        phone.post("/verify")
    joining.later()

    assert phone.post("/verify/again").location == "/verify"
    assert joining.work() == []


def test_links_that_open_nothing_all_look_the_same(joining):
    joining.signed_up()
    path = joining.path()
    made_up = [
        path[:-1], path[:20], f"{path}A", f"{path[:-1]}{'A' if path[-1] != 'A' else 'B'}",
        path.swapcase().replace("/VERIFY", "/verify"), "/verify/x", f"/verify/{'A' * 5000}",
        "/verify/%00", "/verify/é", f"{path}%0d%0a", f"/verify/{reset_token(joining)}",
    ]  # fmt: skip

    answers = {same_for_all(joining.browser().get(path)) for path in made_up}
    pressed = {joining.browser().post(path).status_code for path in made_up}

    [(status, page)] = answers
    assert (status, pressed) == (404, {404})
    assert 'href="/signup"' in page
    assert joining.rows(User) == []


def test_a_page_without_a_link_has_a_way_out(joining):
    page = joining.browser().get("/verify")

    assert (page.status_code, 'href="/signup"' in page.text) == (404, True)
    assert joining.browser().post("/verify").status_code == 404
    assert joining.browser().post("/verify/again").location == "/verify"


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded", "X-Forwarded-Proto"])
def test_links_lead_to_our_own_house_whatever_a_request_says(joining, header):
    value = {"Forwarded": "host=evil.example", "X-Forwarded-Proto": "gopher"}.get(
        header, "evil.example"
    )
    form = {"email": ADDRESS, "password": PASSWORD}

    answer = joining.browser().post("/signup", data=form, headers={header: value})

    assert answer.status_code == (400 if header == "Host" else 303)
    assert all(f"{PUBLIC}/verify/" in mail.text for mail in joining.work())


def test_pressing_without_the_token_of_a_form_is_refused(joining):
    joining.signed_up()
    path = joining.path()
    joining.app.config["WTF_CSRF_ENABLED"] = True
    ana, bob = joining.browser(), joining.browser()
    ana.get(path)

    without = ana.post("/verify")
    other = ana.post("/verify", data={"csrf_token": form_token(bob)})
    foreign = ana.post(
        "/verify",
        data={"csrf_token": form_token(ana)},
        headers={"Origin": "https://evil.example"},
    )
    assert (without.status_code, other.status_code, foreign.status_code) == (400, 400, 403)

    assert ana.post("/verify", data={"csrf_token": form_token(ana)}).location == "/login"


def reset_token(joining):
    with joining.app.app_context(), transaction() as session:
        row = new_token(RESET, address=ADDRESS, email=ADDRESS, locale="en")
        session.add(row)
        session.flush()
        return joining.app.extensions["links"].token(row)


def test_an_address_that_got_an_account_meanwhile_is_confirmed_already(joining):
    ana = joining.signed_up()
    path = joining.path()
    joining.account()

    assert confirm(ana, path) == "/verify"

    assert "confirmed already" in ana.get("/verify").text
    assert [row.used_at for row in joining.rows(AuthToken)] == [None]
    assert state_of(ana) == "waiting"
