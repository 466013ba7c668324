"""The only place that reads the wall clock of this host; leases use the database's clock instead."""

from datetime import UTC, datetime


def utcnow() -> datetime:
    """Return this moment in UTC, with its zone."""
    return datetime.now(UTC)
