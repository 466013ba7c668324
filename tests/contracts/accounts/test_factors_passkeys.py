"""Passkeys at their source: one site, one question, one owner, one answer."""

import json
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url as text_of

from balcao.accounts.factors import passkeys, queries, service
from balcao.accounts.factors.passkeys import Passkeys, answer_of
from balcao.accounts.models import Factor, LoginSession, RecoveryCode, User
from balcao.foundation.dbtime import db_now
from balcao.foundation.errors import DomainError
from tests.contracts.accounts.keyring import change, together, user_of
from tests.fakes.authenticator import PRESENT, Authenticator

SITE = Passkeys("http://localhost:8000")


@pytest.fixture
def alice(engine):
    return user_of(engine, "alice@balcao.example")


@pytest.fixture
def bob(engine):
    return user_of(engine, "bob@balcao.example")


def register(engine, user_id, device, name="Desk"):
    """Make a passkey on the device and give it to somebody."""
    challenge = passkeys.new_challenge()
    key = SITE.made(device.make(challenge), challenge)
    with change(engine) as session:
        service.add_passkey(session, key, user_id=user_id, name=name)


def show(engine, answer, challenge):
    """Check an answer as the login does; return whose it was."""
    said = answer_of(answer)
    with change(engine) as session:
        service.spend_challenge(session, challenge)
        passkey = queries.passkey_of(session, credential_id=said.credential_id)
        if passkey is None:
            return None
        count = SITE.shown(said, challenge, public_key=passkey.secret, count=passkey.counter)
        service.use_passkey(session, passkey, count)
        return passkey.user_id


def refused(work):
    """Say whether it was refused with the sentence about passkeys, whatever was wrong."""
    with pytest.raises(DomainError) as refusal:
        work()
    return refusal.value.key == "accounts.error.passkey"


def test_a_passkey_opens_the_account_it_was_made_for(engine, alice):
    device = Authenticator()
    register(engine, alice, device)
    challenge = passkeys.new_challenge()

    assert show(engine, device.show(challenge, UUID(alice).bytes), challenge) == alice


@pytest.mark.parametrize(
    "lying",
    [
        Authenticator(origin="http://localhost:8001"),
        Authenticator(origin="https://localhost:8000"),
        Authenticator(origin="http://localhost.evil.example"),
        Authenticator(host="evil.example"),
        Authenticator(flags=PRESENT),
        Authenticator(flags=0),
        Authenticator(count=2**32 - 1),
        Authenticator(number=bytes(400)),
    ],
)
def test_a_passkey_of_another_page_or_without_its_owner_is_not_taken(lying):
    challenge = passkeys.new_challenge()

    assert refused(lambda: SITE.made(lying.make(challenge), challenge))


def test_a_passkey_made_for_another_question_is_not_taken():
    made = Authenticator().make(passkeys.new_challenge())

    assert refused(lambda: SITE.made(made, passkeys.new_challenge()))


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "http://localhost:8001"},
        {"origin": "http://evil.example"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
        {"count": 2**32 - 1},
    ],
)
def test_an_answer_from_elsewhere_or_without_its_owner_is_refused(engine, alice, lie):
    device = Authenticator()
    register(engine, alice, device)
    challenge = passkeys.new_challenge()
    liar = Authenticator(key=device.key, number=device.number, **lie)

    assert refused(lambda: show(engine, liar.show(challenge), challenge))


def test_an_answer_to_another_question_is_refused(engine, alice):
    device = Authenticator()
    register(engine, alice, device)
    answer = device.show(passkeys.new_challenge())

    assert refused(lambda: show(engine, answer, passkeys.new_challenge()))


def test_an_answer_signed_by_another_key_is_refused(engine, alice):
    device = Authenticator()
    register(engine, alice, device)
    challenge = passkeys.new_challenge()
    thief = Authenticator(number=device.number)

    assert refused(lambda: show(engine, thief.show(challenge), challenge))


def test_an_answer_counts_once_also_for_devices_that_do_not_count(engine, alice):
    device = Authenticator()
    register(engine, alice, device)
    challenge = passkeys.new_challenge()
    answer = device.show(challenge)
    assert show(engine, answer, challenge) == alice

    assert refused(lambda: show(engine, answer, challenge))


def test_of_many_at_once_with_one_answer_exactly_one_goes_in(engine, alice):
    device = Authenticator()
    register(engine, alice, device)
    challenge = passkeys.new_challenge()
    answer = device.show(challenge)

    def go():
        try:
            return show(engine, answer, challenge) == alice
        except DomainError:
            return False

    assert sum(together(go)) == 1


def test_a_count_that_does_not_go_up_is_refused(engine, alice):
    device = Authenticator(count=5)
    register(engine, alice, device)

    for count, fits in ((5, False), (4, False), (6, True), (6, False), (0, False), (9, True)):
        device.count, challenge = count, passkeys.new_challenge()
        answer = device.show(challenge)
        if fits:
            assert show(engine, answer, challenge) == alice
        else:
            assert refused(lambda a=answer, c=challenge: show(engine, a, c))


def test_a_passkey_nobody_has_opens_nothing(engine):
    challenge = passkeys.new_challenge()

    assert show(engine, Authenticator().show(challenge), challenge) is None


def test_the_passkey_of_a_closed_account_opens_nothing(engine, alice):
    device = Authenticator()
    register(engine, alice, device)
    with change(engine) as session:
        session.execute(update(User).values(disabled_at=db_now()))
    challenge = passkeys.new_challenge()

    assert show(engine, device.show(challenge), challenge) is None


def test_one_passkey_belongs_to_one_account(engine, alice, bob):
    device = Authenticator()
    register(engine, alice, device)

    assert refused(lambda: register(engine, bob, device))


def test_an_account_has_no_more_than_ten(engine, alice):
    for _ in range(10):
        register(engine, alice, Authenticator())

    with pytest.raises(DomainError, match="many_passkeys"):
        register(engine, alice, Authenticator())


def wreck(text):
    """Yield answers that are broken in one place each."""
    whole = json.loads(text)
    response = whole["response"]
    for name in response:
        for value in (None, 5, "", "A", "!!", "AAAA", response[name][:-4], text_of(b"\xff" * 40)):
            yield json.dumps({**whole, "response": {**response, name: value}})
    for name in whole:
        for value in (None, 5, [], {}, "", "x", "A" * 500, "\ud800"):
            yield json.dumps({**whole, name: value})
    yield from ("", "null", "[]", "{}", "5", "[" * 20_000, "\0", '{"id": "x"}', "x" * 40_000)


def test_a_broken_answer_is_refused_and_breaks_nothing(engine, alice):
    device = Authenticator()
    register(engine, alice, device)
    with Session(engine) as session:
        row = queries.factors_of(session, user_id=alice)[0]
    challenge = passkeys.new_challenge()
    answer = device.show(challenge, UUID(alice).bytes)

    def take(broken):
        said = answer_of(broken)
        SITE.shown(said, challenge, public_key=row.secret, count=row.counter)

    taken = {broken for broken in wreck(answer) if not is_refused(take, broken)}

    # who shows it is signed with it; whom the browser names beside is checked where it is needed
    assert {json.loads(one)["response"]["userHandle"] for one in taken} <= {None, ""}


def test_a_broken_passkey_is_refused_and_breaks_nothing():
    challenge = passkeys.new_challenge()
    made = Authenticator().make(challenge)

    assert all(is_refused(lambda one: SITE.made(one, challenge), broken) for broken in wreck(made))


def is_refused(work, broken):
    """Say whether it was refused in words; anything else but a refusal fails the test."""
    try:
        work(broken)
    except DomainError as error:
        return error.key == "accounts.error.passkey"
    return False


def test_with_the_last_factor_the_recovery_codes_and_the_proof_go(engine, alice):
    register(engine, alice, Authenticator())
    with change(engine) as session:
        service.new_codes(session, user_id=alice)
        session.add(
            LoginSession(token_hash="x", user_id=alice, with_factor=True, expires_at=db_now(60))
        )
        [factor] = queries.factors_of(session, user_id=alice)

    with change(engine) as session:
        service.remove(session, factor.id, user_id=alice)

    with Session(engine) as session:
        assert session.scalars(select(RecoveryCode.id)).all() == []
        assert session.scalars(select(LoginSession.with_factor)).all() == [False]


def test_nobody_renames_or_removes_what_belongs_to_others(engine, alice, bob):
    register(engine, alice, Authenticator())
    with change(engine) as session:
        [factor] = queries.factors_of(session, user_id=alice)

    for act in (service.remove, lambda *a, **k: service.rename_passkey(*a, name="mine", **k)):
        with pytest.raises(DomainError, match="no_factor"), change(engine) as session:
            act(session, factor.id, user_id=bob)

    with Session(engine) as session:
        assert session.scalars(select(Factor.name)).all() == ["Desk"]
