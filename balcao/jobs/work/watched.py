"""A run under the keeper's eyes, in a thread: kept ours while it goes on, stopped at its time."""

from balcao.jobs.ledger.settling import Settlement
from balcao.jobs.work.keeper import Keeper
from balcao.jobs.work.run import Run
from balcao.jobs.work.runner import JobTimeoutError, Runner


def perform_watched(runner: Runner, keeper: Keeper, run: Run, timeout: float) -> Settlement | None:
    """Do the job; return how it ended, or nothing when the task has ended it itself."""
    how = None
    try:
        keeper.watch(run, timeout)
        try:
            how = runner.perform(run)
        finally:
            keeper.let_go(run)
    except JobTimeoutError:
        keeper.let_go(run)  # the time-out may have hit while letting go
        how = how or runner.timed_out(run)
    return how
