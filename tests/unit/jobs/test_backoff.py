"""Failed work waits, longer each time, and never all at the same moment."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.jobs import Retry
from balcao.jobs.backoff import delay_before

DELAYS = st.lists(st.floats(0, 86400), min_size=1, max_size=8).map(lambda d: tuple(sorted(d)))
RETRIES = st.builds(Retry, delays=DELAYS, jitter=st.floats(0, 0.5))
FAILURES = st.integers(1, 50)
RANDOM = Random(1)  # noqa: S311 - spreads, and hides nothing


@given(RETRIES, FAILURES, st.randoms(use_true_random=False))
def test_a_delay_stays_within_its_jitter(retry, failures, random):
    meant = retry.delays[min(failures, len(retry.delays)) - 1]

    delay = delay_before(retry, failures, random)

    assert meant * (1 - retry.jitter) * 0.999 <= delay <= meant * (1 + retry.jitter) * 1.001


@given(DELAYS, FAILURES)
def test_delays_grow(delays, failures):
    retry = Retry(delays, jitter=0)

    assert delay_before(retry, failures, RANDOM) <= delay_before(retry, failures + 1, RANDOM)


@given(DELAYS, st.integers(0, 1000))
def test_the_last_delay_repeats(delays, more):
    retry = Retry(delays, jitter=0)

    assert delay_before(retry, len(delays) + more, RANDOM) == delays[-1]


def test_a_crowd_that_failed_together_comes_back_spread_out():
    retry = Retry(delays=(60,), jitter=0.1)

    delays = [delay_before(retry, 1, RANDOM) for _ in range(1000)]

    assert len(set(delays)) == 1000
    assert max(delays) - min(delays) > 11


def test_without_delays_it_is_tried_again_at_once():
    assert delay_before(Retry(delays=()), 1, RANDOM) == 0


@pytest.mark.parametrize(("delays", "times"), [((), 0), ((5,), 1), ((5, 30, 120), 3)])
def test_there_are_as_many_repetitions_as_delays(delays, times):
    assert Retry(delays).times == times
