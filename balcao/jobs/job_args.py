"""The kernel's own orders."""

from typing import ClassVar

from balcao.jobs.args import JobArgs


class PruneJobs(JobArgs):
    """Delete ended jobs and their history once nobody needs them any more."""

    kind: ClassVar[str] = "jobs.prune"
    queue: ClassVar[str] = "cleanup_tasks"
    keep_days: int = 90
