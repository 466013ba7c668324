"""The tables of the kernel: what must be done, what happened, who is at work."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ColumnElement, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from balcao.foundation.db import Model, UtcDateTime
from balcao.foundation.dbtime import db_now
from balcao.foundation.ids import new_id

ID = String(36)
NAME = String(80)
KEY = String(160)
BIG = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only for this


WAITING = "run_at IS NOT NULL"
CARRIED = "pushed_at IS NOT NULL AND run_at IS NOT NULL"
TROUBLED = "error IS NOT NULL AND run_at IS NOT NULL"
OF_A_TENANT = "tenant_id <> ''"
OPEN_DUPLICATE = "dedupe_key IS NOT NULL AND ended_at IS NULL"


def _partial(name: str, *columns: str, unique: bool = False, where: str | None = None) -> Index:
    """Index only the rows it is about, so that ended jobs cost nothing."""
    which = text(where or f"{columns[0]} IS NOT NULL")
    return Index(name, *columns, unique=unique, sqlite_where=which, postgresql_where=which)


class Job(Model):
    """One thing that must be done: written with the change that needs it, ended with its result.

    Two columns tell the machine what a status tells people. `run_at` is set while the job waits
    and says when it may start; `token` and `lease_until` are set while somebody works on it.
    """

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(NAME)
    queue: Mapped[str] = mapped_column(String(40))
    args: Mapped[dict[str, Any]] = mapped_column(JSON)
    tenant_id: Mapped[str] = mapped_column(ID, default="")
    owner_id: Mapped[str | None] = mapped_column(ID)
    viewer: Mapped[str | None] = mapped_column(String(64))
    priority: Mapped[int] = mapped_column(default=0)

    status: Mapped[str] = mapped_column(String(12), default="queued")
    progress: Mapped[int] = mapped_column(default=0)
    stage: Mapped[str | None] = mapped_column(NAME)
    result: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    error: Mapped[str | None] = mapped_column(KEY)

    attempts: Mapped[int] = mapped_column(default=0)
    crashes: Mapped[int] = mapped_column(default=0)
    errors: Mapped[int] = mapped_column(default=0)
    max_retries: Mapped[int] = mapped_column(default=3)

    run_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=db_now())
    token: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    worker: Mapped[str | None] = mapped_column(NAME)
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    # Set before an act that must not happen twice; who finds it set does not run the job again.
    past_return: Mapped[bool] = mapped_column(default=False)

    pushes: Mapped[int] = mapped_column(default=0)
    # Which filling of Redis carries the row; another filling means it has to be pushed again.
    epoch: Mapped[str | None] = mapped_column(String(16))
    pushed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    dedupe_key: Mapped[str | None] = mapped_column(KEY)
    idempotency_key: Mapped[str | None] = mapped_column(KEY)

    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        _partial("ix_jobs_waiting", "queue", "priority", "tenant_id", "run_at", where=WAITING),
        _partial("ix_jobs_due", "run_at"),
        _partial("ix_jobs_leased", "lease_until"),
        _partial("ix_jobs_carried", "pushed_at", where=CARRIED),
        _partial("ix_jobs_viewer", "viewer", "queue", "id"),
        _partial("ix_jobs_owner", "owner_id", "queue", "id"),
        _partial("ix_jobs_tenant", "tenant_id", "queue", "id", where=OF_A_TENANT),
        _partial("ix_jobs_troubled", "error", where=TROUBLED),
        _partial("ux_jobs_idempotency", "idempotency_key", unique=True),
        _partial("ux_jobs_dedupe", "dedupe_key", unique=True, where=OPEN_DUPLICATE),
        Index("ix_jobs_queue", "queue", "id"),
    )


def is_due() -> ColumnElement[bool]:
    """Say that a row found by its id is due, in a form no index answers.

    Where few rows wait, a planner would rather walk through all of those than look ids up.
    """
    return (Job.run_at <= db_now()).is_(True)


class JobEvent(Model):
    """One step in the life of a job, appended and never changed: the history people can read."""

    __tablename__ = "job_events"

    id: Mapped[int] = mapped_column(BIG, primary_key=True, autoincrement=True)
    job_id: Mapped[str] = mapped_column(ID, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    status: Mapped[str] = mapped_column(String(12))
    attempt: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None] = mapped_column(KEY)
    worker: Mapped[str | None] = mapped_column(NAME)


class Beat(Model):
    """A process that is at work, by its own word, a few seconds ago at most."""

    __tablename__ = "workers"

    name: Mapped[str] = mapped_column(NAME, primary_key=True)
    role: Mapped[str] = mapped_column(String(12))
    queue: Mapped[str] = mapped_column(String(40), default="")
    host: Mapped[str] = mapped_column(NAME)
    pid: Mapped[int]
    mode: Mapped[str] = mapped_column(String(12))
    note: Mapped[str | None] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())


class QueuePause(Model):
    """A queue whose waiting jobs stay where they are until somebody resumes it."""

    __tablename__ = "queue_pauses"

    queue: Mapped[str] = mapped_column(String(40), primary_key=True)
    paused_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())


class ScheduleMark(Model):
    """When a recurring job is due next; whoever moves the mark enqueues it."""

    __tablename__ = "job_schedules"

    name: Mapped[str] = mapped_column(NAME, primary_key=True)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
