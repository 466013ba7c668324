"""What has lapsed is forgotten, what still counts is not."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

import balcao.accounts.queries
from balcao.accounts.job_args import PruneAccounts
from balcao.accounts.models import AuthEvent, AuthToken, LoginSession, PreUser, User
from balcao.foundation.clock import utcnow
from balcao.foundation.dbtime import db_now
from balcao.foundation.ids import first_id_at
from balcao.foundation.throttle import Bucket
from balcao.jobs import enqueue
from tests.contracts.accounts.joining import ADDRESS, confirm


def pruned(joining):
    with Session(joining.engine) as session, session.begin():
        enqueue(session, PruneAccounts())
    joining.work()


def counts(joining):
    return {t.__tablename__: len(joining.rows(t)) for t in (PreUser, AuthToken, AuthEvent, Bucket)}


def test_what_still_counts_is_kept(joining):
    joining.signed_up()
    before = counts(joining)

    pruned(joining)

    assert counts(joining) == before
    assert all(before.values())


def test_a_sign_up_nobody_confirmed_goes_and_its_link_can_still_be_replaced(joining):
    phone = joining.signed_up()
    path = joining.path()
    joining.expire(PreUser)
    joining.expire()

    pruned(joining)
    joining.later()

    assert joining.rows(PreUser) == []
    phone.get(path)
    assert phone.post("/verify/again").location == "/login"
    assert confirm(phone, joining.path()) == "/login"


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_links_stay_for_a_month(joining, days, left):
    joining.signed_up()
    joining.expire(days=days)

    pruned(joining)

    assert len(joining.rows(AuthToken)) == left


def test_counts_and_sessions_go_when_they_are_over(joining):
    joining.account()
    with Session(joining.engine) as session, session.begin():
        [user] = session.query(User)
        for name, seconds in (("over", -1), ("open", 60)):
            ends = db_now(seconds)
            session.add(LoginSession(token_hash=name, user_id=user.id, expires_at=ends))
    joining.signed_up("rui@loja.example")
    joining.expire(Bucket)

    pruned(joining)

    assert [row.token_hash for row in joining.rows(LoginSession)] == ["open"]
    assert joining.rows(Bucket) == []


def test_events_stay_for_a_year(joining):
    joining.signed_up()
    joining.signed_up("rui@loja.example")
    [old, recent] = joining.rows(AuthEvent)
    long_ago = first_id_at(utcnow().replace(year=utcnow().year - 2))
    with joining.engine.begin() as connection:
        connection.execute(update(AuthEvent).where(AuthEvent.id == old.id).values(id=long_ago))

    pruned(joining)

    assert [event.id for event in joining.rows(AuthEvent)] == [recent.id]


def test_a_flood_is_forgotten_in_slices(joining, monkeypatch):
    monkeypatch.setattr(balcao.accounts.queries, "SLICE", 3)
    with Session(joining.engine) as session, session.begin():
        for number in range(7):
            email = f"{number}{ADDRESS}"
            session.add(PreUser(address=email, email=email, expires_at=db_now(-1)))

    pruned(joining)

    assert joining.rows(PreUser) == []
