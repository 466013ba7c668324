"""What concerns an account goes to the address its owner wrote, and never opens a closed one."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.accounts.models import User
from balcao.foundation.dbtime import db_now
from tests.contracts.accounts.door import ANA, PASSWORD, is_inside
from tests.contracts.accounts.joining import state_of
from tests.contracts.accounts.keyring import HOUSE, link_in, mails_of

OWN = "Ana@loja.example"
OTHERS = ["aNA@LOJA.example", "ana@loja.example", "ANA@Loja.Example"]
NEW = "nova@loja.example"
CLOSED = "The account with this address is closed"


@pytest.fixture
def owner(door):
    door.account(OWN)


def forgotten(door, typed):
    door.browser().post("/forgot", data={"email": typed})


def joined(door, typed):
    door.browser().post("/signup", data={"email": typed, "password": PASSWORD})


def moving_there(door, typed):
    door.account("bob@loja.example")
    bob = door.inside("bob@loja.example")
    bob.post("/account/address", data={"email": typed, "current": PASSWORD})


@pytest.mark.parametrize("typed", OTHERS)
@pytest.mark.parametrize("act", [forgotten, joined, moving_there])
@pytest.mark.usefixtures("owner")
def test_whatever_somebody_typed_the_mail_goes_to_the_owners_spelling(door, act, typed):
    act(door, typed)

    assert [mail.to for mail in mails_of(door)] == [OWN]


@pytest.mark.parametrize("typed", OTHERS)
@pytest.mark.usefixtures("owner")
def test_the_notice_of_a_reset_goes_there_too(door, typed):
    forgotten(door, typed)
    [asked] = mails_of(door)
    new = {"password": "cinco garrafas numa ilha"}
    assert door.browser().post(link_in(asked), data=new).status_code == 303

    assert [mail.to for mail in mails_of(door)] == [OWN]


@pytest.mark.parametrize("typed", OTHERS)
@pytest.mark.usefixtures("owner")
def test_so_do_the_notices_of_a_password_and_of_a_move(door, typed):
    ana = door.inside(typed)
    words = {"current": PASSWORD, "password": "cinco garrafas numa ilha"}
    assert ana.post("/account/password", data=words).status_code == 303
    assert [mail.to for mail in mails_of(door)] == [OWN]

    ana.post("/account/address", data={"email": NEW, "current": words["password"]})
    [asked] = mails_of(door)
    ana.get(link_in(asked))
    assert ana.post("/account/address/confirm").status_code == 303
    assert sorted(mail.to for mail in mails_of(door)) == [OWN, NEW]


@pytest.mark.parametrize("act", [joined, moving_there])
def test_the_owner_of_a_closed_account_is_told_so_and_given_no_way_in(door, act):
    door.account(OWN, disabled_at=db_now())
    before = door.user(ANA).password_hash

    act(door, ANA)
    [mail] = mails_of(door)

    assert (mail.to, mail.subject) == (OWN, CLOSED)
    assert "please ask the people who run this counter" in mail.text
    assert "has an account" not in mail.text
    for way in ("/login", "/forgot", "/verify", "/account", "/reset"):
        assert f"{HOUSE}{way}" not in mail.text + mail.html
    assert door.user(ANA).password_hash == before


def test_a_closed_account_is_signed_up_for_like_any_other(door):
    door.account(OWN, disabled_at=db_now())
    closed, free = door.browser(), door.browser()
    for browser, email in ((closed, ANA), (free, NEW)):
        browser.post("/signup", data={"email": email, "password": PASSWORD})
    mails_of(door)

    pages = [browser.get("/login").text for browser in (closed, free)]
    assert all('data-state="finished" data-colour="green"' in page for page in pages)
    assert [state_of(browser) for browser in (closed, free)] == ["waiting", "waiting"]


def test_an_account_closed_after_the_mail_left_is_not_opened_by_its_link(door):
    joined(door, ANA)
    [mail] = mails_of(door)
    door.account(OWN, disabled_at=db_now())

    ana = door.browser()
    ana.get(link_in(mail))
    ana.post("/verify")

    with Session(door.engine) as session:
        [user] = session.scalars(select(User))
        assert user.disabled_at
    assert not is_inside(ana)
