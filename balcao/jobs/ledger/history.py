"""Writing the history: one row per step, in the transaction that makes the step."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, insert

from balcao.jobs.models import JobEvent


def record(connection: Connection, steps: Iterable[dict[str, Any]]) -> None:
    """Append these steps; each names its job, status and attempt, and may carry a note."""
    rows = [{"note": None, "worker": None, **step} for step in steps]
    if rows:
        connection.execute(insert(JobEvent), rows)
