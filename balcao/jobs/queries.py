"""Reading jobs: one by its id, pages by their reader, and what is stuck."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, func, literal_column, select, true, union
from sqlalchemy.orm import Session

from balcao.foundation.dbtime import db_now
from balcao.jobs.args import QUEUES
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

    @property
    def is_nobody(self) -> bool:
        """Say whether this is neither a browser that asked for anything nor a person."""
        return self == Reader()

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


def statuses_of(session: Session, job_ids: Sequence[str]) -> dict[str, str]:
    """Return the status of each of these jobs that is still kept."""
    found = select(Job.id, Job.status).where(Job.id.in_(job_ids))
    return {job_id: status for job_id, status in session.execute(found)}  # noqa: C416


def id_of(session: Session, idempotency_key: str) -> str | None:
    """Return the job that was asked for under this key, if it is still kept."""
    return session.scalar(select(Job.id).where(Job.idempotency_key == idempotency_key))


def jobs_of(
    session: Session,
    reader: Reader,
    *,
    queues: Sequence[str] = QUEUES,
    limit: int = 50,
    after: str | None = None,
) -> list[JobRecord]:
    """Return a page of the reader's jobs, newest first, older than `after` if that is given."""
    # One short walk along an index for each queue and each right to see, however many rows.
    older = [Job.id < after] if after else []
    newest = [
        _newest(Job.queue == queue, right, *older, limit=limit)
        for queue in queues
        for right in _rights(reader)
    ]
    if not newest:
        return []
    ids = union(*newest).subquery()
    query = select(*COLUMNS).where(Job.id.in_(select(ids.c.id)))
    rows = session.execute(query.order_by(Job.id.desc()).limit(limit))
    return [JobRecord(*row) for row in rows]


def events_of(session: Session, job_id: str) -> list[EventRow]:
    """Return the latest part of a job's history, oldest first."""
    columns = (JobEvent.at, JobEvent.status, JobEvent.attempt, JobEvent.note)
    latest = select(*columns).where(JobEvent.job_id == job_id).order_by(JobEvent.id.desc())
    return [EventRow(*row) for row in session.execute(latest.limit(MOST_EVENTS))][::-1]


def was_noted(session: Session, job_id: str, note: str) -> bool:
    """Say whether an earlier step of the job carries this note."""
    noted = select(JobEvent.id).where(JobEvent.job_id == job_id, JobEvent.note == note)
    return session.scalar(noted.limit(1)) is not None


def waiting_count(session: Session, reader: Reader, queue: str) -> int:
    """Count what waits in a queue among the reader's latest thousand jobs there."""
    latest = [_newest(Job.queue == queue, right, limit=COUNT_UP_TO) for right in _rights(reader)]
    if not latest:
        return 0
    jobs = union(*latest).subquery()
    waits = select(func.count()).select_from(jobs).where(jobs.c.run_at.is_not(None))
    return session.scalar(waits) or 0


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


def _rights(reader: Reader) -> list[ColumnElement[bool]]:
    """Return what makes a job one of the reader's; each of them has an index."""
    if reader.staff:
        return [true()]
    # Said as the index says it: SQLite does not conclude it from a name that it does not know yet.
    of_a_tenant = Job.tenant_id != literal_column("''", String())
    rights: list[ColumnElement[bool]] = [
        (Job.tenant_id == tenant) & of_a_tenant for tenant in sorted(reader.tenant_ids)
    ]
    if reader.viewer is not None:
        rights.append(Job.viewer == reader.viewer)
    if reader.owner_id is not None:
        rights.append(Job.owner_id == reader.owner_id)
    return rights


def _newest(*which: ColumnElement[bool], limit: int) -> Select[str, datetime | None]:
    newest = select(Job.id, Job.run_at).where(*which).order_by(Job.id.desc()).limit(limit)
    found = newest.subquery()
    return select(found.c.id, found.c.run_at)
