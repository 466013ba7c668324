"""The tables of receipts: what came in, what stands on it, what it was for, and whose money."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Dialect,
    ForeignKey,
    Index,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from balcao.foundation.db import Model, UtcDateTime
from balcao.foundation.dbtime import db_now
from balcao.foundation.ids import new_id

ID = String(36)
WORD = String(20)
NAME = String(120)
DOCUMENT = String(40)
CURRENCY = String(3)
LONG_ID = String(80)
CENTS = 100
TOO_MUCH = Decimal(10) ** 12  # no shop is paid this; what reads like it was misread


class Money(TypeDecorator[Decimal]):
    """An amount with two places, kept as whole cents: exact on both databases, also in sums."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> int | None:
        """Refuse fractions of a cent rather than round them."""
        if value is None:
            return None
        cents = Decimal(value) * CENTS
        if cents != int(cents):
            message = "an amount has two places"
            raise ValueError(message)
        return int(cents)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> Decimal | None:
        """Give the two places back."""
        return None if value is None else (Decimal(int(value)) / CENTS).quantize(Decimal("0.01"))


class Order(Model):
    """What somebody is to be paid for; made when the first receipt names it."""

    __tablename__ = "orders"
    __table_args__ = (UniqueConstraint("tenant_id", "reference"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    tenant_id: Mapped[str] = mapped_column(ID)
    reference: Mapped[str] = mapped_column(String(60))
    expected_amount: Mapped[Decimal | None] = mapped_column(Money)
    currency: Mapped[str | None] = mapped_column(CURRENCY)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())


class Receipt(Model):
    """One file that came in. Its row is never without the file, and outlives what is found on it.

    `state` is `waiting`, `read`, `unreadable` or `failed`; `decision` is what a person made of it,
    `accepted` or `refused`. What stands on it lies in `fields` as a whole, and in columns again as
    far as lists, searches and checks ask for it.
    """

    __tablename__ = "receipts"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    tenant_id: Mapped[str] = mapped_column(ID)
    owner_id: Mapped[str | None] = mapped_column(ID)
    viewer: Mapped[str | None] = mapped_column(String(64))
    order_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("orders.id", ondelete="SET NULL"), index=True
    )
    job_id: Mapped[str | None] = mapped_column(ID, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # while it waits: begun at

    file_key: Mapped[str] = mapped_column(LONG_ID, unique=True)
    original_name: Mapped[str] = mapped_column(String(80), default="")
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    look: Mapped[str | None] = mapped_column(String(16))

    state: Mapped[str] = mapped_column(WORD, default="waiting")
    error: Mapped[str | None] = mapped_column(LONG_ID)  # why it is unreadable, or failed
    kind: Mapped[str | None] = mapped_column(WORD)
    status: Mapped[str | None] = mapped_column(WORD)
    amount: Mapped[Decimal | None] = mapped_column(Money)
    currency: Mapped[str | None] = mapped_column(CURRENCY)
    paid_on: Mapped[date | None]
    paid_at_time: Mapped[time | None]
    transaction_id: Mapped[str | None] = mapped_column(LONG_ID)
    folded_id: Mapped[str | None] = mapped_column(LONG_ID)
    receiver_name: Mapped[str | None] = mapped_column(NAME)
    receiver_document: Mapped[str | None] = mapped_column(DOCUMENT)
    payer_name: Mapped[str | None] = mapped_column(NAME)
    payer_document: Mapped[str | None] = mapped_column(DOCUMENT)
    bank: Mapped[str | None] = mapped_column(NAME)
    company: Mapped[str | None] = mapped_column(NAME)

    verdict: Mapped[str | None] = mapped_column(WORD)
    duplicate_of: Mapped[str | None] = mapped_column(
        ID, ForeignKey("receipts.id", ondelete="SET NULL"), index=True
    )
    duplicate_kind: Mapped[str | None] = mapped_column(WORD)  # exact, near, same_id
    decision: Mapped[str | None] = mapped_column(WORD)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(ID)

    engine: Mapped[str | None] = mapped_column(WORD)
    seconds: Mapped[float | None]
    page_count: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")  # folded, to be searched
    judged: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # colour, words, signs
    receiver_check: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    signs: Mapped[list[str]] = mapped_column(JSON, default=list)
    steps: Mapped[dict[str, float]] = mapped_column(JSON, default=dict)
    sizes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    lines: Mapped[list[Any]] = mapped_column(JSON, default=list)

    __table_args__ = (
        Index("ix_receipts_tenant", "tenant_id", "id"),
        Index("ix_receipts_verdict", "tenant_id", "verdict", "id"),
        Index("ix_receipts_sha256", "tenant_id", "sha256"),
        Index("ix_receipts_payment", "tenant_id", "amount", "paid_on"),
        Index(
            "ix_receipts_folded_id",
            "tenant_id",
            "folded_id",
            sqlite_where=literal_column("folded_id IS NOT NULL"),
            postgresql_where=literal_column("folded_id IS NOT NULL"),
        ),
    )


class Payment(Model):
    """What a person took a receipt for: money for an order, or for none that was named."""

    __tablename__ = "payments"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    tenant_id: Mapped[str] = mapped_column(ID, index=True)
    order_id: Mapped[str | None] = mapped_column(
        ID, ForeignKey("orders.id", ondelete="SET NULL"), index=True
    )
    receipt_id: Mapped[str] = mapped_column(ID, ForeignKey("receipts.id"), unique=True)
    amount: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(CURRENCY)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())
    recorded_by: Mapped[str | None] = mapped_column(ID)


class Receiver(Model):
    """Who a business is where money is sent to: what a receipt has to name."""

    __tablename__ = "receivers"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    tenant_id: Mapped[str] = mapped_column(ID, index=True)
    name: Mapped[str] = mapped_column(NAME)
    document: Mapped[str | None] = mapped_column(DOCUMENT)
    pix_key: Mapped[str | None] = mapped_column(LONG_ID)
    iban: Mapped[str | None] = mapped_column(DOCUMENT)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=db_now())


class VisionMonth(Model):
    """How many pages Google was sent in a month, and until when nobody asks again, and why."""

    __tablename__ = "vision_months"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)  # 2026-11, by UTC
    calls: Mapped[int] = mapped_column(default=0)
    resting_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    trouble: Mapped[str | None] = mapped_column(String(60))
