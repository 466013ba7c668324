"""Counting jobs for a monitoring system: all of them by what they are, and who waits longest."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, Float, cast, extract, func, select
from sqlalchemy.orm import Session

from balcao.foundation.dbtime import db_now
from balcao.jobs.models import Job

DAY = 24 * 3600


class Tally(NamedTuple):
    """What the jobs of one kind, queue and status add up to."""

    kind: str
    queue: str
    status: str
    jobs: int
    failed_runs: int
    timed: int
    seconds: float


def tallies_of(session: Session) -> list[Tally]:
    """Add up all rows that are kept; this reads every one of them."""
    names = (Job.kind, Job.queue, Job.status)
    took = _seconds(session.get_bind().dialect.name)
    sums = (
        func.count(),
        func.sum(Job.errors + Job.crashes),
        func.count(took),
        func.coalesce(func.sum(took), 0.0),
    )
    rows = session.execute(select(*names, *sums).group_by(*names))
    return [Tally._make(row) for row in rows]


def longest_waits(session: Session) -> dict[str, float]:
    """Return since how many seconds the oldest waiting job of each queue could have started."""
    columns = (Job.queue, func.min(Job.run_at), db_now())
    oldest = select(*columns).where(Job.run_at.is_not(None)).group_by(Job.queue)
    rows = session.execute(oldest)
    return {queue: max(0.0, (now - due).total_seconds()) for queue, due, now in rows if due}


def _seconds(dialect: str) -> ColumnElement[float]:
    if dialect == "postgresql":
        return cast(extract("epoch", Job.ended_at - Job.started_at), Float)
    return (func.julianday(Job.ended_at) - func.julianday(Job.started_at)) * DAY
