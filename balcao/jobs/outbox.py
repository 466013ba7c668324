"""Asking for work: a row in the caller's own transaction, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from sqlalchemy import ColumnElement, Float, func, literal, or_, select
from sqlalchemy.orm import Session

from balcao.foundation.dbrows import given, parameters
from balcao.foundation.dbtime import db_now
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import new_id
from balcao.foundation.inserts import insert_from
from balcao.jobs.args import JobArgs
from balcao.jobs.ledger.history import record, with_steps
from balcao.jobs.models import Job

CHANNEL = "balcao_jobs"
GIVEN = (
    "id", "kind", "queue", "args", "tenant_id", "owner_id", "viewer", "priority", "max_retries",
    "dedupe_key", "idempotency_key",
)  # fmt: skip
COLLISIONS = 3  # the job a key names may end between our two looks


@dataclass(frozen=True)
class Audience:
    """Who may see the job, and on whose account it runs."""

    tenant_id: str = ""
    owner_id: str | None = None
    viewer: str | None = None


@dataclass(frozen=True)
class Options:
    """What is special about this one job.

    `dedupe_key`: while a job with this key is open, asking again returns that job.
    `idempotency_key`: the same, for as long as the row is kept.
    """

    priority: int | None = None
    delay_seconds: float = 0
    max_retries: int | None = None
    dedupe_key: str | None = None
    idempotency_key: str | None = None


NOBODY = Audience()
ORDINARY = Options()


def enqueue(
    session: Session, args: JobArgs, audience: Audience = NOBODY, options: Options = ORDINARY
) -> str:
    """Add a job to the caller's transaction and return its id: it exists if that commits."""
    for _ in range(COLLISIONS):
        added = _insert(session, [_row(args, audience, options)])
        if job_id := (added or _already(session, options)):
            return job_id[0]
    raise DomainError("jobs.error.busy", HTTPStatus.SERVICE_UNAVAILABLE)


def enqueue_many(
    session: Session,
    orders: Sequence[JobArgs],
    audience: Audience = NOBODY,
    priority: int | None = None,
) -> list[str]:
    """Add many jobs at once, in the order given."""
    if not orders:
        return []
    options = Options(priority=priority)
    return _insert(session, [_row(args, audience, options) for args in orders])


def _row(args: JobArgs, audience: Audience, options: Options) -> dict[str, Any]:
    priority = args.priority if options.priority is None else options.priority
    retries = args.retry.times if options.max_retries is None else options.max_retries
    return {
        "id": new_id(),
        "kind": args.kind,
        "queue": args.queue,
        "args": args.model_dump_json(),
        "tenant_id": audience.tenant_id,
        "owner_id": audience.owner_id,
        "viewer": audience.viewer,
        "priority": priority,
        "max_retries": retries,
        "dedupe_key": options.dedupe_key,
        "idempotency_key": options.idempotency_key,
        "delay": float(options.delay_seconds),
    }


def _insert(session: Session, rows: list[dict[str, Any]]) -> list[str]:
    # Both keys are unique indexes, so of fifty requests at once exactly one adds the row.
    connection = session.connection()
    dialect = connection.dialect.name
    added = list(connection.scalars(_adding(dialect), parameters(rows)))
    if dialect != "postgresql":
        record(connection, [{"job_id": job_id, "status": "queued"} for job_id in added])
    return added


@cache
def _adding(dialect: str) -> Any:
    column = Job.__table__.c
    row = given({name: column[name].type for name in GIVEN} | {"delay": Float()}).c
    rows = select(*(row[name] for name in GIVEN), db_now(row.delay))
    added = insert_from(dialect, Job, [*GIVEN, "run_at"], rows).on_conflict_do_nothing()
    if dialect != "postgresql":
        return added.returning(Job.id)
    # Each row that is added announces itself, on commit and once for all of a queue.
    announced = func.pg_notify(CHANNEL, Job.queue)
    told = added.returning(Job.id, announced)
    return with_steps(told, job_id="id", status=literal("queued"), attempt=literal(0))


def _already(session: Session, options: Options) -> list[str]:
    same: list[ColumnElement[bool]] = []
    if options.dedupe_key is not None:
        same.append((Job.dedupe_key == options.dedupe_key) & Job.ended_at.is_(None))
    if options.idempotency_key is not None:
        same.append(Job.idempotency_key == options.idempotency_key)
    return list(session.scalars(select(Job.id).where(or_(*same)).limit(1)))
