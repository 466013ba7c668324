"""Taking a job, keeping it, and ending it: only whoever holds its token may."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, null, select, update

from balcao.foundation.dbtime import db_now
from balcao.jobs.ledger.history import record
from balcao.jobs.models import Job, QueuePause


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

    def ends(self, status: str, **how: Any) -> "Settlement":
        """Return the end of this attempt, which only this attempt's token can write."""
        return Settlement(self.id, self.token, self.attempt, status, **how)


@dataclass(frozen=True)
class Settlement:
    """How a run ended: the new status, and when it may run again if that is not the end."""

    job_id: str
    token: str
    attempt: int
    status: str
    result: Any = None
    error: str | None = None
    note: str | None = None
    again_in: float | None = None
    counts_as_error: bool = False


def claim(
    connection: Connection, job_ids: Sequence[str], worker: str, lease_seconds: float
) -> list[Claim]:
    """Take those of the jobs that are due and not paused; the others are somebody else's."""
    if not job_ids:
        return []
    token = secrets.token_hex(16)
    paused = select(QueuePause.queue)
    rows = connection.execute(
        update(Job)
        .where(Job.id.in_(_in_order(job_ids)), Job.run_at <= db_now(), Job.queue.not_in(paused))
        .values(
            status="started",
            run_at=None,
            epoch=None,
            pushed_at=None,
            token=token,
            lease_until=db_now(lease_seconds),
            worker=worker,
            attempts=Job.attempts + 1,
            started_at=case((Job.started_at.is_(None), db_now()), else_=Job.started_at),
        )
        .returning(
            Job.id, Job.kind, Job.queue, Job.args, Job.tenant_id, Job.attempts, Job.errors,
            Job.max_retries,
        )
    )  # fmt: skip
    claims = [Claim(*row, token=token) for row in rows]
    record(connection, [_started(c, worker) for c in claims])
    return claims


def renew(connection: Connection, held: Iterable[Claim], lease_seconds: float) -> dict[str, bool]:
    """Keep these jobs ours; return, for each that still is, whether somebody asked to cancel."""
    pairs = {claim.id: claim.token for claim in held}
    rows = connection.execute(
        update(Job)
        .where(Job.id.in_(_in_order(pairs)), Job.token.in_(set(pairs.values())))
        .values(lease_until=db_now(lease_seconds))
        .returning(Job.id, Job.token, Job.cancel_requested)
    )
    return {row.id: row.cancel_requested for row in rows if pairs[row.id] == row.token}


def settle(connection: Connection, ends: Sequence[Settlement]) -> set[str]:
    """End these runs; return the ids that took effect, for a late result changes nothing."""
    in_order = sorted(ends, key=lambda end: end.job_id)
    done = [kept for end in in_order if (kept := _settle_one(connection, end))]
    record(connection, [_ended(end) for end in done])
    return {end.job_id for end in done}


def _in_order(job_ids: Iterable[str]) -> Select[tuple[str]]:
    # Rows are locked in one order everywhere, so that two processes cannot block each other.
    return select(Job.id).where(Job.id.in_(list(job_ids))).order_by(Job.id).with_for_update()


def _settle_one(connection: Connection, end: Settlement) -> Settlement | None:
    mine = (Job.id == end.job_id) & (Job.token == end.token)
    if end.again_in is None:
        return end if _write(connection, end, mine) else None
    if _write(connection, end, mine & Job.cancel_requested.is_(False)):
        return end
    # It would run again, but somebody has asked to cancel it meanwhile.
    cancelled = replace(end, status="cancelled", again_in=None, error=None)
    return cancelled if _write(connection, cancelled, mine) else None


def _write(connection: Connection, end: Settlement, mine: ColumnElement[bool]) -> bool:
    waits = end.again_in is not None
    values: dict[str, Any] = {
        "status": end.status,
        "token": None,
        "lease_until": None,
        "past_return": False,
        "error": end.error,
        "run_at": db_now(end.again_in or 0) if waits else None,
        "ended_at": None if waits else db_now(),
        "errors": Job.errors + int(end.counts_as_error),
    }
    if end.status == "finished":
        values |= {"progress": 100, "result": null() if end.result is None else end.result}
    return connection.execute(update(Job).where(mine).values(values)).rowcount == 1


def _started(claim: Claim, worker: str) -> dict[str, Any]:
    return {"job_id": claim.id, "status": "started", "attempt": claim.attempt, "worker": worker}


def _ended(end: Settlement) -> dict[str, Any]:
    return {
        "job_id": end.job_id,
        "status": end.status,
        "attempt": end.attempt,
        "note": end.note or end.error,
    }
