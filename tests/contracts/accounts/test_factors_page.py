"""Setting up and taking away second factors: just after proving who one is, and never quietly."""

import re

import pyotp
import pytest

from balcao.accounts.factors import queries
from balcao.accounts.models import Factor, LoginSession, RecoveryCode
from tests.contracts.accounts.door import ANA, BOB, PASSWORD, enter, is_inside, secret, stolen
from tests.contracts.accounts.keyring import change, mails_of
from tests.contracts.counter import form_token

HERE = "/account/second-factor"
JSON = {"Accept": "application/json"}
CODE = re.compile(r"<code>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</code>")


@pytest.fixture
def ana(door):
    door.account()
    return door.inside()


def set_up_app(browser):
    """Set up an app as a person does; return it and the page that came of it."""
    browser.post(f"{HERE}/app")
    page = browser.get(f"{HERE}/app").text
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert shown
    app = pyotp.TOTP(shown[1].replace(" ", ""))
    return app, browser.post(f"{HERE}/app/confirm", data={"code": app.now()})


def test_an_app_is_set_up_with_a_picture_or_by_typing(ana):
    ana.post(f"{HERE}/app")

    page = ana.get(f"{HERE}/app").text

    assert 'src="data:image/svg+xml' in page
    assert re.search(r"<code>([A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>", page)
    assert "<script>" not in page


def test_the_first_factor_brings_ten_codes_which_are_shown_once(door, ana):
    _, page = set_up_app(ana)

    assert page.status_code == 200
    assert len(set(CODE.findall(page.text))) == 10
    assert page.headers["Cache-Control"] == "no-store"
    assert not CODE.findall(ana.get(HERE).text)
    assert len(door.rows(RecoveryCode)) == 10


def test_whoever_sets_a_factor_up_has_shown_it(door, ana):
    before, thief = secret(ana), stolen(ana)

    set_up_app(ana)

    assert door.rows(LoginSession)[0].with_factor
    assert secret(ana) != before
    assert is_inside(ana)
    assert not is_inside(thief)


def test_from_then_on_a_password_is_not_enough(door, ana):
    set_up_app(ana)

    assert enter(door.browser()).location.startswith("/login/factor")


def test_a_wrong_code_sets_nothing_up(door, ana):
    ana.post(f"{HERE}/app")

    answer = ana.post(f"{HERE}/app/confirm", data={"code": "000000"})

    assert answer.status_code == 422
    assert door.rows(Factor)[0].confirmed_at is None
    assert enter(door.browser()).location == "/account"
    assert mails_of(door) == []


def test_the_secret_is_not_shown_again(ana):
    app, _ = set_up_app(ana)

    answer = ana.get(f"{HERE}/app")

    assert (answer.status_code, answer.location) == (303, HERE)
    assert app.secret not in ana.get(HERE).text


def test_new_codes_replace_the_old_ones(door, ana):
    _, page = set_up_app(ana)
    old = CODE.findall(page.text)

    new = CODE.findall(ana.post(f"{HERE}/codes").text)

    assert len(new) == 10
    assert not set(old) & set(new)
    half = door.browser()
    enter(half)
    assert half.post("/login/factor", data={"code": old[0]}).status_code == 422
    assert half.post("/login/factor", data={"code": new[0]}).status_code == 303


def test_codes_without_a_factor_are_not_made(door, ana):
    assert ana.post(f"{HERE}/codes").status_code == 409
    assert door.rows(RecoveryCode) == []


def test_every_change_is_told_by_mail(door, ana):
    set_up_app(ana)
    [factor] = door.rows(Factor)
    ana.post(f"{HERE}/codes")
    ana.post(f"{HERE}/{factor.id}/remove")

    mails = mails_of(door)

    assert [mail.to for mail in mails] == [ANA] * 3
    assert not any(CODE.search(mail.text) for mail in mails)


def test_a_removed_app_opens_nothing_and_is_not_asked_for(door, ana):
    set_up_app(ana)
    [factor] = door.rows(Factor)

    answer = ana.post(f"{HERE}/{factor.id}/remove")

    assert (answer.status_code, answer.location) == (303, HERE)
    assert door.rows(Factor) == door.rows(RecoveryCode) == []
    assert enter(door.browser()).location == "/account"


def test_after_ten_minutes_the_password_is_asked_for_again(door, ana):
    set_up_app(ana)
    [factor] = door.rows(Factor)
    door.age(proved_at=-601)
    orders = ["app", "app/confirm", "codes", f"{factor.id}/remove"]

    shown = ana.get(HERE)
    done = [ana.post(f"{HERE}/{order}") for order in orders]
    done.append(ana.post("/account/passkeys", data={"credential": "x"}))

    assert shown.location == f"/login/again?next={HERE}"
    assert {answer.location for answer in done} == {"/login/again"}
    assert ana.post("/account/passkeys/options", headers=JSON).status_code == 403
    assert len(door.rows(Factor)) == 1
    ana.post("/login/again", data={"password": PASSWORD})
    assert ana.get(HERE).status_code == 200


def test_nobody_touches_the_factors_of_others(door, ana):
    set_up_app(ana)
    [factor] = door.rows(Factor)
    door.account(BOB)
    bob = door.inside(BOB)

    for path in (f"{HERE}/{factor.id}/remove", f"/account/passkeys/{factor.id}/name"):
        assert bob.post(path, data={"name": "mine"}).status_code == 404

    assert len(door.rows(Factor)) == 1


@pytest.mark.parametrize("path", ["/app", "/app/confirm", "/codes", "/x/remove"])
def test_a_form_without_its_token_changes_nothing(door, ana, path):
    door.app.config["WTF_CSRF_ENABLED"] = True

    assert ana.post(f"{HERE}{path}").status_code == 400
    assert ana.post("/account/passkeys/options", headers=JSON).status_code == 400
    header = {"X-CSRFToken": form_token(ana), **JSON}
    assert ana.post("/account/passkeys/options", headers=header).status_code == 200


def test_staff_in_production_is_led_to_a_factor_before_anything_counts(door):
    door.account(staff=True)
    door.app.extensions["staff_needs_factor"] = True
    dora = door.inside()

    assert dora.get("/account").location == HERE
    assert "needs a second factor" in dora.get(HERE).text
    assert dora.get("/api/email_jobs").json["jobs"] == []

    set_up_app(dora)

    assert dora.get("/account").status_code == 200
    assert "needs a second factor" not in dora.get(HERE).text


def test_staff_that_removes_its_last_factor_loses_its_rights_everywhere(door):
    door.account(staff=True)
    door.app.extensions["staff_needs_factor"] = True
    dora = door.inside()
    set_up_app(dora)
    with change(door.engine) as session:
        [factor] = queries.factors_of(session, user_id=door.user().id)

    dora.post(f"{HERE}/{factor.id}/remove")

    assert dora.get("/account").location == HERE
