"""The second step of the way in: no way round it, none for somebody else, and few tries."""

import re
from urllib.parse import quote

import pyotp
import pytest

from balcao.accounts.factors import queries, service
from balcao.accounts.factors.seal import Seal
from balcao.accounts.models import AuthEvent, LoginSession
from balcao.foundation.clock import utcnow
from tests.contracts.accounts.door import ANA, BOB, PASSWORD, enter, is_inside, secret, stolen
from tests.contracts.accounts.keyring import change, together

STEP = "/login/factor"
OTHER = "zebra atravessa sem olhar"
HOUR = 3600


@pytest.fixture
def ana(door):
    return Owner(door, ANA)


def app_set_up(door, user_id):
    """Give somebody an app, and return what it knows."""
    seal = door.app.extensions["seal"]
    with change(door.engine) as session:
        service.begin_app(session, seal, user_id=user_id)
        row = queries.app_of(session, user_id=user_id)
        assert row
        app, now = pyotp.TOTP(seal.open(row.secret)), utcnow()
        typed = app.at(now, counter_offset=-1)
        assert service.confirm_app(session, seal, user_id=user_id, typed=typed, now=now)
    return app


class Owner:
    """Somebody with an app and with recovery codes, both set up long ago."""

    def __init__(self, door, email):
        self.door, self.email, self.user_id = door, email, door.account(email)
        self.app = app_set_up(door, self.user_id)
        with change(door.engine) as session:
            self.codes = service.new_codes(session, user_id=self.user_id)

    def code(self):
        """Return the next code that was not used yet."""
        return self.app.at(utcnow(), counter_offset=1)

    def half(self, client="198.51.100.7", **more):
        """Return a browser in which the password was typed."""
        browser = self.door.browser(client)
        answer = enter(browser, self.email, **more)
        assert answer.location.startswith(STEP)
        return browser


def type_in(browser, code, **more):
    return browser.post(STEP, data={"code": code, **more})


def test_a_password_alone_opens_nothing(ana):
    half = ana.half()

    answers = {
        path: half.get(path).status_code
        for path in ("/account", "/account/password", "/account/second-factor", "/login/again")
    }

    assert set(answers.values()) == {303}
    assert not is_inside(half)
    assert half.get(STEP).status_code == 200


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/account/password", {"current": PASSWORD, "password": OTHER}),
        ("/account/sessions/end-others", {}),
        ("/account/second-factor/app", {}),
        ("/account/second-factor/codes", {}),
        ("/account/passkeys/options", {}),
        ("/account/name", {"name": "x"}),
    ],
)
def test_the_step_is_not_skipped_by_knowing_other_addresses(ana, path, form):
    half = ana.half()

    answer = half.post(path, data=form)

    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/login")


def test_the_code_opens_and_leads_where_one_wanted_to_go(ana):
    half = ana.half(next="/account/password")
    before, thief = secret(half), stolen(half)
    page = half.get(f"{STEP}?next={quote('/account/password')}").text
    assert 'value="/account/password"' in page

    answer = type_in(half, ana.code(), next="/account/password")

    assert (answer.status_code, answer.location) == (303, "/account/password")
    assert is_inside(half)
    assert secret(half) != before
    assert not is_inside(thief)
    assert thief.get(STEP).location == "/login"


def test_the_session_remembers_that_a_factor_was_shown(door, ana):
    half = ana.half()
    type_in(half, ana.code())

    [row] = door.rows(LoginSession)

    assert (row.complete, row.with_factor) == (True, True)


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_step_leads_to_nobody_elses_page(ana, target):
    half = ana.half()

    assert type_in(half, ana.code(), next=target).location == "/account"


def test_a_code_is_used_up_by_one_login(ana):
    code, first, second = ana.code(), ana.half(), ana.half()

    assert type_in(first, code).status_code == 303
    assert type_in(second, code).status_code == 422
    assert not is_inside(second)


def test_of_many_logins_at_once_with_one_code_exactly_one_gets_in(door, ana):
    code, browsers = ana.code(), [ana.half() for _ in range(6)]
    waiting = list(browsers)

    together(lambda: type_in(waiting.pop(), code).status_code, times=6)

    assert sum(map(is_inside, browsers)) == 1
    assert len([row for row in door.rows(LoginSession) if row.complete]) == 1


def test_a_recovery_code_opens_once(door, ana):
    half = ana.half()

    assert type_in(half, ana.codes[0].lower()).status_code == 303
    assert is_inside(half)
    assert type_in(ana.half(), ana.codes[0]).status_code == 422
    kinds = [event.kind for event in door.rows(AuthEvent)]
    assert "login_recovery_code" in kinds
    assert "login_code_failed" in kinds


def test_where_the_key_of_the_app_is_lost_a_recovery_code_still_opens(door, ana):
    half = ana.half()
    door.app.extensions["seal"] = Seal(["another key altogether, of no use to anybody"])

    lost = type_in(half, ana.code())

    assert lost.status_code == 409
    assert "recovery code" in lost.text
    assert type_in(half, ana.codes[0]).status_code == 303


def test_somebody_elses_codes_open_nothing(door, ana):
    bob = Owner(door, BOB)
    half = ana.half()

    answers = [type_in(half, code).status_code for code in (bob.code(), bob.codes[0])]

    assert answers == [422, 422]
    assert not is_inside(half)
    assert type_in(bob.half(), bob.code()).status_code == 303  # and were not used up by that


def test_a_code_cannot_name_another_person(door, ana):
    bob = Owner(door, BOB)
    half = ana.half()

    type_in(half, bob.code(), user_id=bob.user_id, email=BOB, session_id="x")

    assert not is_inside(half)


@pytest.mark.parametrize("code", ["", "000000", "x" * 5000, "\0\0\0\0\0\0", "' or 1=1 --"])
def test_what_is_no_code_is_refused_beside_the_field(ana, code):
    answer = type_in(ana.half(), code)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_a_code_is_not_guessed(ana):
    half = ana.half()

    answers = [type_in(half, f"{number:06}").status_code for number in range(12)]

    assert answers == [422] * 10 + [429, 429]
    assert type_in(half, ana.code()).status_code == 429


def test_new_logins_bring_no_new_tries_but_the_owner_gets_in_from_a_known_browser(ana):
    known = ana.half()
    type_in(known, ana.code())
    known.post("/logout")

    statuses = []
    for round_ in range(5):
        thief = ana.half(f"203.0.113.{round_}")
        statuses += [type_in(thief, f"{number:06}").status_code for number in range(10)]

    assert statuses == [422] * 29 + [429] * 21  # the owner's own first login was the thirtieth
    enter(known)
    assert type_in(known, ana.codes[0]).status_code == 303


def test_the_refusal_says_how_long_to_wait(ana):
    half = ana.half()
    for number in range(10):
        type_in(half, f"{number:06}")

    answer = type_in(half, "000000")

    assert 0 < int(answer.headers["Retry-After"]) <= HOUR
    assert re.search(r"Wait \d+ (s|min|h)", answer.text)


def test_the_step_ends_by_itself(door, ana):
    half = ana.half()
    door.age(expires_at=-1)

    answer = type_in(half, ana.code())

    assert answer.location == "/login"
    assert not is_inside(half)


def test_who_owes_nothing_is_sent_on(door, ana):
    assert door.browser().get(STEP).location == "/login"
    door.account(BOB)
    assert door.inside(BOB).get(STEP).location == "/account"
    assert door.inside(BOB).post(STEP, data={"code": "000000"}).location == "/login"
    assert ana.half().get(STEP).status_code == 200


def test_a_session_from_before_the_factor_can_be_made_stronger(door):
    door.account(BOB)
    before = door.inside(BOB)
    app = app_set_up(door, door.user(BOB).id)

    assert before.get(STEP).status_code == 200
    assert type_in(before, app.at(utcnow(), counter_offset=1)).status_code == 303
    assert door.rows(LoginSession)[0].with_factor


def test_a_changed_password_ends_half_logins_too(ana):
    half, other = ana.half(), ana.half()
    type_in(other, ana.code())
    other.post(
        "/account/password",
        data={"current": PASSWORD, "password": OTHER},
    )

    assert type_in(half, ana.codes[0]).location == "/login"
    assert not is_inside(half)
