"""Where somebody is logged in: seen by them alone, ended by them alone, and ended at once."""

import pytest

from balcao.accounts.models import LoginSession
from balcao.accounts.profile.devices import browser_of, system_of
from balcao.foundation.ids import new_id
from tests.contracts.accounts.door import ANA, BOB, enter, is_inside, stolen

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def ana(door):
    door.account()
    return door.inside()


def at(door, agent, email=ANA):
    """Return a browser of that sort, logged in."""
    browser = door.browser()
    browser.environ_base["HTTP_USER_AGENT"] = agent
    assert enter(browser, email).status_code == 303
    return browser


def newest(door):
    return door.rows(LoginSession)[-1].id


def test_each_browser_is_named_so_that_its_owner_knows_it(door, ana):
    at(door, PHONE)
    at(door, DESK)

    page = ana.get("/account").text

    assert "Safari on iPhone" in page
    assert "Firefox on Linux" in page
    assert page.count("this browser") == 1


EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/140.0 Safari/537.36 Edg/140.0"
ANDROID = "Mozilla/5.0 (Linux; Android 15) AppleWebKit Chrome/140 Mobile Safari/537"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, ("Safari", "iPhone")),
        (DESK, ("Firefox", "Linux")),
        (EDGE, ("Edge", "Windows")),
        (ANDROID, ("Chrome", "Android")),
        (MAC, ("Safari", "macOS")),
        ("curl/8.5.0", ("curl", "")),
        ("", ("", "")),
        ("<script>alert(1)</script>", ("", "")),
    ],
)
def test_a_browser_is_known_by_two_words(agent, words):
    assert (browser_of(agent), system_of(agent)) == words


def test_what_a_browser_calls_itself_is_never_printed(door, ana):
    at(door, "<script>alert(1)</script>")

    page = ana.get("/account").text

    assert "alert(1)" not in page
    assert "A browser we do not know" in page


def test_one_session_is_ended_and_its_copies_with_it(door, ana):
    phone = at(door, PHONE)
    thief = stolen(phone)

    answer = ana.post(f"/account/sessions/{newest(door)}/end")

    assert (answer.status_code, answer.location) == (303, "/account")
    assert [is_inside(browser) for browser in (ana, phone, thief)] == [True, False, False]


def test_ending_ones_own_session_leads_out(door, ana):
    answer = ana.post(f"/account/sessions/{newest(door)}/end")

    assert answer.location == "/login"
    assert not is_inside(ana)


def test_all_others_are_ended_at_once(door, ana):
    others = [door.inside() for _ in range(3)]
    door.account(BOB)
    bob = door.inside(BOB)

    ana.post("/account/sessions/end-others")

    assert is_inside(ana)
    assert not any(map(is_inside, others))
    assert is_inside(bob)


def test_a_strangers_session_is_as_unknown_as_a_wrong_id(door, ana):
    door.account(BOB)
    bob = door.inside(BOB)
    foreign = newest(door)
    wanted = [foreign, new_id(), "1", "x" * 500, "%00"]

    answers = [ana.post(f"/account/sessions/{one}/end") for one in wanted]

    assert {answer.status_code for answer in answers} == {404}
    assert is_inside(bob)
    assert foreign not in ana.get("/account").text


def test_a_session_that_has_run_out_is_not_listed(door):
    door.account()
    at(door, PHONE)
    door.age(expires_at=-1)
    back = door.inside()

    page = back.get("/account").text

    assert page.count("data-session=") == 1


def test_half_a_login_is_no_place_where_one_is_logged_in(door):
    door.factor(door.account())
    half = door.browser()
    enter(half)

    assert half.get("/account").location.startswith("/login")
    assert half.post("/account/sessions/end-others").location.startswith("/login")
