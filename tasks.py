"""All background work, in one table of contents: importing this makes every task known."""

from balcao.demo.tasks import count_to_ten, fail_for_good, fail_twice, read_nothing, send_nothing
from balcao.jobs.tasks import prune_jobs

__all__ = [
    "count_to_ten",
    "fail_for_good",
    "fail_twice",
    "prune_jobs",
    "read_nothing",
    "send_nothing",
]
