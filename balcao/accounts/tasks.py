"""Keeping the tables of accounts small, and old secrets few."""

from balcao.accounts import queries
from balcao.accounts.job_args import PruneAccounts
from balcao.foundation import throttle
from balcao.jobs import Run, every, task

HOUR = 3600

every(HOUR, PruneAccounts())


@task(PruneAccounts)
def prune_accounts(args: PruneAccounts, run: Run) -> dict[str, int]:
    """Delete in small slices, each its own transaction; the counts of limits go at once."""
    pruned = 0
    for rows in queries.lapsed(args.keep_links_days, args.keep_events_days):
        count = queries.SLICE
        while count == queries.SLICE:
            run.checkpoint()
            with run.transaction() as session:
                count = queries.forget_slice(session, rows)
            pruned += count
    with run.transaction() as session:
        return {"pruned": pruned + throttle.prune(session)}
