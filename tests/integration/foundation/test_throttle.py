"""Limits count exactly, tell the true waiting time, and hold when fifty ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from balcao.foundation import throttle
from balcao.foundation.dbtime import db_now
from balcao.foundation.throttle import Bucket, Limit

TRIES = Limit("tries", times=3, seconds=3600)
WIDE = Limit("wide", times=100, seconds=60)


@pytest.fixture
def count(engine):
    """Return a way to take from buckets, each time in a transaction of its own."""

    def take(*wanted):
        with Session(engine) as session, session.begin():
            return throttle.take(session, wanted)

    return take


def test_as_many_pass_as_the_limit_says_and_the_next_is_told_how_long_to_wait(count):
    waits = [count(TRIES.of("ana")) for _ in range(4)]

    assert waits[:3] == [0, 0, 0]
    assert 3500 <= waits[3] <= 3600 + TRIES.slot_seconds


def test_everybody_has_a_bucket_of_their_own(count):
    for _ in range(4):
        count(TRIES.of("ana"))

    assert count(TRIES.of("rui")) == 0


def test_subjects_that_look_alike_when_joined_do_not_share_a_bucket():
    assert TRIES.of("a", "bc").key != TRIES.of("ab", "c").key


def test_where_one_of_several_limits_is_reached_none_is_counted(count, engine):
    for _ in range(3):
        count(TRIES.of("ana"))

    assert count(TRIES.of("ana"), WIDE.of("house")) > 0

    with Session(engine) as session:
        assert session.get_one(Bucket, WIDE.of("house").key).slots == {}


def test_what_is_given_back_can_be_taken_again(count, engine):
    for _ in range(3):
        count(TRIES.of("ana"))

    with Session(engine) as session, session.begin():
        throttle.give_back(session, [TRIES.of("ana")])

    assert count(TRIES.of("ana")) == 0
    assert count(TRIES.of("ana")) > 0


def test_of_fifty_at_once_exactly_as_many_pass_as_may(count):
    with ThreadPoolExecutor(max_workers=50) as crowd:
        waits = list(crowd.map(lambda _: count(TRIES.of("ana"), WIDE.of("house")), range(50)))

    assert waits.count(0) == 3


def test_limits_taken_in_different_orders_do_not_wait_for_each_other_for_ever(count):
    ways = [(TRIES.of("ana"), WIDE.of("house")), (WIDE.of("house"), TRIES.of("ana"))] * 20

    with ThreadPoolExecutor(max_workers=20) as crowd:
        waits = list(crowd.map(lambda way: count(*way), ways))

    assert waits.count(0) == 3


def test_buckets_that_count_nothing_any_more_are_forgotten(count, engine):
    count(TRIES.of("ana"))
    count(TRIES.of("rui"))
    with Session(engine) as session, session.begin():
        past = update(Bucket).where(Bucket.key == TRIES.of("ana").key)
        session.execute(past.values(expires_at=db_now(-1)))

        assert throttle.prune(session) == 1
        assert session.scalars(select(Bucket.key)).all() == [TRIES.of("rui").key]


@given(
    st.lists(st.floats(0, 900), min_size=1, max_size=60),
    st.integers(1, 10),
    st.integers(12, 600),
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_in_no_period_do_more_pass_than_the_limit_and_a_wait_is_always_enough(gaps, times, seconds):
    limit, now = Limit("any", times, seconds), 1.8e9
    slots: throttle.Slots = {}
    passed: list[float] = []
    for gap in gaps:
        now += gap
        wait = throttle._wait(limit, slots, now)  # noqa: SLF001 - the rule, without a clock
        if wait:
            assert throttle._wait(limit, slots, now + wait) == 0  # noqa: SLF001
            assert wait <= seconds + limit.slot_seconds + 1
        else:
            slots = throttle._added(limit, slots, now, 1)  # noqa: SLF001
            passed.append(now)

    for start in passed:
        assert sum(start <= moment < start + seconds for moment in passed) <= times


def test_a_slot_is_a_twelfth_of_the_period():
    assert timedelta(seconds=TRIES.slot_seconds) == timedelta(minutes=5)
