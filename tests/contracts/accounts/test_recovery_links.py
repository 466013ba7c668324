"""A link for a new password opens one account, once, for half an hour, and nothing else."""

from collections import Counter as Tally
from concurrent.futures import ThreadPoolExecutor

import pytest

from balcao.accounts import commands
from balcao.accounts.links import ADDRESS, RESET, STAFF, VERIFY
from tests.contracts.accounts.door import ANA, BOB, enter

NEW = "a wholly other sentence"


def choose(browser, token, password=NEW):
    return browser.post(f"/reset/{token}", data={"password": password})


def test_the_link_opens_a_page_that_shows_whose_password_it_is(door):
    door.account()
    browser, token = door.browser(), door.link(RESET)

    arrived = browser.get(f"/reset/{token}")
    page = browser.get("/reset")

    assert (arrived.status_code, arrived.location) == (303, "/reset")
    assert page.status_code == 200
    assert "a•••@loja.example" in page.text
    assert ANA not in page.text
    assert token not in page.text
    assert arrived.headers["Referrer-Policy"] == "no-referrer"
    assert {answer.headers["Cache-Control"] for answer in (arrived, page)} == {"no-store"}


def test_looking_uses_nothing_up(door):
    door.account()
    browser, token = door.browser(), door.link(RESET)

    for _ in range(5):
        browser.get(f"/reset/{token}")
        browser.head(f"/reset/{token}")
        browser.get("/reset")
        browser.options(f"/reset/{token}")

    assert browser.post("/reset", data={"password": NEW}).status_code == 303


def test_of_twenty_who_use_the_link_at_once_one_wins(door):
    door.account()
    token = door.link(RESET)

    with ThreadPoolExecutor(10) as pool:
        passwords = [f"{NEW} {number}" for number in range(20)]
        answers = list(pool.map(lambda word: choose(door.browser(), token, word), passwords))

    tally = Tally(answer.status_code for answer in answers)
    assert tally == {303: 1, 410: 19}
    [winner] = [w for w, a in zip(passwords, answers, strict=True) if a.status_code == 303]
    assert enter(door.browser(), password=winner).status_code == 303


def test_a_used_link_is_over_and_says_so_to_its_holder(door):
    door.account()
    token = door.link(RESET)
    choose(door.browser(), token)
    browser = door.browser()

    browser.get(f"/reset/{token}")
    page = browser.get("/reset")

    assert page.status_code == 410
    assert "used already" in page.text
    assert choose(browser, token).status_code == 410


def test_a_link_that_is_too_old_is_over(door):
    door.account()
    token = door.link(RESET)
    door.expire_links()

    assert choose(door.browser(), token).status_code == 410
    assert enter(door.browser()).status_code == 303


def test_a_link_ends_with_its_account(door):
    door.account()
    token = door.link(RESET)
    with door.app.app_context():
        commands.disable_user(ANA)

    assert choose(door.browser(), token).status_code == 410


def test_a_link_for_an_address_without_account_opens_nothing(door):
    assert choose(door.browser(), door.link(RESET, "nobody@loja.example")).status_code == 410


@pytest.mark.parametrize("purpose", [VERIFY, ADDRESS, STAFF])
def test_links_for_other_purposes_open_nothing_here(door, purpose):
    user_id = door.account()
    token = door.link(purpose, user_id=user_id)

    assert door.browser().get(f"/reset/{token}").status_code == 404
    assert choose(door.browser(), token).status_code == 404


def test_a_link_for_resets_opens_nothing_elsewhere(door):
    user_id = door.account()
    token = door.link(RESET, user_id=user_id)

    answers = [
        door.browser().post(f"/welcome/{token}", data={"email": BOB, "password": NEW}),
        door.browser().post(f"/verify/{token}"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert choose(door.browser(), token).status_code == 303


def test_a_changed_link_is_no_link_of_ours(door):
    door.account()
    token = door.link(RESET)
    spoilt = {
        token[:-1],
        token + "A",
        token.swapcase(),
        token[::-1],
        token.upper(),
        f"{token}=",
        f"{token}%00",
        token[:40] + ("A" if token[40] != "A" else "B") + token[41:],
        "x",
        "a" * 5000,
        "é",
    }

    statuses = {choose(door.browser(), other).status_code for other in spoilt}

    assert statuses <= {404, 400}
    assert choose(door.browser(), token).status_code == 303


def test_the_page_without_a_link_says_how_to_get_one(door):
    page = door.browser().get("/reset")

    assert page.status_code == 404
    assert 'href="/forgot"' in page.text
