"""However oddly a task ends, it ends its own job and keeps nobody else's from being written."""

import math
from contextlib import nullcontext

import pytest

from balcao.jobs import PermanentError
from balcao.jobs.registry import TASKS, Task
from balcao.jobs.work.runner import Runner
from tests.integration.jobs.test_claims import end, lapse, rescued, take
from tests.workshop import Fail, Note

ODD_RESULTS = [math.nan, {"a": math.inf}, "\x00", "\ud800", {"k\x00": 1}, object(), {1, 2}]
ODD_ERRORS = [
    SystemExit(1),
    KeyboardInterrupt(),
    GeneratorExit(),
    PermanentError("a\x00\ud800" * 99),
]


def raising(error):
    def function(_args, _run):
        raise error

    return function


@pytest.mark.parametrize("result", ODD_RESULTS)
def test_an_odd_result_spoils_no_other(ledger, monkeypatch, result):
    monkeypatch.setitem(TASKS, Note.kind, Task(Note, lambda _args, _run: result))
    odd, good = ledger.ask(Note), ledger.ask(Note)
    claims = {claim.id: claim for claim in take(ledger, odd, good)}
    runner = Runner(ledger.engine, nullcontext)

    end(ledger, runner.perform(runner.open(claims[odd])), claims[good].ends("finished"))

    assert ledger.statuses(good) == ["finished"]
    assert ledger.job(odd).status in {"finished", "retrying"}


@pytest.mark.parametrize("error", ODD_ERRORS, ids=lambda error: type(error).__name__)
def test_whatever_a_task_raises_ends_its_run(ledger, monkeypatch, error):
    monkeypatch.setitem(TASKS, Note.kind, Task(Note, raising(error)))
    [claim] = take(ledger, ledger.ask(Note))
    runner = Runner(ledger.engine, nullcontext)

    assert end(ledger, runner.perform(runner.open(claim))) == {claim.id}

    assert ledger.job(claim.id).status in {"failed", "retrying"}


def test_a_crash_after_a_failure_is_told_as_a_crash(ledger):
    job_id = ledger.ask(Fail, times=1)
    ledger.work_off()
    ledger.sql("UPDATE jobs SET run_at = created_at")
    take(ledger, job_id)
    lapse(ledger, job_id)

    rescued(ledger)

    assert ledger.job(job_id).error == "jobs.note.crashed"
