"""Limits in SQL: they hold with Redis gone, over all processes, and to the last request.

A bucket counts in twelve slots of its period, and a slot counts until it lies wholly outside. So
never more than the limit pass in any period, and a row stays small however high the limit is.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Any

from sqlalchemy import JSON, String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from balcao.foundation.db import Model, UtcDateTime
from balcao.foundation.dbtime import db_now

SLOTS = 12


class Bucket(Model):
    """How often something happened lately; the key says what and for whom, as a hash."""

    __tablename__ = "rate_buckets"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    slots: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


@dataclass(frozen=True)
class Limit:
    """At most `times` in any period of `seconds`, counted for each subject on its own."""

    name: str
    times: int
    seconds: int

    def of(self, *subject: str) -> "Counted":
        """Return the limit for one subject."""
        text = json.dumps([self.name, *subject])
        return Counted(self, hashlib.sha256(text.encode()).hexdigest())

    @property
    def slot_seconds(self) -> float:
        """Return how long one slot is."""
        return self.seconds / SLOTS


@dataclass(frozen=True)
class Counted:
    """A limit and the bucket it is counted in."""

    limit: Limit
    key: str


def take(session: Session, wanted: Sequence[Counted]) -> int:
    """Count one more in every bucket; if one is full count in none, return seconds to wait."""
    now = _now(session)
    buckets = _locked(session, wanted, now)
    waits = [_wait(counted.limit, buckets[counted.key].slots, now) for counted in wanted]
    if any(waits):
        return max(waits)
    for counted in wanted:
        _add(buckets[counted.key], counted.limit, now, 1)
    return 0


def waiting(session: Session, wanted: Sequence[Counted]) -> int:
    """Return the seconds `take` would answer now, without counting anything."""
    now = _now(session)
    found = select(Bucket).where(Bucket.key.in_([counted.key for counted in wanted]))
    slots = {bucket.key: bucket.slots for bucket in session.scalars(found)}
    return max(_wait(counted.limit, slots.get(counted.key, {}), now) for counted in wanted)


def give_back(session: Session, taken: Sequence[Counted]) -> None:
    """Undo one count: what was taken turned out to be harmless."""
    now = _now(session)
    buckets = _locked(session, taken, now)
    for counted in taken:
        _add(buckets[counted.key], counted.limit, now, -1)


def prune(session: Session) -> int:
    """Forget the buckets that count nothing any more."""
    gone = delete(Bucket).where(Bucket.expires_at < db_now()).returning(Bucket.key)
    return len(session.scalars(gone).all())


def _now(session: Session) -> float:
    moment: datetime = session.scalars(select(db_now())).one()
    return moment.timestamp()


def _locked(session: Session, wanted: Sequence[Counted], now: float) -> dict[str, Bucket]:
    """Return the rows, made where missing, locked in one order so that no two wait in a ring."""
    connection = session.connection()
    module: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    rows = [
        {"key": c.key, "slots": {}, "expires_at": _moment(now + c.limit.seconds)}
        for c in sorted(wanted, key=lambda counted: counted.key)
    ]
    session.execute(module.insert(Bucket).on_conflict_do_nothing(), rows)
    keys = [row["key"] for row in rows]
    found = select(Bucket).where(Bucket.key.in_(keys)).order_by(Bucket.key).with_for_update()
    return {bucket.key: bucket for bucket in session.scalars(found)}


def _counting(limit: Limit, slots: dict[str, int], now: float) -> dict[int, int]:
    oldest = (now - limit.seconds) / limit.slot_seconds
    return {int(n): times for n, times in slots.items() if int(n) + 1 > oldest}


def _wait(limit: Limit, slots: dict[str, int], now: float) -> int:
    counting = _counting(limit, slots, now)
    too_many = sum(counting.values()) + 1 - limit.times
    if too_many <= 0:
        return 0
    for number in sorted(counting):
        too_many -= counting[number]
        if too_many <= 0:
            break
    return max(1, ceil((number + 1) * limit.slot_seconds + limit.seconds - now))


def _add(bucket: Bucket, limit: Limit, now: float, times: int) -> None:
    counting = _counting(limit, bucket.slots, now)
    slot = int(now / limit.slot_seconds)
    if times < 0 and not counting.get(slot):
        slot = max((n for n, count in counting.items() if count), default=slot)
    counting[slot] = max(0, counting.get(slot, 0) + times)
    bucket.slots = {str(n): count for n, count in counting.items() if count}
    bucket.expires_at = _moment(now + limit.seconds + limit.slot_seconds)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
