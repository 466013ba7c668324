"""Ids sort by age and come in one spelling only."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.foundation import ids
from balcao.foundation.ids import first_id_at, is_id, new_id

MOMENT = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_an_id_is_a_version_7_uuid_of_36_characters():
    made = new_id()

    assert len(made) == 36
    assert UUID(made).version == 7
    assert is_id(made)


def test_no_two_ids_are_alike():
    assert len({new_id() for _ in range(5000)}) == 5000


def test_a_later_id_sorts_behind_an_earlier_one(monkeypatch):
    moments = iter([MOMENT, MOMENT + timedelta(microseconds=1), MOMENT + timedelta(seconds=1)])
    monkeypatch.setattr(ids, "utcnow", lambda: next(moments))

    made = [new_id() for _ in range(3)]

    assert made == sorted(made)


@given(MOMENTS, MOMENTS)
def test_ids_sort_like_the_moments_they_were_made_in(one, other):
    assert (first_id_at(one) < first_id_at(other)) == (one < other)


def test_the_first_id_of_a_moment_comes_before_all_others_of_it(monkeypatch):
    monkeypatch.setattr(ids, "utcnow", lambda: MOMENT)

    assert all(first_id_at(MOMENT) <= new_id() for _ in range(100))


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "1", "0" * 36, "-" * 36, "null", "../../etc/passwd", "' OR 1=1 --",
        "01a00000-0000-7000-8000-00000000000",
        "01a00000-0000-7000-8000-0000000000000",
        "01A00000-0000-7000-8000-000000000000",
        "01a0000000007000800000000000000a",
        "{01a00000-0000-7000-8000-00000000000a}",
        "urn:uuid:01a00000-0000-7000-8000-00000000000a",
        " 01a00000-0000-7000-8000-00000000000a",
        "01a00000-0000-7000-8000-00000000000a\n",
        "01a00000-0000-7000-8000-00000000000\x00",
        "０1a00000-0000-7000-8000-00000000000a",  # noqa: RUF001 - a digit of another script
    ],
)  # fmt: skip
def test_any_other_spelling_is_no_id(text):
    assert not is_id(text)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_judged_without_an_error(text):
    assert is_id(text) in {True, False}
