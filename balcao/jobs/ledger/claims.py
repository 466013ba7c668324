"""Taking a job and keeping it: only whoever holds its token may say anything about it.

The statements are built once, because they run for every job.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Float,
    Select,
    String,
    Update,
    bindparam,
    func,
    literal,
    select,
    update,
)

from balcao.foundation.dbtime import db_now
from balcao.jobs.ledger.history import record, with_steps
from balcao.jobs.ledger.settling import Settlement
from balcao.jobs.models import Job, QueuePause, is_due

LEASE = bindparam("lease", type_=Float())
WORKER = bindparam("worker", type_=String())
TOKEN = bindparam("token", type_=String())


@dataclass(frozen=True)
class Claim:
    """A job in our hands, and the token that proves it."""

    id: str
    kind: str
    queue: str
    args: dict[str, Any]
    tenant_id: str
    attempt: int
    errors: int
    max_retries: int
    token: str

    def ends(self, status: str, **how: Any) -> Settlement:
        """Return the end of this attempt, which only this attempt's token can write."""
        return Settlement(self.id, self.token, self.attempt, status, **how)


def claim(
    connection: Connection, job_ids: Sequence[str], worker: str, lease_seconds: float
) -> list[Claim]:
    """Take those of the jobs that are due and not paused; the others are somebody else's."""
    if not job_ids:
        return []
    token = secrets.token_hex(16)
    values = {"ids": list(job_ids), "worker": worker, "token": token, "lease": lease_seconds}
    in_one = connection.dialect.name == "postgresql"
    rows = connection.execute(CLAIM_WITH_STEPS if in_one else CLAIM, values).mappings()
    claims = [Claim(**row, token=token) for row in rows]
    if not in_one:
        record(connection, [_started(c, worker) for c in claims])
    return claims


def renew(connection: Connection, held: Iterable[Claim], lease_seconds: float) -> dict[str, bool]:
    """Keep these jobs ours; return, for each that still is, whether somebody asked to cancel."""
    tokens = {claim.id: claim.token for claim in held}
    values = {"ids": list(tokens), "tokens": list(set(tokens.values())), "lease": lease_seconds}
    rows = connection.execute(RENEW, values)
    return {row.id: row.cancel_requested for row in rows if tokens[row.id] == row.token}


def _in_order() -> Select[str]:
    # Rows are locked in one order everywhere, so that two processes cannot block each other.
    mine = select(Job.id).where(Job.id.in_(bindparam("ids", expanding=True)))
    return mine.order_by(Job.id).with_for_update()


def _claim_statement() -> Update:
    columns = (
        Job.id, Job.kind, Job.queue, Job.args, Job.tenant_id, Job.attempts.label("attempt"),
        Job.errors,
        Job.max_retries,
    )  # fmt: skip
    paused = select(QueuePause.queue)
    free = update(Job).where(Job.id.in_(_in_order()), is_due(), Job.queue.not_in(paused))
    taken = free.values(
        status="started",
        run_at=None,
        epoch=None,
        pushed_at=None,
        past_return=False,
        token=TOKEN,
        lease_until=db_now(LEASE),
        worker=WORKER,
        attempts=Job.attempts + 1,
        started_at=func.coalesce(Job.started_at, db_now()),
    )
    return taken.returning(*columns)


def _renew_statement() -> Update:
    ours = update(Job).where(
        Job.id.in_(_in_order()), Job.token.in_(bindparam("tokens", expanding=True))
    )
    kept = ours.values(lease_until=db_now(LEASE))
    return kept.returning(Job.id, Job.token, Job.cancel_requested)


CLAIM = _claim_statement()
CLAIM_WITH_STEPS = with_steps(
    CLAIM, job_id="id", status=literal("started"), attempt="attempt", worker=WORKER
)
RENEW = _renew_statement()


def _started(claim: Claim, worker: str) -> dict[str, Any]:
    return {"job_id": claim.id, "status": "started", "attempt": claim.attempt, "worker": worker}
