"""Limits in SQL: they hold with Redis gone, over all processes, and to the last request.

A bucket counts in twelve slots of its period, and a slot counts until it lies wholly outside. So
never more than the limit pass in any period, and a row stays small however high the limit is.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import ceil
from typing import Any

from sqlalchemy import JSON, Float, String, Update, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import TypeEngine

from balcao.foundation.db import Model, UtcDateTime
from balcao.foundation.dbrows import given, parameters
from balcao.foundation.dbtime import db_now
from balcao.foundation.inserts import insert_from

SLOTS = 12
ROW: dict[str, TypeEngine[Any]] = {"key": String(), "slots": JSON(), "lasts": Float()}

Slots = dict[str, int]


class Bucket(Model):
    """How often something happened lately; the key says what and for whom, as a hash."""

    __tablename__ = "rate_buckets"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    slots: Mapped[Slots] = mapped_column(JSON, default=dict)
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


@dataclass(frozen=True)
class Once:
    """Limits that count something only the first time in a period: when `first` has room."""

    first: Counted
    then: Sequence[Counted]


def take(session: Session, wanted: Sequence[Counted], once: Once | None = None) -> int:
    """Count one more in every bucket; if one is full count in none, return seconds to wait."""
    perhaps = [once.first, *once.then] if once else []
    now, slots = _locked(session, [*wanted, *perhaps])
    is_first = once and not _wait(once.first.limit, slots[once.first.key], now)
    counted = [*wanted, *perhaps] if is_first else wanted
    waits = [_wait(each.limit, slots[each.key], now) for each in counted]
    if any(waits):
        return max(waits)
    _count(session, counted, slots, now, 1)
    return 0


def waiting(session: Session, wanted: Sequence[Counted]) -> int:
    """Return the seconds `take` would answer now, without counting anything."""
    now: datetime = session.scalars(select(db_now())).one()
    found = select(Bucket.key, Bucket.slots).where(Bucket.key.in_([c.key for c in wanted]))
    slots = {key: counts for key, counts in session.execute(found)}  # noqa: C416 - a row is no pair
    return max(_wait(c.limit, slots.get(c.key, {}), now.timestamp()) for c in wanted)


def give_back(session: Session, taken: Sequence[Counted]) -> None:
    """Undo one count: what was taken turned out to be harmless."""
    now, slots = _locked(session, taken)
    _count(session, taken, slots, now, -1)


def prune(session: Session) -> int:
    """Forget the buckets that count nothing any more."""
    gone = delete(Bucket).where(Bucket.expires_at < db_now()).returning(Bucket.key)
    return len(session.scalars(gone).all())


def _locked(session: Session, wanted: Sequence[Counted]) -> tuple[float, dict[str, Slots]]:
    """Return the moment and the counts; the rows are made where missing, and ours until the end.

    They are locked in one order everywhere, so that no two requests wait for each other in a ring.
    """
    connection = session.connection()
    in_order = sorted(wanted, key=lambda counted: counted.key)
    rows = [{"key": c.key, "slots": "{}", "lasts": c.limit.seconds} for c in in_order]
    found = connection.execute(_lock_statement(connection.dialect.name), parameters(rows)).all()
    return found[0].now.timestamp(), {row.key: row.slots for row in found}


@cache
def _lock_statement(dialect: str) -> Any:
    row = given(ROW).c
    rows = select(row.key, row.slots, db_now(row.lasts))
    fresh = insert_from(dialect, Bucket, ["key", "slots", "expires_at"], rows)
    # Writing the key over itself changes nothing, but locks the row and returns what is in it.
    kept = fresh.on_conflict_do_update(
        index_elements=[Bucket.key], set_={"key": fresh.excluded.key}
    )
    return kept.returning(Bucket.key, Bucket.slots, db_now().label("now"))


def _count(
    session: Session, counted: Sequence[Counted], slots: dict[str, Slots], now: float, times: int
) -> None:
    rows = [
        {
            "key": c.key,
            "slots": json.dumps(_added(c.limit, slots[c.key], now, times)),
            "lasts": c.limit.seconds + c.limit.slot_seconds,
        }
        for c in counted
    ]
    session.connection().execute(COUNT, parameters(rows))


def _count_statement() -> Update:
    row = given(ROW).c
    return (
        update(Bucket)
        .where(Bucket.key == row.key)
        .values(slots=row.slots, expires_at=db_now(row.lasts))
    )


COUNT = _count_statement()


def _counting(limit: Limit, slots: Slots, now: float) -> dict[int, int]:
    oldest = (now - limit.seconds) / limit.slot_seconds
    return {int(n): times for n, times in slots.items() if int(n) + 1 > oldest}


def _wait(limit: Limit, slots: Slots, now: float) -> int:
    counting = _counting(limit, slots, now)
    too_many = sum(counting.values()) + 1 - limit.times
    if too_many <= 0:
        return 0
    for number in sorted(counting):
        too_many -= counting[number]
        if too_many <= 0:
            break
    return max(1, ceil((number + 1) * limit.slot_seconds + limit.seconds - now))


def _added(limit: Limit, slots: Slots, now: float, times: int) -> Slots:
    counting = _counting(limit, slots, now)
    slot = int(now / limit.slot_seconds)
    if times < 0 and not counting.get(slot):
        slot = max((n for n, count in counting.items() if count), default=slot)
    counting[slot] = max(0, counting.get(slot, 0) + times)
    return {str(n): count for n, count in counting.items() if count}
