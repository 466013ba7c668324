"""Passkeys over the wire: one question, one answer, one owner, one site."""

import re
from uuid import UUID

import pytest
from webauthn.helpers import bytes_to_base64url as text_of

from balcao.accounts.models import AuthToken, Factor, LoginSession
from tests.contracts.accounts.door import BOB, enter, is_inside, stolen
from tests.contracts.accounts.keyring import together
from tests.fakes.authenticator import PRESENT, Authenticator

HERE = "/account/second-factor"
JSON = {"Accept": "application/json"}
CODE = re.compile(r"<code>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</code>")


@pytest.fixture
def ana(door):
    door.account()
    return door.inside()


def make_passkey(browser, device, **form):
    """Add a passkey as the script does."""
    invitation = browser.post("/account/passkeys/options", headers=JSON).json
    made = device.make(invitation["challenge"])
    return browser.post("/account/passkeys", data={"credential": made, **form})


def show_passkey(browser, device, owner, path="/login/passkey", **lies):
    """Show a passkey as the script does."""
    question = browser.post(f"{path}/options", headers=JSON).json
    shown = device.show(question["challenge"], UUID(owner).bytes, **lies)
    return browser.post(path, data={"credential": shown})


def test_a_passkey_is_made_named_and_opens_without_a_password(door, ana):
    device = Authenticator()
    page = make_passkey(ana, device, name="Desk")
    assert len(CODE.findall(page.text)) == 10
    browser = door.browser()

    answer = show_passkey(browser, device, door.user().id)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert is_inside(browser)
    assert "Desk" in browser.get(HERE).text
    assert [row.with_factor for row in door.rows(LoginSession)] == [True, True]


def test_a_passkey_is_the_second_step_too(door, ana):
    device = Authenticator()
    make_passkey(ana, device)
    half = door.browser()
    enter(half)

    answer = show_passkey(half, device, door.user().id, "/login/factor/passkey")

    assert (answer.status_code, answer.location) == (303, "/account")
    assert is_inside(half)


def test_somebody_elses_passkey_is_no_second_step(door, ana):
    make_passkey(ana, Authenticator())
    door.account(BOB)
    device = Authenticator()
    make_passkey(door.inside(BOB), device)
    half = door.browser()
    enter(half)

    show_passkey(half, device, door.user(BOB).id, "/login/factor/passkey")

    assert not is_inside(half)


def test_a_question_for_one_thing_is_no_question_for_another(door, ana):
    device = Authenticator()
    make_passkey(ana, device)
    half = door.browser()
    enter(half)
    question = half.post("/login/passkey/options", headers=JSON).json
    shown = device.show(question["challenge"], UUID(door.user().id).bytes)

    half.post("/login/factor/passkey", data={"credential": shown})

    assert not is_inside(half)


def test_an_answer_is_not_taken_twice_even_with_the_old_cookie(door, ana):
    device = Authenticator()
    make_passkey(ana, device)
    browser = door.browser()
    question = browser.post("/login/passkey/options", headers=JSON).json
    thieves = [stolen(browser) for _ in range(4)]
    shown = device.show(question["challenge"], UUID(door.user().id).bytes)
    assert browser.post("/login/passkey", data={"credential": shown}).location == "/account"

    together(lambda: thieves.pop().post("/login/passkey", data={"credential": shown}), times=4)

    assert len(door.rows(LoginSession)) == 2
    assert len([row for row in door.rows(AuthToken) if row.purpose == "passkey"]) == 2


def test_without_a_question_there_is_no_answer(door, ana):
    device = Authenticator()
    make_passkey(ana, device)
    shown = device.show(text_of(bytes(32)), UUID(door.user().id).bytes)

    answer = door.browser().post("/login/passkey", data={"credential": shown})

    assert answer.location == "/login"


@pytest.mark.parametrize(
    "lie", [{"origin": "http://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}]
)
def test_a_passkey_from_elsewhere_or_without_its_owner_opens_nothing(door, ana, lie):
    device = Authenticator()
    make_passkey(ana, device)
    liar, browser = Authenticator(key=device.key, number=device.number, **lie), door.browser()

    answer = show_passkey(browser, liar, door.user().id)

    assert answer.location == "/login"
    assert "That passkey was not accepted" in browser.get("/login").text
    assert not is_inside(browser)


def test_a_passkey_that_names_another_owner_opens_nothing(door, ana):
    device = Authenticator()
    make_passkey(ana, device)
    browser = door.browser()

    show_passkey(browser, device, door.account(BOB))

    assert not is_inside(browser)


def test_the_owner_alone_is_told_which_passkeys_there_are(door, ana):
    device = Authenticator()
    make_passkey(ana, device)
    half = door.browser()
    enter(half)

    anybody = door.browser().post("/login/passkey/options", headers=JSON).json
    stranger = door.browser().post("/login/factor/passkey/options", headers=JSON)
    owner = half.post("/login/factor/passkey/options", headers=JSON).json

    assert anybody["allowCredentials"] == []
    assert stranger.status_code == 401
    assert [one["id"] for one in owner["allowCredentials"]] == [text_of(device.number)]
    assert anybody["userVerification"] == owner["userVerification"] == "required"


@pytest.mark.parametrize(
    "credential", ["", "{}", "null", "[" * 5000, "x" * 200_000, "\0", '{"id":1}']
)
def test_what_is_no_passkey_is_refused_and_breaks_nothing(door, ana, credential):
    ana.post("/account/passkeys/options", headers=JSON)
    made = ana.post("/account/passkeys", data={"credential": credential})
    browser = door.browser()
    browser.post("/login/passkey/options", headers=JSON)
    shown = browser.post("/login/passkey", data={"credential": credential})

    assert made.status_code in {303, 422}
    assert shown.status_code == 303
    assert door.rows(Factor) == []
