"""Second proofs at their source: what counts, how often, and for whom, on both databases."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.accounts.factors import queries, service
from balcao.accounts.factors.seal import Seal
from balcao.accounts.models import Factor, RecoveryCode
from balcao.foundation.clock import utcnow
from balcao.foundation.errors import DomainError
from tests.contracts.accounts.keyring import change, together, user_of

SEAL = Seal(["the key of these tests, of no use to anybody"])


@pytest.fixture
def alice(engine):
    return user_of(engine, "alice@balcao.example")


@pytest.fixture
def bob(engine):
    return user_of(engine, "bob@balcao.example")


def begun(session, user_id):
    """Begin to set up an app and return its secret."""
    service.begin_app(session, SEAL, user_id=user_id)
    app = queries.app_of(session, user_id=user_id)
    assert app
    return SEAL.open(app.secret)


def app_of(engine, user_id):
    """Give somebody an app that was set up long ago, and return what it knows."""
    with change(engine) as session:
        secret = begun(session, user_id)
        before = utcnow() - timedelta(hours=1)
        assert service.confirm_app(
            session, SEAL, user_id=user_id, typed=pyotp.TOTP(secret).at(before), now=before
        )
    return pyotp.TOTP(secret)


def app_opens(engine, user_id, code, now=None):
    with change(engine) as session:
        return service.use_app(session, SEAL, user_id=user_id, typed=code, now=now or utcnow())


def test_the_secret_of_an_app_is_not_in_the_database(engine, alice):
    app = app_of(engine, alice)

    with Session(engine) as session:
        stored = session.scalars(select(Factor.secret)).one()

    assert app.secret not in stored
    assert SEAL.open(stored) == app.secret


def test_a_secret_outlives_a_change_of_keys_and_moves_to_the_new_one(engine, alice):
    app = app_of(engine, alice)
    new = "a key that came later, of no use either"
    both = Seal([new, "the key of these tests, of no use to anybody"])

    with change(engine) as session:
        assert service.use_app(session, both, user_id=alice, typed=app.now(), now=utcnow())
        stored = session.scalars(select(Factor.secret)).one()

    assert Seal([new]).open(stored) == app.secret


def test_without_its_key_a_secret_is_a_sentence_not_a_crash(engine, alice):
    app = app_of(engine, alice)

    with pytest.raises(DomainError, match="seal_lost"), change(engine) as session:
        service.use_app(session, Seal(["another"]), user_id=alice, typed=app.now(), now=utcnow())


@pytest.mark.parametrize(
    ("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_counts_for_one_step_to_either_side(engine, alice, steps, opens):
    app, now = app_of(engine, alice), utcnow()
    code = app.at(now + steps * timedelta(seconds=30))

    assert app_opens(engine, alice, code, now) is opens


def test_a_code_opens_once(engine, alice):
    app, now = app_of(engine, alice), utcnow()

    assert [app_opens(engine, alice, app.at(now), now) for _ in range(3)] == [True, False, False]


def test_no_older_code_opens_after_a_newer_one(engine, alice):
    app, now = app_of(engine, alice), utcnow()
    assert app_opens(engine, alice, app.at(now), now)

    assert not app_opens(engine, alice, app.at(now - timedelta(seconds=30)), now)
    assert app_opens(engine, alice, app.at(now + timedelta(seconds=30)), now)


def test_the_code_that_set_an_app_up_does_not_open_as_well(engine, alice):
    now = utcnow()
    with change(engine) as session:
        secret = begun(session, alice)
    code = pyotp.TOTP(secret).at(now)
    with change(engine) as session:
        assert service.confirm_app(session, SEAL, user_id=alice, typed=code, now=now)

    assert not app_opens(engine, alice, code, now)


def test_of_many_at_once_with_one_code_exactly_one_goes_in(engine, alice):
    app, now = app_of(engine, alice), utcnow()

    results = together(lambda: app_opens(engine, alice, app.at(now), now))

    assert sorted(results) == [False] * (7) + [True]


def test_somebody_elses_code_opens_nothing(engine, alice, bob):
    app, _ = app_of(engine, alice), app_of(engine, bob)

    assert not app_opens(engine, bob, app.now())


def test_an_app_that_was_never_confirmed_opens_nothing(engine, alice):
    with change(engine) as session:
        secret = begun(session, alice)
        assert not queries.has_factor(session, user_id=alice)

    assert not app_opens(engine, alice, pyotp.TOTP(secret).now())


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12345",
        "1234567",
        "abcdef",
        "\uff11\uff12\uff13\uff14\uff15\uff16",
        "\u0660\u0661\u0662\u0663\u0664\u0665",
        "\0" * 6,
        "-12345",
        "1" * 9999,
    ],
)
def test_what_is_no_code_opens_nothing_and_breaks_nothing(engine, alice, typed):
    app_of(engine, alice)

    assert not app_opens(engine, alice, typed)


def test_a_code_may_be_typed_as_the_app_shows_it(engine, alice):
    app, now = app_of(engine, alice), utcnow()
    code = app.at(now)

    assert app_opens(engine, alice, f" {code[:3]} {code[3:]} ", now)


def test_there_is_one_app_and_a_second_one_is_refused(engine, alice):
    app_of(engine, alice)

    with pytest.raises(DomainError, match="app_exists"), change(engine) as session:
        service.begin_app(session, SEAL, user_id=alice)


def test_starting_twice_at_once_leaves_one_app(engine, alice):
    def begin():
        with change(engine) as session:
            service.begin_app(session, SEAL, user_id=alice)

    together(begin)

    with Session(engine) as session:
        assert len(session.scalars(select(Factor.id)).all()) == 1


def codes_of(engine, user_id):
    with change(engine) as session:
        return service.new_codes(session, user_id=user_id)


def code_opens(engine, user_id, code):
    with change(engine) as session:
        return service.use_code(session, user_id=user_id, typed=code)


def test_ten_codes_of_eighty_bits_are_kept_as_hashes(engine, alice):
    made = codes_of(engine, alice)

    with Session(engine) as session:
        stored = session.scalars(select(RecoveryCode.code_hash)).all()

    assert len(set(made)) == len(set(stored)) == 10
    assert all(len(code.replace("-", "")) == 16 for code in made)
    assert not set(made) & set(stored)


def test_each_recovery_code_opens_once(engine, alice):
    first, second, *_ = codes_of(engine, alice)

    assert [code_opens(engine, alice, code) for code in (first, first, second)] == [
        True,
        False,
        True,
    ]
    with Session(engine) as session:
        assert queries.codes_left(session, user_id=alice) == 8


def test_of_many_at_once_with_one_recovery_code_exactly_one_goes_in(engine, alice):
    code = codes_of(engine, alice)[0]

    assert sum(together(lambda: code_opens(engine, alice, code))) == 1


def test_a_recovery_code_is_read_as_people_write(engine, alice):
    code = codes_of(engine, alice)[0]

    assert code_opens(engine, alice, f" {code.lower().replace('-', ' ').replace('0', 'o')} ")


def test_recovery_codes_of_others_and_of_yesterday_open_nothing(engine, alice, bob):
    old = codes_of(engine, alice)
    new = codes_of(engine, alice)

    assert not code_opens(engine, alice, old[0])
    assert not code_opens(engine, bob, new[0])
    assert not code_opens(engine, alice, "")
    assert code_opens(engine, alice, new[0])
