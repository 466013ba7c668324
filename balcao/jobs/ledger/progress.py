"""What a running job tells the people who wait for it."""

from sqlalchemy import Connection, Integer, String, bindparam, update

from balcao.jobs.ledger.claims import Claim
from balcao.jobs.models import Job
from balcao.jobs.outcomes import LeaseLostError

# Built once, because they run for every job.
_MINE = update(Job).where(Job.id == bindparam("job_id"), Job.token == bindparam("held_by"))
_TELL = _MINE.values(
    stage=bindparam("told", type_=String()), progress=bindparam("percent", type_=Integer())
).returning(Job.cancel_requested)
_PASS = _MINE.values(past_return=True)


def tell(connection: Connection, claim: Claim, stage: str, percent: int) -> bool:
    """Show stage and percent; return whether somebody asked to cancel meanwhile."""
    told = {**_held(claim), "told": stage, "percent": percent}
    row = connection.execute(_TELL, told).one_or_none()
    if row is None:
        raise LeaseLostError(claim.id)
    return bool(row.cancel_requested)


def pass_point_of_no_return(connection: Connection, claim: Claim) -> None:
    """Note, before an act that must not happen twice, that it may be happening from now on."""
    if connection.execute(_PASS, _held(claim)).rowcount != 1:
        raise LeaseLostError(claim.id)


def _held(claim: Claim) -> dict[str, str]:
    return {"job_id": claim.id, "held_by": claim.token}
