"""What a running job tells the people who wait for it."""

from sqlalchemy import Connection, update

from balcao.jobs.ledger.claims import Claim
from balcao.jobs.models import Job
from balcao.jobs.outcomes import LeaseLostError


def tell(connection: Connection, claim: Claim, stage: str, percent: int) -> bool:
    """Show stage and percent; return whether somebody asked to cancel meanwhile."""
    row = connection.execute(
        update(Job)
        .where(Job.id == claim.id, Job.token == claim.token)
        .values(stage=stage, progress=percent)
        .returning(Job.cancel_requested)
    ).one_or_none()
    if row is None:
        raise LeaseLostError(claim.id)
    return bool(row.cancel_requested)


def pass_point_of_no_return(connection: Connection, claim: Claim) -> None:
    """Note, before an act that must not happen twice, that it may be happening from now on."""
    mine = (Job.id == claim.id) & (Job.token == claim.token)
    if connection.execute(update(Job).where(mine).values(past_return=True)).rowcount != 1:
        raise LeaseLostError(claim.id)
