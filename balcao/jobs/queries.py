"""Reading jobs: one by its id, pages by their reader, and what is stuck."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from balcao.foundation.dbtime import db_now
from balcao.jobs.models import Job, JobEvent, QueuePause

OVERDUE_SECONDS = 300
LAPSED_SECONDS = 30
COUNT_UP_TO = 1000
MOST_EVENTS = 100
PARKED = "jobs.note.parked"


@dataclass(frozen=True)
class JobRecord:
    """All that anybody may be told about a job; every view is made from this one reading."""

    id: str
    kind: str
    queue: str
    tenant_id: str
    owner_id: str | None
    viewer: str | None
    status: str
    progress: int
    stage: str | None
    result: Any
    error: str | None
    attempts: int
    max_retries: int
    cancel_requested: bool
    run_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Reader:
    """Who asks: an account, its tenants, a browser; staff see everything."""

    viewer: str | None = None
    owner_id: str | None = None
    tenant_ids: frozenset[str] = frozenset()
    staff: bool = False

    def may_see(self, job: JobRecord) -> bool:
        """Say whether the job is the reader's own; knowing its id is not enough."""
        return (
            self.staff
            or (self.viewer is not None and job.viewer == self.viewer)
            or (self.owner_id is not None and job.owner_id == self.owner_id)
            or job.tenant_id in self.tenant_ids
        )


class EventRow(NamedTuple):
    """One step in the life of a job."""

    at: datetime
    status: str
    attempt: int
    note: str | None


COLUMNS = tuple(getattr(Job, name) for name in JobRecord.__dataclass_fields__)


def job_of(session: Session, job_id: str) -> JobRecord | None:
    """Return the job; the caller has to ask `Reader.may_see` before showing it."""
    row = session.execute(select(*COLUMNS).where(Job.id == job_id)).one_or_none()
    return JobRecord(*row) if row else None


def jobs_of(
    session: Session,
    reader: Reader,
    *,
    queue: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> list[JobRecord]:
    """Return a page of the reader's jobs, newest first, older than `after` if that is given."""
    query = select(*COLUMNS).order_by(Job.id.desc()).limit(limit)
    if not reader.staff:
        query = query.where(_own(reader))
    if queue:
        query = query.where(Job.queue == queue)
    if after:
        query = query.where(Job.id < after)
    return [JobRecord(*row) for row in session.execute(query)]


def events_of(session: Session, job_id: str) -> list[EventRow]:
    """Return the latest part of a job's history, oldest first."""
    columns = (JobEvent.at, JobEvent.status, JobEvent.attempt, JobEvent.note)
    latest = select(*columns).where(JobEvent.job_id == job_id).order_by(JobEvent.id.desc())
    return [EventRow(*row) for row in session.execute(latest.limit(MOST_EVENTS))][::-1]


def waiting_count(session: Session, reader: Reader, queue: str) -> int:
    """Count the reader's jobs that wait in a queue, up to a thousand."""
    waits = select(Job.id).where(Job.queue == queue, Job.run_at.is_not(None))
    if not reader.staff:
        waits = waits.where(_own(reader))
    return (
        session.scalar(select(func.count()).select_from(waits.limit(COUNT_UP_TO).subquery())) or 0
    )


def stuck_counts(session: Session) -> dict[str, int]:
    """Count the rows that have been in a state for longer than they should, by what is wrong."""
    not_paused = Job.queue.not_in(select(QueuePause.queue))
    return {
        "overdue": _count(session, (Job.run_at < db_now(-OVERDUE_SECONDS)) & not_paused),
        "lapsed": _count(session, Job.lease_until < db_now(-LAPSED_SECONDS)),
        "parked": _count(session, Job.run_at.is_not(None) & (Job.error == PARKED)),
    }


def _count(session: Session, which: ColumnElement[bool]) -> int:
    some = select(Job.id).where(which).limit(COUNT_UP_TO).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def _own(reader: Reader) -> ColumnElement[bool]:
    mine: list[ColumnElement[bool]] = []
    if reader.viewer is not None:
        mine.append(Job.viewer == reader.viewer)
    if reader.owner_id is not None:
        mine.append(Job.owner_id == reader.owner_id)
    if reader.tenant_ids:
        mine.append(Job.tenant_id.in_(reader.tenant_ids))
    return or_(*mine) if mine else Job.id.is_(None)
