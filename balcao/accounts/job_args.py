"""The orders of accounts to themselves."""

from typing import ClassVar

from balcao.jobs import JobArgs


class PruneAccounts(JobArgs):
    """Forget what has lapsed: sign-ups nobody confirmed, links, sessions, counts, old events."""

    kind: ClassVar[str] = "accounts.prune"
    queue: ClassVar[str] = "cleanup_tasks"
    keep_links_days: int = 30
    keep_events_days: int = 365
