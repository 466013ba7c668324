"""The kernel's own work: keeping its tables small."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from balcao.foundation.clock import utcnow
from balcao.foundation.ids import first_id_at
from balcao.jobs.job_args import PruneJobs
from balcao.jobs.ledger.beats import forget_the_dead
from balcao.jobs.models import Job, JobEvent
from balcao.jobs.registry import task
from balcao.jobs.schedule import every
from balcao.jobs.work.run import Run

SLICE = 500
DAY = 24 * 3600

every(DAY, PruneJobs())


@task(PruneJobs)
def prune_jobs(args: PruneJobs, run: Run) -> dict[str, int]:
    """Delete in small slices, each its own transaction, so that nobody waits for us."""
    oldest_kept = first_id_at(utcnow() - timedelta(days=args.keep_days))
    pruned = 0
    while True:
        run.checkpoint()
        with run.transaction() as session:
            count = _prune_slice(session, oldest_kept)
            forget_the_dead(session.connection())
        pruned += count
        if count < SLICE:
            return {"pruned": pruned}


def _prune_slice(session: Session, oldest_kept: str) -> int:
    old = select(Job.id).where(Job.id < oldest_kept, Job.ended_at.is_not(None)).limit(SLICE)
    ids = session.scalars(old).all()
    session.execute(delete(JobEvent).where(JobEvent.job_id.in_(ids)))
    session.execute(delete(Job).where(Job.id.in_(ids)))
    return len(ids)
