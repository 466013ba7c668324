"""Writing the history: one row per step, in the transaction that makes the step."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Select, Update, insert, select

from balcao.foundation.dbrows import given, parameters
from balcao.foundation.dbtime import db_now
from balcao.jobs.models import JobEvent

UNSAID: dict[str, Any] = {"attempt": 0, "note": None, "worker": None}
FIELDS = ("job_id", "status", *UNSAID)


def record(connection: Connection, steps: Iterable[dict[str, Any]]) -> None:
    """Append these steps; each names its job, status and attempt, and may carry a note."""
    rows = [UNSAID | step for step in steps]
    if rows:
        connection.execute(RECORD, parameters(rows))


def _record_statement() -> Insert:
    # Many rows given to one INSERT would be as many statements to PostgreSQL.
    column = JobEvent.__table__.c
    steps = given({name: column[name].type for name in FIELDS})
    return insert(JobEvent).from_select([*FIELDS, "at"], select(*steps.c, db_now()))


def with_steps(moving: Update | Insert, **step: str | ColumnElement[Any]) -> Select[Any]:
    """Return a statement that moves jobs, appends a step for each, and gives what `moving` gives.

    `step` says what the job, the status and the rest are: the name of a column that comes back,
    or a value. Only PostgreSQL has such statements: one message, a transaction of its own.
    """
    moved = moving.cte("moved")
    said = (moved.c[what] if isinstance(what, str) else what for what in step.values())
    told = select(*said, db_now())
    steps = insert(JobEvent).from_select([*step, "at"], told, include_defaults=False)
    return select(moved).add_cte(steps.cte("steps"))


RECORD = _record_statement()
