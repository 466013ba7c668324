"""Durable background jobs: asked for in a transaction, carried by RQ, ended in a transaction."""

from balcao.jobs.args import JobArgs, Retry
from balcao.jobs.outbox import Audience, Options, enqueue, enqueue_many
from balcao.jobs.outcomes import (
    AmbiguousError,
    Cancel,
    Misconfigured,
    PermanentError,
    Snooze,
    Throttled,
    TransientError,
)
from balcao.jobs.registry import task
from balcao.jobs.schedule import every
from balcao.jobs.work.run import Run

__all__ = [
    "AmbiguousError", "Audience", "Cancel", "JobArgs", "Misconfigured", "Options",
    "PermanentError", "Retry", "Run", "Snooze", "Throttled", "TransientError",
    "enqueue", "enqueue_many", "every", "task",
]  # fmt: skip
