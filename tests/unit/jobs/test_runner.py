"""Every word a task can say about its end, and what becomes of the job."""

from contextlib import nullcontext
from random import Random
from typing import ClassVar

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError, OperationalError

from balcao.jobs import (
    AmbiguousError,
    Cancel,
    JobArgs,
    Misconfigured,
    PermanentError,
    Retry,
    Snooze,
    Throttled,
    TransientError,
)
from balcao.jobs.ledger.claims import Claim
from balcao.jobs.outcomes import LeaseLostError
from balcao.jobs.registry import TASKS, Task
from balcao.jobs.work.runner import JobTimeoutError, Runner

NOWHERE = create_engine("sqlite://")
DELAYS = (5.0, 30.0, 120.0)
RANDOM = Random(1)  # noqa: S311 - spreads, and hides nothing
KEY = "test.error"
AWAY = "jobs.note.database_away"
DEADLOCK = type("Deadlock", (Exception,), {"sqlstate": "40P01"})
STATEMENT = "SELECT 1"


class Order(JobArgs):
    kind: ClassVar[str] = "test.order"
    queue: ClassVar[str] = "reports"
    retry: ClassVar[Retry] = Retry(DELAYS, jitter=0)
    number: int = 1


class Once(Order):
    repeatable: ClassVar[bool] = False


@pytest.fixture
def perform(monkeypatch):
    """Return a way to let a task end somehow, and to learn what becomes of its job."""

    def run(function, *, errors=0, args=None, order=Order, kind="test.order"):
        monkeypatch.setitem(TASKS, "test.order", Task(order, function))
        claim = Claim("id", kind, "reports", args or {}, "", errors + 1, errors, 3, "token")
        runner = Runner(NOWHERE, nullcontext, RANDOM)
        return runner.perform(runner.open(claim))

    return run


def ends(with_what):
    def function(_args, _run):
        raise with_what

    return function


def returns(result):
    return lambda _args, _run: result


@pytest.mark.parametrize(
    ("word", "status", "error", "again_in", "counts"),
    [
        (TransientError(KEY), "retrying", KEY, 5, True),
        (TransientError(KEY, not_before=60), "retrying", KEY, 60, True),
        (AmbiguousError(KEY), "retrying", KEY, 5, True),
        (PermanentError(KEY), "failed", KEY, None, False),
        (Cancel(KEY), "cancelled", None, None, False),
        (Snooze(KEY, 7), "retrying", KEY, 7, False),
        (Throttled(KEY, 90), "retrying", KEY, 90, False),
        (Misconfigured(KEY), "retrying", KEY, 60, False),
        (ValueError("bug"), "retrying", "jobs.error.internal", 5, True),
        (JobTimeoutError(), "retrying", "jobs.error.timeout", 5, True),
        (OperationalError(STATEMENT, {}, DEADLOCK()), "retrying", AWAY, 2, False),
        (IntegrityError(STATEMENT, {}, Exception()), "retrying", "jobs.error.internal", 5, True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)  # fmt: skip
def test_each_word_has_its_end(perform, word, status, error, again_in, counts):
    how = perform(ends(word))

    assert (how.status, how.error, how.again_in) == (status, error, again_in)
    assert how.counts_as_error is counts
    assert (how.job_id, how.token, how.attempt) == ("id", "token", 1)


def test_what_a_task_returns_is_the_result(perform):
    how = perform(returns({"pages": 2}))

    assert (how.status, how.result, how.again_in) == ("finished", {"pages": 2}, None)


def test_a_result_that_is_no_plain_data_is_a_bug_of_the_task(perform):
    how = perform(returns(object()))

    assert (how.status, how.error) == ("retrying", "jobs.error.internal")


@pytest.mark.parametrize(("errors", "again_in"), [(0, 5), (1, 30), (2, 120)])
def test_each_failure_waits_for_its_own_delay(perform, errors, again_in):
    assert perform(ends(TransientError(KEY)), errors=errors).again_in == again_in


@pytest.mark.parametrize(("errors", "again_in"), [(0, 60), (2, 120)])
def test_whoever_asks_for_a_rest_is_never_disturbed_sooner(perform, errors, again_in):
    error = TransientError(KEY, not_before=60)

    assert perform(ends(error), errors=errors).again_in == again_in


@pytest.mark.parametrize("word", [TransientError(KEY), ValueError(), JobTimeoutError()])
def test_after_the_last_repetition_it_has_failed(perform, word):
    how = perform(ends(word), errors=3)

    assert (how.status, how.again_in, how.counts_as_error) == ("failed", None, True)


@pytest.mark.parametrize("word", [Snooze(KEY, 1), Throttled(KEY, 1), Misconfigured(KEY)])
def test_waiting_is_never_used_up(perform, word):
    assert perform(ends(word), errors=99).status == "retrying"


def test_what_must_not_be_repeated_stays_unknown_when_nobody_can_tell(perform):
    how = perform(ends(AmbiguousError(KEY)), order=Once)

    assert (how.status, how.error, how.again_in) == ("unknown", KEY, None)


def test_what_nobody_can_tell_after_the_last_repetition_is_not_called_a_failure(perform):
    how = perform(ends(AmbiguousError(KEY)), errors=3)

    assert (how.status, how.error, how.again_in) == ("unknown", KEY, None)


def test_a_run_that_lost_its_job_says_nothing_about_it(perform):
    assert perform(ends(LeaseLostError("id"))) is None


def test_a_task_that_ended_its_job_itself_needs_no_end(perform):
    def function(_args, run):
        run.finished = True

    assert perform(function) is None


def test_a_run_that_somebody_cancelled_ends_so_at_its_next_step(perform):
    def function(_args, run):
        run.cancel_requested = True
        run.progress("test.stage", 50)

    how = perform(function)

    assert (how.status, how.note) == ("cancelled", "jobs.note.cancelled")


@pytest.mark.parametrize(
    ("kind", "args"), [("test.unheard_of", {}), ("test.order", {"number": "many"})]
)
def test_what_this_program_does_not_understand_waits_for_one_that_does(perform, kind, args):
    how = perform(returns(None), kind=kind, args=args)

    assert (how.status, how.error, how.again_in) == ("queued", "jobs.note.parked", 30)
    assert not how.counts_as_error


def test_a_field_that_only_newer_programs_know_is_no_obstacle(perform):
    how = perform(lambda args, _run: args.number, args={"number": 3, "unheard_of": True})

    assert (how.status, how.result) == ("finished", 3)
