"""What a task holds while it runs: its job, a way to show progress, and the right to finish."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from balcao.adapters import Tools
from balcao.foundation.db import at_once, looking
from balcao.jobs import queries
from balcao.jobs.ledger import progress
from balcao.jobs.ledger.claims import Claim
from balcao.jobs.ledger.settling import Settlement, settle
from balcao.jobs.outcomes import Cancel, LeaseLostError

QUIET_SECONDS = 1.0
CANCELLED = "jobs.note.cancelled"


class Run:
    """One attempt at one job."""

    def __init__(self, claim: Claim, engine: Engine, tools: Tools | None = None) -> None:
        self.claim = claim
        self._tools = tools
        self.finished = False
        self.cancel_requested = False
        self.lost = False
        self.acting = False
        self._engine = engine
        self._told: tuple[str, float] = ("", 0.0)

    @property
    def job_id(self) -> str:
        """Return the id that stays the same over all attempts: the base of a Message-ID."""
        return self.claim.id

    @property
    def tools(self) -> Tools:
        """Return the doors to the outside that this process was given."""
        if self._tools is None:
            message = "this process was given no tools"
            raise RuntimeError(message)
        return self._tools

    @property
    def attempt(self) -> int:
        """Return which attempt this is, counted from one."""
        return self.claim.attempt

    @property
    def is_last(self) -> bool:
        """Say whether this is the last attempt, should it fail."""
        return self.claim.errors >= self.claim.max_retries

    def was_noted(self, key: str) -> bool:
        """Say whether an earlier attempt ended with this key."""
        with self.reading() as session:
            return queries.was_noted(session, self.job_id, key)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a short transaction; slow work belongs between two of them."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that only looks, and never waits for a writer."""
        with Session(looking(self._engine), expire_on_commit=False) as session:
            yield session

    def progress(self, stage: str, percent: int) -> None:
        """Show a stage and a true percentage, and stop here if that was asked for."""
        self.checkpoint()
        known_stage, told_at = self._told
        if stage == known_stage and time.monotonic() - told_at < QUIET_SECONDS:
            return
        self._told = (stage, time.monotonic())
        with at_once(self._engine).begin() as connection:
            asked = progress.tell(connection, self.claim, stage, max(0, min(percent, 99)))
        self.cancel_requested = self.cancel_requested or asked
        self.checkpoint()

    def checkpoint(self) -> None:
        """Stop the task here if somebody cancelled it, or if it is no longer ours."""
        if self.lost:
            raise LeaseLostError(self.job_id)
        if self.cancel_requested:
            raise Cancel(CANCELLED)

    def pass_point_of_no_return(self) -> None:
        """Say that what follows must not happen twice: a crash from here on is never repeated."""
        self.checkpoint()
        with at_once(self._engine).begin() as connection:
            progress.pass_point_of_no_return(connection, self.claim)
        self.acting = True

    def finish(self, session: Session, result: Any = None) -> None:
        """End the job in the same transaction that keeps its result: both happen, or neither."""
        end = self.ended_well(result)
        if not settle(session.connection(), [end]):
            raise LeaseLostError(self.job_id)
        event.listen(session, "after_commit", self._mark_finished, once=True)

    def _mark_finished(self, _session: Session) -> None:
        self.finished = True

    def ended_well(self, result: Any) -> Settlement:
        """Return the end of a run that did its work; the result must be plain data."""
        json.dumps(result, allow_nan=False)
        return self.claim.ends("finished", result=result)
