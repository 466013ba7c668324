"""The only reader of this host's wall clock; leases go by the database's clock instead."""

from datetime import UTC, datetime


def utcnow() -> datetime:
    """Return this moment in UTC, with its zone."""
    return datetime.now(UTC)
