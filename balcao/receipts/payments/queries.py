"""How orders stand, and who a business is where money is sent to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from balcao.receipts.checks.receiver import Payee
from balcao.receipts.models import Money, Order, Payment, Receipt, Receiver

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """An order beside what was paid for it."""

    id: str
    reference: str
    expected: Decimal | None
    paid: Decimal
    currency: str | None
    payments: int
    created_at: datetime

    @property
    def state(self) -> str | None:
        """Return open, under, paid or over; nothing where nobody said what is expected."""
        if not self.payments:
            return "open"
        if self.expected is None:
            return None
        if self.paid == self.expected:
            return "paid"
        return "under" if self.paid < self.expected else "over"


def standing_of(session: Session, order_id: str) -> Standing:
    """Return how an order stands."""
    return _standing(session.execute(_standings().where(Order.id == order_id)).one())


def standings_of(
    session: Session, tenant_id: str, *, limit: int, after: str | None = None
) -> list[Standing]:
    """Return a page of a tenant's orders, newest first."""
    query = _standings().where(Order.tenant_id == tenant_id)
    if after:
        query = query.where(Order.id < after)
    return [_standing(row) for row in session.execute(query.order_by(Order.id.desc()).limit(limit))]


def standings_by_id(session: Session, order_ids: Sequence[str]) -> dict[str, Standing]:
    """Return how several orders stand, by their ids."""
    rows = session.execute(_standings().where(Order.id.in_(order_ids)))
    return {row.id: _standing(row) for row in rows}


def _standings() -> Select[str, str, Decimal | None, str | None, datetime, Decimal, int]:
    paid = func.coalesce(func.sum(Payment.amount, type_=Money()), NOTHING, type_=Money())
    columns = (
        Order.id, Order.reference, Order.expected_amount, Order.currency, Order.created_at,
        paid.label("paid"), func.count(Payment.id).label("payments"),
    )  # fmt: skip
    joined = select(*columns).join(Payment, Payment.order_id == Order.id, isouter=True)
    return joined.group_by(Order.id)


def _standing(row: Row[str, str, Decimal | None, str | None, datetime, Decimal, int]) -> Standing:
    order_id, reference, expected, currency, created_at, paid, payments = row
    return Standing(order_id, reference, expected, paid, currency, payments, created_at)


def order_named(session: Session, tenant_id: str, reference: str) -> Order | None:
    """Return the order that goes by this reference."""
    named = select(Order).where(Order.tenant_id == tenant_id, Order.reference == reference)
    return session.scalar(named)


def paid_elsewhere(session: Session, receipt: Receipt) -> bool:
    """Say whether another receipt of the same file or the same id has been taken already."""
    same = Receipt.sha256 == receipt.sha256
    if receipt.folded_id:
        same = same | (Receipt.folded_id == receipt.folded_id)
    taken = (
        select(Payment.id)
        .join(Receipt, Receipt.id == Payment.receipt_id)
        .where(Receipt.tenant_id == receipt.tenant_id, Receipt.id != receipt.id, same)
    )
    return session.scalar(taken.limit(1)) is not None


def receivers_of(session: Session, tenant_id: str) -> list[Receiver]:
    """Return who may be paid for this business, in the order they were added."""
    mine = select(Receiver).where(Receiver.tenant_id == tenant_id)
    return list(session.scalars(mine.order_by(Receiver.id)))


def payees_of(session: Session, tenant_id: str) -> list[Payee]:
    """Return the same people as the checks know them."""
    return [
        Payee(one.name, one.document or "", one.pix_key or "", one.iban or "")
        for one in receivers_of(session, tenant_id)
    ]
