"""Bringing back what a dead worker held."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Update, select, update

from balcao.foundation.dbtime import db_now
from balcao.jobs.ledger.history import record
from balcao.jobs.models import Job

MOST_CRASHES = 3
AT_ONCE = 500
CRASHED = "jobs.note.crashed"
RELEASED = "jobs.note.released"
QUARANTINED = "jobs.error.quarantined"
AMBIGUOUS = "jobs.error.ambiguous"
FREE = {"token": None, "lease_until": None, "worker": None, "past_return": False}


def rescue(connection: Connection) -> Sequence[RowMapping]:
    """Give jobs whose lease ran out to the next worker, and set aside those that kill workers."""
    lapsed = (
        select(Job.id)
        .where(Job.lease_until < db_now())
        .order_by(Job.lease_until)  # by id, a planner would read the whole table in that order
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    held = connection.scalars(lapsed).all()
    if not held:
        return []
    lapsed_still = Job.id.in_(held) & (Job.lease_until < db_now())
    poison = lapsed_still & Job.past_return.is_(False) & (Job.crashes + 1 >= MOST_CRASHES)
    counted = {"crashes": Job.crashes + 1}
    moves = [
        _end(poison, "failed", QUARANTINED).values(**counted),
        *(move.values(**counted) for move in _not_again(lapsed_still)),
        _give_back(lapsed_still, "retrying", CRASHED).values(**counted),
    ]
    return _move(connection, moves)


def release(connection: Connection, worker: str, hung: Sequence[str] = ()) -> int:
    """Put back what a worker that is stopping could not end in time; nobody failed.

    What hangs is left to its lease: it counts as a crash.
    """
    held = (Job.worker == worker) & Job.lease_until.is_not(None) & Job.id.not_in(list(hung))
    moves = [*_not_again(held), _give_back(held, "queued", RELEASED)]
    return len(_move(connection, moves))


def _not_again(held: ColumnElement[bool]) -> list[Update]:
    """Return the ends of those that must not run again, whatever stopped their worker."""
    return [
        _end(held & Job.past_return.is_(True), "unknown", AMBIGUOUS),
        _end(held & Job.cancel_requested.is_(True), "cancelled", None),
    ]


def _end(held: ColumnElement[bool], status: str, error: str | None) -> Update:
    ended = update(Job).where(held).values(status=status, error=error, ended_at=db_now())
    return ended.values(run_at=None, **FREE)


def _give_back(held: ColumnElement[bool], status: str, note: str) -> Update:
    return update(Job).where(held).values(status=status, error=note, run_at=db_now(), **FREE)


def _move(connection: Connection, moves: Sequence[Update]) -> list[RowMapping]:
    columns = (Job.id, Job.kind, Job.status, Job.attempts, Job.error)
    moved = [
        row for move in moves for row in connection.execute(move.returning(*columns)).mappings()
    ]
    record(connection, [_step(row) for row in moved])
    return moved


def _step(row: RowMapping) -> dict[str, Any]:
    return {
        "job_id": row["id"],
        "status": row["status"],
        "attempt": row["attempts"],
        "note": row["error"],
    }
