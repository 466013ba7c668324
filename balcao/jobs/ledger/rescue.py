"""Bringing back what a dead worker held."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Update, select, update

from balcao.foundation.dbtime import db_now
from balcao.jobs.ledger.history import record
from balcao.jobs.models import Job

MOST_CRASHES = 3
AT_ONCE = 500
CRASHED = "jobs.note.crashed"
QUARANTINED = "jobs.error.quarantined"
AMBIGUOUS = "jobs.error.ambiguous"


def rescue(connection: Connection) -> Sequence[RowMapping]:
    """Give jobs whose lease ran out to the next worker, and set aside those that kill workers."""
    lapsed = (
        select(Job.id)
        .where(Job.lease_until < db_now())
        .order_by(Job.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    held = connection.scalars(lapsed).all()
    if not held:
        return []
    gone = {"token": None, "lease_until": None, "worker": None, "crashes": Job.crashes + 1}
    acting = Job.past_return.is_(True)
    poison = acting.is_(False) & (Job.crashes + 1 >= MOST_CRASHES)
    wanted = acting.is_(False) & (Job.crashes + 1 < MOST_CRASHES)
    moves = [
        _ended(held, acting, "unknown", AMBIGUOUS, gone),
        _ended(held, poison, "failed", QUARANTINED, gone),
        _ended(held, wanted & Job.cancel_requested.is_(True), "cancelled", None, gone),
        update(Job)
        .where(Job.id.in_(held), Job.lease_until < db_now())
        .values(status="retrying", run_at=db_now(), **gone),
    ]
    moved = [row for move in moves for row in connection.execute(_told(move)).mappings()]
    record(connection, [_step(row) for row in moved])
    return moved


def release(connection: Connection, worker: str) -> int:
    """Put back what a worker that is stopping could not end in time; nobody failed."""
    mine = (Job.worker == worker) & Job.lease_until.is_not(None)
    back = update(Job).where(mine).values(
        status="queued", run_at=db_now(), token=None, lease_until=None, worker=None
    )  # fmt: skip
    rows = connection.execute(_told(back)).mappings().all()
    record(connection, [{**_step(row), "note": "jobs.note.released"} for row in rows])
    return len(rows)


def _ended(
    held: Sequence[str], which: Any, status: str, error: str | None, gone: dict[str, Any]
) -> Update:
    return (
        update(Job)
        .where(Job.id.in_(held), Job.lease_until < db_now(), which)
        .values(status=status, error=error, ended_at=db_now(), run_at=None, **gone)
    )


def _told(move: Update) -> Update:
    return move.returning(Job.id, Job.kind, Job.status, Job.attempts, Job.error)


def _step(row: RowMapping) -> dict[str, Any]:
    return {
        "job_id": row["id"],
        "status": row["status"],
        "attempt": row["attempts"],
        "note": row["error"] or CRASHED,
    }
