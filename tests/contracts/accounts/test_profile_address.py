"""Moving to another address: nobody learns who has it, and only its owner can finish it."""

import re

import pytest

from balcao.accounts.models import AuthToken
from balcao.jobs.models import Job
from tests.contracts.accounts.door import ANA, BOB, PASSWORD, enter, is_inside, secret, stolen
from tests.contracts.accounts.joining import same_for_all
from tests.contracts.accounts.keyring import link_in, mails_of, together

NEW = "ana@nova.example"
OTHER = "zebra atravessa sem olhar"
CAROL = "car@loja.example"
FREE = "bob@foro.example"  # as long as the one that is taken


@pytest.fixture
def ana(door):
    door.account()
    return door.inside()


def ask(browser, email=NEW, current=PASSWORD, **more):
    return browser.post("/account/address", data={"email": email, "current": current, **more})


def asked(door, browser, email=NEW):
    """Ask for another address and return where the link in the mail leads."""
    assert ask(browser, email).status_code == 303
    [mail] = mails_of(door)
    assert mail.to == email
    return link_in(mail)


def press(browser, path):
    browser.get(path)
    return browser.post("/account/address/confirm")


def test_the_account_moves_when_the_owner_of_the_new_address_says_so(door, ana):
    path = asked(door, ana)
    assert door.user().address == ANA

    answer = press(ana, path)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert door.user(NEW).email == NEW
    assert enter(door.browser(), NEW).status_code == 303
    assert enter(door.browser(), ANA).status_code == 422


def test_both_addresses_are_told_and_neither_mail_opens_anything(door, ana):
    press(ana, asked(door, ana))

    mails = mails_of(door)

    assert {mail.to for mail in mails} == {ANA, NEW}
    assert not any("/account/address/" in mail.text for mail in mails)


def test_nothing_changes_and_nobody_is_told_before(door, ana):
    asked(door, ana)

    assert enter(door.browser()).status_code == 303
    assert mails_of(door) == []


def test_the_link_works_on_another_device_where_nobody_is_logged_in(door, ana):
    path, phone = asked(door, ana), door.browser()

    answer = press(phone, path)

    assert (answer.status_code, answer.location) == (303, "/login")
    assert door.user(NEW)
    assert not is_inside(phone)
    assert not is_inside(ana)  # where it was asked for is elsewhere now


def test_a_move_ends_every_other_session(door, ana):
    elsewhere, half = door.inside(), stolen(ana)

    press(ana, asked(door, ana))

    assert is_inside(ana)
    assert not is_inside(elsewhere)
    assert secret(half)


def test_looking_at_a_link_uses_nothing_up(door, ana):
    path, scanner = asked(door, ana), door.browser()

    for _ in range(5):
        assert scanner.get(path).status_code == 303
        assert scanner.head(path).status_code == 303
        scanner.options(path)
        assert scanner.get("/account/address/confirm").status_code == 200

    assert door.user().address == ANA
    assert press(ana, path).status_code == 303


def test_the_link_leaves_the_address_bar_and_leaves_no_trace(door, ana):
    path, browser = asked(door, ana), door.browser()

    first = browser.get(path)
    page = browser.get(first.location)

    assert first.location == "/account/address/confirm"
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert {answer.headers["Cache-Control"] for answer in (first, page)} == {"no-store"}
    assert path.rpartition("/")[2] not in page.text


def test_a_link_works_once(door, ana):
    path = asked(door, ana)
    press(ana, path)

    answers = [press(door.browser(), path) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {409}
    assert door.browser().get(path, follow_redirects=True).status_code == 410


def test_of_many_who_press_at_once_exactly_one_moves_it(door, ana):
    path = asked(door, ana)

    def one():
        return press(door.browser(), path).status_code

    answers = together(one)

    assert sorted(answers) == [303] + [409] * 7
    assert len(mails_of(door)) == 2


def test_only_the_latest_wish_counts(door, ana):
    first = asked(door, ana, "ana@first.example")
    second = asked(door, ana, "ana@second.example")

    assert press(door.browser(), first).status_code == 409
    assert press(door.browser(), second).status_code == 303
    assert door.user("ana@second.example")


@pytest.mark.parametrize(
    "bend",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: "B" + token[1:],
        lambda token: token.swapcase(),
        lambda token: token[::-1],
        lambda _: "x" * 5000,
        lambda _: "%00",
    ],
)
def test_a_bent_link_opens_nothing(door, ana, bend):
    path = asked(door, ana)
    head, _, token = path.rpartition("/")

    answer = press(door.browser(), f"{head}/{bend(token)}")

    assert answer.status_code == 410
    assert door.user().address == ANA


@pytest.mark.parametrize("purpose", ["verify", "reset", "staff", "notice"])
def test_a_link_for_something_else_moves_nothing(door, ana, purpose):
    token = door.link(purpose, NEW, door.user().id)

    assert press(ana, f"/account/address/{token}").status_code == 410
    assert door.user().address == ANA


def test_a_link_that_is_too_old_moves_nothing(door, ana):
    path = asked(door, ana)
    door.expire_links()

    assert press(ana, path).status_code == 409
    assert door.user().address == ANA


def test_links_for_a_new_password_die_with_the_old_address(door, ana):
    reset = door.link("reset")
    path = asked(door, ana)
    press(ana, path)
    browser = door.browser()

    browser.get(f"/reset/{reset}")
    browser.post("/reset", data={"password": OTHER})

    assert enter(door.browser(), NEW).status_code == 303


def test_a_taken_address_looks_like_any_other(door, ana):
    door.account(BOB)
    door.account(CAROL)
    before = ana.get("/account/address").text

    taken, free = ask(ana, BOB), ask(door.inside(CAROL), NEW)

    def seen(answer):
        return answer.status_code, answer.location, sorted(answer.headers.keys())

    assert seen(taken) == seen(free)
    assert BOB not in before
    [first, second] = mails_of(door)
    assert {first.to, second.to} == {BOB, NEW}


def test_the_page_that_follows_looks_alike_for_taken_and_free_addresses(door, ana):
    door.account(BOB)
    door.account(CAROL)
    other = door.inside(CAROL)
    ask(ana, BOB)
    ask(other, FREE)
    mails_of(door)

    taken, free = ana.get("/account/address"), other.get("/account/address")

    def plain(answer, *own):
        status, text = same_for_all(answer, *own)
        for pattern in (r"[0-9a-f]{8}-[0-9a-f-]{27}", r"\b[0-9A-F]{4}\b", r"\d\d:\d\d:\d\d[.\dZ]*"):
            text = re.sub(pattern, "…", text)
        return status, text

    assert plain(taken, BOB, ANA) == plain(free, FREE, CAROL)


def test_the_owner_of_a_taken_address_gets_no_link(door, ana):
    door.account(BOB)
    ask(ana, BOB)

    [mail] = mails_of(door)

    assert mail.to == BOB
    assert "/account/address/" not in mail.text
    assert ANA not in mail.text


def test_an_address_that_was_taken_meanwhile_stays_with_its_owner(door, ana):
    path = asked(door, ana)
    door.account(NEW)

    assert press(ana, path).status_code == 409
    assert door.user().address == ANA
    assert is_inside(ana)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "x",
        "a@b@c.example",
        "a\r\nBcc: x@y.example",
        '"a b"@x.example',
        "a@[127.0.0.1]",
        "x" * 300,
    ],
)
def test_what_is_no_address_is_refused_beside_its_field(door, ana, email):
    answer = ask(ana, email)

    assert answer.status_code == 422
    assert 'id="error-email"' in answer.text or 'class="field__error"' in answer.text
    assert door.rows(AuthToken) == []


def test_the_same_address_and_a_wrong_password_ask_for_nothing(door, ana):
    assert ask(ana, ANA.upper()).status_code == 422
    assert ask(ana, NEW, "wrong").status_code == 422
    assert ask(ana, NEW, "").status_code == 422

    assert door.rows(AuthToken) == []


def test_a_form_that_is_sent_twice_asks_once(door, ana):
    answers = [ask(ana, idempotency_key="k1").status_code for _ in range(3)]

    assert answers == [303] * 3
    assert len(door.rows(AuthToken)) == len(door.rows(Job)) == 1


def test_one_mailbox_gets_no_mails_by_the_dozen(ana):
    answers = [ask(ana, f"ana+{number}@nova.example") for number in range(3)]

    assert [answer.status_code for answer in answers] == [303, 429, 429]
    assert 0 < int(answers[1].headers["Retry-After"]) <= 66


def test_another_browser_sees_nothing_of_the_mail(door, ana):
    ask(ana)
    [job] = door.rows(Job)

    assert "data-job-id" in ana.get("/account").text
    assert door.inside().get(f"/jobs/{job.id}/status").status_code == 404
    assert NEW not in door.inside().get("/account").text
