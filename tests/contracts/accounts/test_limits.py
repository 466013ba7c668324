"""Limits stop whoever tries passwords, and nobody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session

from balcao.accounts import limits
from balcao.accounts.limits import Attempt, Limits, client_of
from balcao.accounts.models import AuthEvent
from balcao.foundation.errors import DomainError
from tests.contracts.accounts.door import ANA, BOB, PASSWORD, enter, is_inside

HERE, THERE = "198.51.100.7", "203.0.113.9"
WRONG = "not my password"


def statuses(door, *clients, email=ANA):
    return [enter(door.browser(client), email, WRONG).status_code for client in clients]


def counted(door, attempts):
    """Count tries without their passwords, and say of each whether it had to wait."""
    with Session(door.engine) as session, session.begin():
        return [bool(Limits().login(session, attempt)) for attempt in attempts]


def test_ten_wrong_passwords_in_a_quarter_of_an_hour_then_the_time_to_wait(door):
    door.account()

    tried = statuses(door, *[HERE] * 10)
    refused = enter(door.browser(HERE), password=WRONG)

    assert set(tried) == {422}
    assert refused.status_code == 429
    most = limits.LOGIN_OF_PAIR.seconds + limits.LOGIN_OF_PAIR.slot_seconds + 1
    assert 60 < int(refused.headers["Retry-After"]) <= most
    assert f"Wait {-(-int(refused.headers['Retry-After']) // 60)} min" in refused.text


def test_the_right_password_waits_there_too_and_opens_later(door):
    door.account()
    statuses(door, *[HERE] * 10)

    assert enter(door.browser(HERE)).status_code == 429
    door.later()
    assert enter(door.browser(HERE)).status_code == 303


def test_the_owner_gets_in_from_elsewhere_meanwhile(door):
    door.account()
    statuses(door, *[HERE] * 20)

    assert enter(door.browser(THERE)).status_code == 303


def test_the_owner_gets_in_from_the_very_same_network_with_a_browser_that_was_there_before(door):
    door.account()
    known = door.inside()
    known.post("/logout")
    statuses(door, *[HERE] * 20)

    assert enter(known).status_code == 303


def test_the_owner_gets_in_while_a_thousand_machines_try(door):
    door.account()
    known = door.inside()
    known.post("/logout")
    tried = [Attempt(ANA, f"machine {number}") for number in range(101)]

    assert counted(door, tried) == [False] * 100 + [True]
    assert enter(door.browser(THERE)).status_code == 429
    assert enter(known).status_code == 303


def test_a_known_browser_may_try_ten_times_as_well(door):
    door.account()
    known = door.inside()
    known.post("/logout")

    tried = [enter(known, password=WRONG).status_code for _ in range(11)]

    assert tried == [422] * 10 + [429]


@pytest.mark.parametrize("spoilt", ["", "x", "x.y.z", "é", "a" * 500, "ffffffff.", "\0"])
def test_a_made_up_sign_of_a_known_browser_counts_for_nothing(door, spoilt):
    door.account()
    statuses(door, *[HERE] * 10)
    stranger = door.browser(HERE)
    stranger.set_cookie("balcao-device", spoilt)

    assert enter(stranger).status_code == 429


def test_the_sign_of_a_browser_counts_for_its_own_account_only(door):
    door.account()
    door.account(BOB)
    bob = door.inside(BOB)
    bob.post("/logout")
    statuses(door, *[HERE] * 10)

    assert enter(bob, ANA).status_code == 429


@pytest.mark.parametrize(
    "spelling", ["ANA@LOJA.EXAMPLE", f" {ANA}", f"{ANA}  ", "Ana@Loja.Example", "aNA@loja.example"]
)
def test_spellings_of_an_address_are_counted_together(door, spelling):
    statuses(door, *[HERE] * 10)

    assert statuses(door, HERE, email=spelling) == [429]


def test_a_made_up_forwarding_changes_nobodys_place(door):
    door.account()

    for number in range(10):
        headers = {
            "X-Forwarded-For": f"10.1.1.{number}",
            "X-Real-IP": f"10.1.1.{number}",
            "Forwarded": f"for=10.1.1.{number}",
        }
        door.browser().post("/login", data={"email": ANA, "password": WRONG}, headers=headers)

    assert statuses(door, HERE) == [429]


def test_a_home_network_is_one_client(door):
    tried = statuses(door, *[f"2001:db8:1:1::{number}" for number in range(11)])

    assert tried == [422] * 10 + [429]
    assert statuses(door, "2001:db8:1:2::1") == [422]


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:1:ffff::1", "2001:db8:1:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        (None, ""),
        ("a unix socket", ""),
    ],
)
def test_who_a_client_is(address, client):
    assert client_of(address) == client


def test_fifty_tries_at_once_are_counted_one_by_one(door):
    door.account()

    with ThreadPoolExecutor(10) as pool:
        tried = list(pool.map(lambda _: statuses(door, HERE)[0], range(50)))

    assert (tried.count(422), tried.count(429)) == (10, 40)


def test_a_client_tries_a_hundred_addresses_an_hour(door):
    tried = [Attempt(f"p{number}@loja.example", HERE) for number in range(101)]

    assert counted(door, tried) == [False] * 100 + [True]
    assert statuses(door, HERE, THERE) == [429, 422]


def test_logging_in_uses_nothing_up(door):
    door.account()

    assert {enter(door.browser()).status_code for _ in range(15)} == {303}


def test_a_password_that_still_owes_a_code_uses_a_try_up(door):
    door.factor(door.account())

    tried = [enter(door.browser()).status_code for _ in range(11)]

    assert tried == [303] * 10 + [429]


def test_a_limit_says_the_same_about_known_and_unknown_addresses(door):
    door.account()

    waits = [
        (enter(door.browser(), email, WRONG).status_code, email)
        for email in (ANA, "nobody@loja.example")
        for _ in range(12)
    ]

    assert [status for status, email in waits if email == ANA] == [
        status for status, email in waits if email != ANA
    ]


def test_what_a_limit_refused_is_not_written_down_row_by_row(door):
    statuses(door, *[HERE] * 15)

    assert len(door.rows(AuthEvent)) == 10


def test_proving_it_again_is_limited_for_the_one_session(door):
    door.account()
    ana, phone = door.inside(), door.inside()

    tried = [ana.post("/login/again", data={"password": WRONG}).status_code for _ in range(11)]

    assert tried == [422] * 10 + [429]
    assert phone.post("/login/again", data={"password": PASSWORD}).status_code == 303
    assert is_inside(ana)


def mails(engine, *orders, factor=1):
    waits = []
    for mailbox, client in orders:
        with Session(engine) as session, session.begin():
            wait = Limits(factor).mail(session, mailbox, client)
            if wait:
                session.rollback()
        waits.append(bool(wait))
    return waits


def test_a_mailbox_gets_one_mail_a_minute(engine):
    assert mails(engine, (ANA, HERE), (ANA, HERE), (ANA, THERE)) == [False, True, True]


def test_a_client_writes_to_five_mailboxes_in_ten_minutes(engine):
    orders = [(f"p{number}@loja.example", HERE) for number in range(6)]

    assert mails(engine, *orders) == [False] * 5 + [True]
    assert mails(engine, ("p9@loja.example", THERE)) == [False]


def test_what_was_refused_counts_nowhere(engine):
    mails(engine, *[(f"p{number}@loja.example", HERE) for number in range(5)])

    assert mails(engine, ("late@loja.example", HERE)) == [True]
    assert mails(engine, ("late@loja.example", THERE)) == [False]


def test_the_house_sends_six_hundred_mails_a_minute_whoever_asks(engine):
    orders = [(f"p{number}@loja.example", f"client {number}") for number in range(601)]

    assert mails(engine, *orders) == [False] * 600 + [True]


def test_a_load_test_raises_every_limit(engine):
    assert mails(engine, *[(ANA, HERE)] * 20, factor=1000) == [False] * 20


@pytest.mark.parametrize("known", [False, True])
def test_new_logins_bring_no_new_codes_to_try(engine, known):
    waits = []
    for number in range(40):
        with Session(engine) as session, session.begin():
            rules = Limits()
            waits.append(rules.factor_of(session, "ana", f"session {number}", known=known))

    assert [bool(wait) for wait in waits] == [False] * 30 + [not known] * 10


def test_a_session_tries_ten_codes(engine):
    with Session(engine) as session, session.begin():
        waits = [Limits().factor_of(session, "ana", "session", known=True) for _ in range(11)]

    assert [bool(wait) for wait in waits] == [False] * 10 + [True]


def test_success_takes_back_its_own_try_and_no_other(engine):
    attempt = Attempt(ANA, HERE)
    with Session(engine) as session, session.begin():
        for _ in range(10):
            Limits().login(session, attempt)
        Limits().login_succeeded(session, attempt)

        waits = [Limits().login(session, attempt) for _ in range(2)]

    assert [bool(wait) for wait in waits] == [False, True]


@pytest.mark.parametrize(
    ("seconds", "key"),
    [(59, "too_many"), (120, "too_many"), (121, "wait_minutes"), (86_400, "wait_hours")],
)
def test_a_wait_is_told_in_the_unit_people_count_it_in(seconds, key):
    with pytest.raises(DomainError) as refusal:
        limits.refuse(seconds)

    assert refusal.value.key == f"accounts.error.{key}"
    assert (refusal.value.status, refusal.value.params["seconds"]) == (429, seconds)
