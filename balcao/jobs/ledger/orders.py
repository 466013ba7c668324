"""What people may do to a job from outside: cancel it, or ask for it once more."""

from sqlalchemy import Connection, update

from balcao.foundation.dbtime import db_now
from balcao.jobs.ledger.history import record
from balcao.jobs.models import Job

WAITING = ("queued", "retrying")
ENDED_BADLY = ("failed", "cancelled", "unknown")


def cancel(connection: Connection, job_id: str) -> str | None:
    """Cancel what waits, ask what runs to stop; return the status after that, if it had one."""
    waiting = (
        update(Job)
        .where(Job.id == job_id, Job.status.in_(WAITING))
        .values(
            status="cancelled", run_at=None, ended_at=db_now(), cancel_requested=True,
            epoch=None, pushed_at=None,
        )
    )  # fmt: skip
    if connection.execute(waiting).rowcount:
        record(connection, [{"job_id": job_id, "status": "cancelled"}])
        return "cancelled"
    running = (
        update(Job)
        .where(Job.id == job_id, Job.token.is_not(None))
        .values(cancel_requested=True)
    )  # fmt: skip
    return "started" if connection.execute(running).rowcount else None


def run_again(connection: Connection, job_id: str) -> bool:
    """Queue a job that ended badly as if it were new; its history stays."""
    again = (
        update(Job)
        .where(Job.id == job_id, Job.status.in_(ENDED_BADLY), Job.ended_at.is_not(None))
        .values(
            status="queued", run_at=db_now(), ended_at=None, progress=0, stage=None,
            error=None, errors=0, crashes=0, cancel_requested=False,
        )
    )  # fmt: skip
    queued = connection.execute(again).rowcount == 1
    if queued:
        record(connection, [{"job_id": job_id, "status": "queued", "note": "jobs.note.asked"}])
    return queued
