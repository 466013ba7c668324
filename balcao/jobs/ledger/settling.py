"""Ending runs, many at once, each fenced by its token: a late result changes nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Float,
    Integer,
    Select,
    String,
    Update,
    and_,
    case,
    func,
    null,
    update,
)
from sqlalchemy.types import TypeEngine

from balcao.foundation.dbrows import given, parameters
from balcao.foundation.dbtime import db_now
from balcao.jobs.ledger.history import record, with_steps
from balcao.jobs.models import Job


@dataclass(frozen=True)
class Settlement:
    """How a run ended: the new status, and when it may run again if that is not the end."""

    job_id: str
    token: str
    attempt: int
    status: str
    result: Any = None
    error: str | None = None
    note: str | None = None
    again_in: float | None = None
    counts_as_error: bool = False


LONGEST_KEY = 160

# What the statement needs of each end, and as which type.
FIELDS: dict[str, TypeEngine[Any]] = {
    "job_id": String(36),
    "token": String(32),
    "status": String(12),
    "result": JSON(none_as_null=True),
    "error": String(160),
    "again_in": Float(),
    "failures": Integer(),
    "attempt": Integer(),
    "note": String(160),
}


def settle(connection: Connection, ends: Sequence[Settlement]) -> set[str]:
    """Write these ends; return the ids that were still ours, and only those took effect."""
    if not ends:
        return set()
    rows = parameters([_row(end) for end in ends])
    if connection.dialect.name == "postgresql":
        return {row.id for row in connection.execute(SETTLE_WITH_STEPS, rows)}
    statuses: dict[str, str] = {row.id: row.status for row in connection.execute(SETTLE, rows)}
    record(connection, [_step(end, statuses[end.job_id]) for end in ends if end.job_id in statuses])
    return set(statuses)


def _row(end: Settlement) -> dict[str, Any]:
    return {
        "job_id": end.job_id,
        "token": end.token,
        "status": end.status,
        "result": None if end.result is None else json.dumps(end.result),
        "error": _plain(end.error),
        "again_in": end.again_in,
        "failures": int(end.counts_as_error),
        "attempt": end.attempt,
        "note": _plain(end.note or None),
    }


def _step(end: Settlement, status: str) -> dict[str, Any]:
    note = end.note or (end.error if status == end.status else None)
    return {"job_id": end.job_id, "status": status, "attempt": end.attempt, "note": _plain(note)}


def _plain(key: str | None) -> str | None:
    # Whatever a task wrote there: one odd key must not keep the other ends from being written.
    return key and key.encode("ascii", "replace").decode().replace("\0", "")[:LONGEST_KEY]


def _settle_statements() -> tuple[Update, Select[Any]]:
    end = given(FIELDS).c
    # What would run again is not run again when somebody has asked to cancel it meanwhile.
    again = and_(end.again_in.is_not(None), Job.cancel_requested.is_(False))
    cancelled = and_(end.again_in.is_not(None), Job.cancel_requested.is_(True))
    done = end.status == "finished"
    settled = (
        update(Job)
        .where(Job.id == end.job_id, Job.token == end.token)
        .values(
            status=case((cancelled, "cancelled"), else_=end.status),
            progress=case((done, 100), else_=Job.progress),
            result=case((done, end.result), else_=Job.result),
            error=case((cancelled, null()), else_=end.error),
            errors=Job.errors + end.failures,
            run_at=case((again, db_now(end.again_in))),
            ended_at=case((again, null()), else_=db_now()),
            token=None,
            lease_until=None,
            past_return=False,
        )
        .returning(Job.id, Job.status)
    )
    # As `_step` says it.
    note = func.coalesce(end.note, case((Job.status == end.status, end.error)))
    told = settled.returning(end.attempt.label("attempt"), note.label("note"))
    steps = {"job_id": "id", "status": "status", "attempt": "attempt", "note": "note"}
    return settled, with_steps(told, **steps)


SETTLE, SETTLE_WITH_STEPS = _settle_statements()
