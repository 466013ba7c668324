"""Doing jobs in this very process: for a request that nobody else can serve, and for tests."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Engine

from balcao.adapters import Tools
from balcao.foundation.db import repeated
from balcao.jobs.args import QUEUES, timeout_of
from balcao.jobs.ledger import claims, picking
from balcao.jobs.ledger.claims import Claim
from balcao.jobs.ledger.settling import Settlement, settle
from balcao.jobs.work.keeper import Keeper
from balcao.jobs.work.runner import Runner
from balcao.jobs.work.station import HOST
from balcao.jobs.work.watched import perform_watched

Context = Callable[[], AbstractContextManager[object]]


def run_now(
    engine: Engine,
    context: Context,
    job_id: str,
    lease_seconds: float = 10,
    tools: Tools | None = None,
) -> bool:
    """Claim this job and do it here; return whether it was ours to do."""
    worker = f"{HOST}-inline-{os.getpid()}"

    def claim() -> list[Claim]:
        with engine.begin() as connection:
            return claims.claim(connection, [job_id], worker, lease_seconds)

    claimed = repeated(claim)
    for ours in claimed:
        _perform(Runner(engine, context, tools=tools), ours, lease_seconds)
    return bool(claimed)


def work_off(
    engine: Engine,
    context: Context,
    queues: Iterable[str] = QUEUES,
    tools: Tools | None = None,
) -> int:
    """Do everything that is due, one after the other, and return how much that was."""
    done = 0
    while due := [row.id for queue in queues for row in _due(engine, queue)]:
        count = sum(run_now(engine, context, job_id, tools=tools) for job_id in due)
        if not count:
            break  # what is due now is somebody else's
        done += count
    return done


def _due(engine: Engine, queue: str) -> Sequence[picking.Waiting]:
    with engine.connect().execution_options(read_only=True) as connection:
        return picking.due(connection, picking.Pick(queue, room=1))[queue][:1]


def _perform(runner: Runner, claim: Claim, lease_seconds: float) -> None:
    run = runner.open(claim)
    keeper = Keeper(runner.engine, lease_seconds)
    try:
        how = perform_watched(runner, keeper, run, timeout_of(claim.queue))
    finally:
        keeper.stop()
    if how:
        repeated(lambda: _settle(runner.engine, how))


def _settle(engine: Engine, how: Settlement) -> None:
    with engine.begin() as connection:
        settle(connection, [how])
