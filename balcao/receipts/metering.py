"""What Google Vision was asked this month, counted before each call, and what that costs.

The row of a month is written in one statement, so however many ask at once, no more than the limit
pass. It also says how long nobody should ask: a wrong key does not get better by being tried.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from balcao.adapters.ocr import EngineBusyError, EngineSetUpError
from balcao.adapters.ocr.vision_answer import BUSY
from balcao.foundation.clock import utcnow
from balcao.foundation.db import reading, transaction
from balcao.foundation.dbtime import db_now
from balcao.receipts.models import VisionMonth

MONTH_FULL = "receipts.error.vision_month"
LONGEST = 60  # of a trouble's key
# The vendor's list for document text detection: up to so many pictures, dollars for a thousand.
PRICES = ((1_000, Decimal(0)), (5_000_000, Decimal("1.50")), (None, Decimal("0.60")))


@dataclass(frozen=True)
class Standing:
    """How the month stands; `trouble` is there only as long as nobody should ask."""

    month: str
    calls: int
    limit: int
    trouble: str | None = None
    rest_seconds: float = 0.0

    @property
    def left(self) -> int:
        """Return how many pictures may still be sent."""
        return max(0, self.limit - self.calls)


def this_month() -> str:
    """Return the month that is counted now."""
    return utcnow().strftime("%Y-%m")


def standing(session: Session, limit: int, month: str | None = None) -> Standing:
    """Return how the month stands, without counting anything."""
    month = month or this_month()
    row = session.get(VisionMonth, month, populate_existing=True)
    if row is None:
        return Standing(month, 0, limit)
    now: datetime = session.scalars(select(db_now())).one()
    rest = (row.resting_until - now).total_seconds() if row.resting_until else 0.0
    return Standing(month, row.calls, limit, row.trouble if rest > 0 else None, max(0.0, rest))


def count_call(session: Session, limit: int, month: str | None = None) -> bool:
    """Count one picture more, before it is sent; false where the limit forbids it."""
    if limit < 1:
        return False
    insert = _inserting(session)
    fresh = insert(VisionMonth).values(month=month or this_month(), calls=1)
    counted = fresh.on_conflict_do_update(
        index_elements=[VisionMonth.month],
        set_={"calls": VisionMonth.calls + 1},
        where=VisionMonth.calls < limit,
    )
    return session.scalars(counted.returning(VisionMonth.calls)).first() is not None


def rest(session: Session, trouble: str, seconds: float, month: str | None = None) -> None:
    """Let nobody ask for so long; a longer rest that was asked for before stays."""
    until = db_now(seconds)
    insert = _inserting(session)
    fresh = insert(VisionMonth).values(
        month=month or this_month(), calls=0, resting_until=until, trouble=trouble[:LONGEST]
    )
    session.execute(
        fresh.on_conflict_do_update(
            index_elements=[VisionMonth.month],
            set_={"resting_until": until, "trouble": trouble[:LONGEST]},
            where=or_(VisionMonth.resting_until.is_(None), VisionMonth.resting_until < until),
        )
    )


def _inserting(session: Session) -> Any:
    dialect = session.get_bind().dialect.name
    return postgresql.insert if dialect == "postgresql" else sqlite.insert


def cost_of(calls: int) -> Decimal:
    """Return the month's price in US dollars for so many pictures, by the vendor's list."""
    cost, below = Decimal(0), 0
    for up_to, price in PRICES:
        within = (calls if up_to is None else min(calls, up_to)) - below
        cost += max(0, within) * price / 1000
        below = up_to or below
    return cost.quantize(Decimal("0.01"))


@dataclass(frozen=True)
class VisionMeter:
    """The month as a reader meets it, each time in a short transaction of its own."""

    limit: int

    def check(self) -> None:
        """Raise an engine error where the month is used up, or nobody should ask yet."""
        with reading() as session:
            now = standing(session, self.limit)
        if now.trouble == BUSY:
            raise EngineBusyError(BUSY, retry_after=now.rest_seconds)
        if now.trouble:
            raise EngineSetUpError(now.trouble)
        if not now.left:
            raise EngineSetUpError(MONTH_FULL)

    def count(self) -> None:
        """Count a picture that is about to be sent; raises where the month is used up."""
        with transaction() as session:
            allowed = count_call(session, self.limit)
        if not allowed:
            raise EngineSetUpError(MONTH_FULL)

    def rest(self, trouble: str, seconds: float) -> None:
        """Let nobody ask for so long."""
        if trouble == MONTH_FULL:
            return
        with transaction() as session:
            rest(session, trouble, seconds)


def vision_meter(session: Session, limit: int) -> dict[str, Any]:
    """Return the staff's line: month, calls, limit, dollars, and the trouble that stops it."""
    now = standing(session, limit)
    return {
        "month": now.month,
        "calls": now.calls,
        "limit": now.limit,
        "usd": cost_of(now.calls),
        "trouble": now.trouble,
    }
