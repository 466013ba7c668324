"""Receipts: files, what stands on them, orders, payments, receivers, and pages sent to Google."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from balcao.foundation.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String(36)
WORD = sa.String(20)
NAME = sa.String(120)
DOCUMENT = sa.String(40)
CURRENCY = sa.String(3)
LONG_ID = sa.String(80)
CENTS = sa.BigInteger()


def upgrade() -> None:
    """Make the tables; nothing that is there changes."""
    _orders()
    _receipts()
    _payments()
    _receivers()
    op.create_table(
        "vision_months",
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("resting_until", UtcDateTime()),
        sa.Column("trouble", sa.String(60)),
    )


def _orders() -> None:
    op.create_table(
        "orders",
        _id(),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("reference", sa.String(60), nullable=False),
        sa.Column("expected_amount", CENTS),
        sa.Column("currency", CURRENCY),
        _moment("created_at"),
        sa.UniqueConstraint("tenant_id", "reference"),
    )


def _receipts() -> None:
    op.create_table("receipts", *_whose(), *_file(), *_found(), *_judged(), *_documents())
    for column in ("order_id", "job_id", "duplicate_of"):
        op.create_index(f"ix_receipts_{column}", "receipts", [column])
    for name, columns in {
        "tenant": ["id"],
        "verdict": ["verdict", "id"],
        "sha256": ["sha256"],
        "payment": ["amount", "paid_on"],
    }.items():
        op.create_index(f"ix_receipts_{name}", "receipts", ["tenant_id", *columns])
    known = sa.text("folded_id IS NOT NULL")
    op.create_index(
        "ix_receipts_folded_id",
        "receipts",
        ["tenant_id", "folded_id"],
        sqlite_where=known,
        postgresql_where=known,
    )


def _whose() -> list[sa.Column[Any]]:
    return [
        _id(),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("owner_id", ID),
        sa.Column("viewer", sa.String(64)),
        sa.Column("order_id", ID, sa.ForeignKey("orders.id", ondelete="SET NULL")),
        sa.Column("job_id", ID),
        _moment("created_at"),
        sa.Column("read_at", UtcDateTime()),
    ]


def _file() -> list[sa.Column[Any]]:
    return [
        sa.Column("file_key", LONG_ID, nullable=False, unique=True),
        sa.Column("original_name", sa.String(80), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("look", sa.String(16)),
    ]


def _found() -> list[sa.Column[Any]]:
    return [
        sa.Column("state", WORD, nullable=False),
        sa.Column("error", LONG_ID),
        sa.Column("kind", WORD),
        sa.Column("status", WORD),
        sa.Column("amount", CENTS),
        sa.Column("currency", CURRENCY),
        sa.Column("paid_on", sa.Date()),
        sa.Column("paid_at_time", sa.Time()),
        sa.Column("transaction_id", LONG_ID),
        sa.Column("folded_id", LONG_ID),
        sa.Column("receiver_name", NAME),
        sa.Column("receiver_document", DOCUMENT),
        sa.Column("payer_name", NAME),
        sa.Column("payer_document", DOCUMENT),
        sa.Column("bank", NAME),
        sa.Column("company", NAME),
    ]


def _judged() -> list[sa.Column[Any]]:
    return [
        sa.Column("verdict", WORD),
        sa.Column("duplicate_of", ID, sa.ForeignKey("receipts.id", ondelete="SET NULL")),
        sa.Column("duplicate_kind", WORD),
        sa.Column("decision", WORD),
        sa.Column("confirmed_at", UtcDateTime()),
        sa.Column("confirmed_by", ID),
    ]


def _documents() -> list[sa.Column[Any]]:
    return [
        sa.Column("engine", WORD),
        sa.Column("seconds", sa.Double()),
        sa.Column("page_count", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("judged", sa.JSON(), nullable=False),
        sa.Column("receiver_check", sa.JSON()),
        *[
            sa.Column(name, sa.JSON(), nullable=False)
            for name in ("signs", "steps", "sizes", "fields", "lines")
        ],
    ]


def _payments() -> None:
    op.create_table(
        "payments",
        _id(),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("order_id", ID, sa.ForeignKey("orders.id", ondelete="SET NULL")),
        sa.Column("receipt_id", ID, sa.ForeignKey("receipts.id"), nullable=False, unique=True),
        sa.Column("amount", CENTS, nullable=False),
        sa.Column("currency", CURRENCY, nullable=False),
        _moment("recorded_at"),
        sa.Column("recorded_by", ID),
    )
    for column in ("tenant_id", "order_id"):
        op.create_index(f"ix_payments_{column}", "payments", [column])


def _receivers() -> None:
    op.create_table(
        "receivers",
        _id(),
        sa.Column("tenant_id", ID, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("document", DOCUMENT),
        sa.Column("pix_key", LONG_ID),
        sa.Column("iban", DOCUMENT),
        _moment("created_at"),
    )
    op.create_index("ix_receivers_tenant_id", "receivers", ["tenant_id"])


def _id() -> sa.Column[Any]:
    return sa.Column("id", ID, primary_key=True)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime(), nullable=False)
