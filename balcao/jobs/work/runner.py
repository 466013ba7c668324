"""Running one claimed job: from its row to the function, and from what happened to an end."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from random import Random, SystemRandom

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from balcao.adapters import Tools
from balcao.foundation import logs
from balcao.foundation.db import is_away
from balcao.jobs.args import JobArgs, Retry
from balcao.jobs.backoff import delay_before
from balcao.jobs.ledger.claims import Claim
from balcao.jobs.ledger.rescue import AMBIGUOUS
from balcao.jobs.ledger.settling import Settlement
from balcao.jobs.outcomes import (
    AmbiguousError,
    Cancel,
    LeaseLostError,
    Order,
    PermanentError,
    Snooze,
    TransientError,
)
from balcao.jobs.queries import PARKED
from balcao.jobs.registry import TASKS, Task
from balcao.jobs.work.run import Run

log = logging.getLogger(__name__)

PARKED_SECONDS = 30.0
LONGEST_PARKED_SECONDS = 300.0
AWAY = "jobs.note.database_away"
AWAY_SECONDS = 2.0
INTERNAL = "jobs.error.internal"
TIMED_OUT = "jobs.error.timeout"


class JobTimeoutError(BaseException):
    """The run took longer than its queue allows; not an Exception, so that no task swallows it."""


@dataclass
class Runner:
    """Runs jobs in this process, inside the application's context."""

    engine: Engine
    context: Callable[[], AbstractContextManager[object]]
    random: Random = field(default_factory=SystemRandom)
    tools: Tools | None = None

    def open(self, claim: Claim) -> Run:
        """Return the run that a task will hold."""
        return Run(claim, self.engine, self.tools)

    def perform(self, run: Run) -> Settlement | None:
        """Do the job; return how it ended, or nothing when the task has ended it itself."""
        claim = run.claim
        with logs.bind(job_id=claim.id, kind=claim.kind):
            task = TASKS.get(claim.kind)
            args = _understood(task, claim) if task else None
            if task is None or args is None:
                log.error("job parked: this program does not understand it")
                rest = min(PARKED_SECONDS * claim.attempt, LONGEST_PARKED_SECONDS)
                return claim.ends("queued", error=PARKED, again_in=rest)
            return self._call(task, args, run)

    def timed_out(self, run: Run) -> Settlement:
        """Return the end of a run that was stopped because it took too long."""
        log.warning("job took too long")
        task = TASKS.get(run.claim.kind)
        return self._cut_off(task.args.retry if task else Retry(), run, TIMED_OUT)

    def _call(self, task: Task, args: JobArgs, run: Run) -> Settlement | None:
        try:
            with self.context():
                result = task.function(args, run)
            return None if run.finished else run.ended_well(result)
        except LeaseLostError:
            log.warning("job taken over by another worker; this run's result is dropped")
            return None
        except JobTimeoutError:
            return self.timed_out(run)
        except Order as order:
            return self._ordered(args, run.claim, order)
        except BaseException as error:  # noqa: BLE001 - a task may raise anything; here it ends
            return self._broken(args, run, error)

    def _ordered(self, args: JobArgs, claim: Claim, order: Order) -> Settlement:
        if isinstance(order, Cancel):
            return claim.ends("cancelled", note=order.key)
        if isinstance(order, Snooze):
            return claim.ends("retrying", error=order.key, again_in=order.seconds)
        if isinstance(order, PermanentError):
            return claim.ends("failed", error=order.key)
        last = claim.errors >= claim.max_retries
        if isinstance(order, AmbiguousError) and (last or not args.repeatable):
            return claim.ends("unknown", error=order.key)
        rest = order.not_before if isinstance(order, TransientError) else 0
        return self._failed(args.retry, claim, order.key, rest)

    def _broken(self, args: JobArgs, run: Run, error: BaseException) -> Settlement:
        if isinstance(error, DBAPIError) and is_away(error) and not run.acting:
            log.warning("the database went away under the job; this does not count")
            return run.claim.ends("retrying", error=AWAY, again_in=AWAY_SECONDS)
        log.error("job failed", exc_info=error)
        return self._cut_off(args.retry, run, INTERNAL)

    def _cut_off(self, retry: Retry, run: Run, key: str) -> Settlement:
        """End a run that could not say itself how far it had come."""
        if run.acting:
            return run.claim.ends("unknown", error=AMBIGUOUS)
        return self._failed(retry, run.claim, key)

    def _failed(self, retry: Retry, claim: Claim, key: str, rest: float = 0) -> Settlement:
        failures = claim.errors + 1
        if failures > claim.max_retries:
            return claim.ends("failed", error=key, counts_as_error=True)
        delay = max(rest, delay_before(retry, failures, self.random))
        return claim.ends("retrying", error=key, again_in=delay, counts_as_error=True)


def _understood(task: Task, claim: Claim) -> JobArgs | None:
    try:
        return task.args.model_validate(claim.args)
    except ValidationError:
        return None
