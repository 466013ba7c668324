"""Redis holds a window of each queue, with room left for what is urgent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.jobs.carry.relay import (
    HEAVY_WINDOW,
    MOST_URGENT,
    WINDOW,
    _least_urgency,
    _limit,
)

WINDOWS = st.integers(1, 1000)
LENGTHS = st.integers(0, 3000)
PRIORITIES = st.integers(-100, 100)


@pytest.mark.parametrize("window", [WINDOW, HEAVY_WINDOW])
def test_ordinary_rows_fill_one_window_and_the_most_urgent_two(window):
    assert _limit(window, 0) == window
    assert _limit(window, MOST_URGENT) == 2 * window


@given(WINDOWS, PRIORITIES)
def test_no_urgency_fills_more_than_two_windows_or_less_than_one(window, priority):
    assert window <= _limit(window, priority) <= 2 * window


@given(WINDOWS, PRIORITIES)
def test_more_urgent_rows_never_get_less_room(window, priority):
    assert _limit(window, priority) <= _limit(window, priority + 1)


@given(WINDOWS, LENGTHS)
def test_the_least_urgency_is_the_first_that_still_fits(window, length):
    least = _least_urgency(window, length)

    fitting = [p for p in range(1, MOST_URGENT + 1) if _limit(window, p) > length]
    assert least == min(fitting, default=MOST_URGENT + 1)


@given(WINDOWS)
def test_two_full_windows_let_nobody_in(window):
    assert _least_urgency(window, 2 * window) == MOST_URGENT + 1
    assert _least_urgency(window, 2 * window - 1) <= MOST_URGENT
