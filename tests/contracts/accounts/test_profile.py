"""The account page: what it tells, and how a password is changed."""

import pytest
from sqlalchemy import update

from balcao.accounts import links
from balcao.accounts.models import AuthEvent, User
from balcao.foundation.dbtime import db_now
from tests.contracts.accounts.door import ANA, BOB, PASSWORD, enter, is_inside, secret, stolen
from tests.contracts.accounts.keyring import mails_of, together
from tests.contracts.counter import form_token

NEW = "zebra atravessa sem olhar"
OTHER = "yet another long word"
FORMS = {
    "/account/name": {"name": "Ana"},
    "/account/language": {"lang": "pt-PT"},
    "/account/password": {"current": PASSWORD, "password": NEW},
    "/account/address": {"email": BOB, "current": PASSWORD},
    "/account/sessions/end-others": {},
}


@pytest.fixture
def ana(door):
    door.account()
    return door.inside()


def change(browser, current=PASSWORD, new=NEW):
    return browser.post("/account/password", data={"current": current, "password": new})


def test_the_page_says_who_one_is_here(ana):
    page = ana.get("/account").text

    assert ANA in page
    assert "Owner" in page
    assert "this browser" in page
    assert "None yet" in page


@pytest.mark.parametrize("path", ["/account", "/account/password", "/account/address"])
def test_a_stranger_finds_the_login_page_and_comes_back_from_there(door, path):
    answer = door.browser().get(path)

    assert (answer.status_code, answer.location) == (303, f"/login?next={path}")


@pytest.mark.parametrize("path", FORMS)
def test_a_stranger_changes_nothing(door, path):
    door.account()
    before = vars(door.user()).copy()

    answer = door.browser().post(path, data=FORMS[path])

    assert answer.location.startswith("/login")
    after = vars(door.user())
    assert {name: after[name] for name in ("name", "locale", "address", "password_hash")} == {
        name: before[name] for name in ("name", "locale", "address", "password_hash")
    }


@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_its_token_or_from_another_page_changes_nothing(door, ana, path):
    door.app.config["WTF_CSRF_ENABLED"] = True
    token = form_token(ana)

    without = ana.post(path, data=FORMS[path])
    foreign = ana.post(
        path, data={**FORMS[path], "csrf_token": token}, headers={"Origin": "https://evil.example"}
    )

    assert (without.status_code, foreign.status_code) == (400, 403)
    assert door.user().name == ""


def test_a_name_and_a_language_are_kept(door, ana):
    ana.post("/account/name", data={"name": "  Ana Souza "})
    answer = ana.post("/account/language", data={"lang": "pt-PT"})

    assert (door.user().name, door.user().locale) == ("Ana Souza", "pt_PT")
    assert "lang=pt-PT" in str(answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("name", ["x" * 81, "a\nb", "\u202egnp.exe", "a\0b", "\x1b[31m"])
def test_what_is_no_name_is_refused_beside_its_field(door, ana, name):
    answer = ana.post("/account/name", data={"name": name})

    assert answer.status_code == 422
    assert "error-name" in answer.text or "name-name" in answer.text
    assert door.user().name == ""


def test_a_name_is_text_and_nothing_else(ana):
    ana.post("/account/name", data={"name": "<b>{{7*7}}</b>%(x)s"})

    page = ana.get("/account").text

    assert "&lt;b&gt;{{7*7}}&lt;/b&gt;%(x)s" in page
    assert "<b>" not in page


@pytest.mark.parametrize("tag", ["", "xx", "pt" * 500, "../en", "\0"])
def test_an_unknown_language_is_refused(ana, tag):
    assert ana.post("/account/language", data={"lang": tag}).status_code == 422


def test_what_a_form_may_not_say_is_ignored(door, ana):
    ana.post("/account/name", data={"name": "Ana", "staff": "true", "address": BOB, "id": "x"})

    user = door.user()

    assert (user.name, user.staff, user.address) == ("Ana", False, ANA)


def test_the_new_password_opens_and_the_old_one_does_not(door, ana):
    answer = change(ana)

    assert (answer.status_code, answer.location) == (303, "/account")
    assert enter(door.browser(), password=NEW).status_code == 303
    assert enter(door.browser()).status_code == 422
    assert [event.kind for event in door.rows(AuthEvent)].count("password_changed") == 1


def test_a_change_of_password_ends_every_other_session_and_copies_of_this_one(door, ana):
    elsewhere, thief = door.inside(), stolen(ana)
    before = secret(ana)

    change(ana)

    assert [is_inside(browser) for browser in (ana, elsewhere, thief)] == [True, False, False]
    assert secret(ana) != before


def test_a_change_of_password_closes_links_of_older_mails(door, ana):
    user_id = door.user().id
    reset = door.link(links.RESET)
    moving = door.link(links.ADDRESS, BOB, user_id)

    change(ana)

    for path in (f"/reset/{reset}", f"/account/address/{moving}"):
        browser = door.browser()
        assert browser.get(path, follow_redirects=True).status_code in {200, 410}
        browser.post("/reset", data={"password": OTHER})
        browser.post("/account/address/confirm")
    assert door.user().address == ANA
    assert enter(door.browser(), password=NEW).status_code == 303


def test_the_owner_is_told_by_mail_and_the_mail_opens_nothing(door, ana):
    change(ana)

    [mail] = mails_of(door)

    assert mail.to == ANA
    assert not [part for part in mail.text.split() if len(part) > 80]
    assert NEW not in mail.text
    assert PASSWORD not in mail.text


@pytest.mark.parametrize(
    ("current", "new"),
    [
        ("wrong", NEW),
        (PASSWORD.upper(), NEW),
        ("", NEW),
        (PASSWORD, ""),
        (PASSWORD, "short"),
        (PASSWORD, "password1234"),
        (PASSWORD, "ana@loja.example"),
        (PASSWORD, PASSWORD),
        (PASSWORD, "x" * 1025),
    ],
)
def test_what_does_not_fit_changes_nothing_and_is_said_beside_the_field(door, ana, current, new):
    answer = change(ana, current, new)

    assert answer.status_code == 422
    assert 'class="field__error"' in answer.text
    assert enter(door.browser()).status_code == 303
    assert mails_of(door) == []


def test_the_present_password_is_not_guessed_by_whoever_found_an_open_browser(door, ana):
    answers = [change(ana, f"guess {number}").status_code for number in range(11)]

    assert answers == [422] * 10 + [429]
    assert change(ana).status_code == 429
    assert enter(door.browser()).status_code == 303  # nobody is locked out
    door.later()
    assert change(ana).status_code == 303


def test_of_two_changes_at_once_one_wins_and_the_other_is_told(door, ana):
    browsers = [ana, *(door.inside() for _ in range(3))]
    words = [f"{NEW} {number}" for number in range(4)]
    pairs = list(zip(browsers, words, strict=True))

    def one():
        browser, word = pairs.pop()
        return change(browser, new=word).status_code, word

    answers = together(one, times=4)

    winners = [word for status, word in answers if status == 303]
    assert len(winners) == 1
    assert enter(door.browser(), password=winners[0]).status_code == 303
    assert len(mails_of(door)) == 1


def test_the_page_of_a_closed_account_is_nobodys(door, ana):
    with door.engine.begin() as connection:
        connection.execute(update(User).values(disabled_at=db_now()))

    assert ana.get("/account").location.startswith("/login")
