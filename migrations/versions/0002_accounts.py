"""Accounts: sign-ups, people, businesses, open doors, links, factors, events and limits."""

import sqlalchemy as sa
from alembic import op

from balcao.foundation.db import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(36)
ADDRESS = sa.String(254)
HASH = sa.String(64)
PASSWORD = sa.String(200)


def upgrade() -> None:
    """Make the tables; the kernel's stay as they are."""
    _people()
    _tenants()
    _sessions()
    _auth_tokens()
    _factors()
    _auth_events()
    _rate_buckets()


def _people() -> None:
    op.create_table(
        "pre_users",
        _id(),
        *_person(),
        sa.Column("email_job_id", ID),
        _moment("created_at"),
        _moment("expires_at"),
    )
    _index("pre_users", "expires_at")
    op.create_table(
        "users",
        _id(),
        *_person(),
        sa.Column("password_hash", PASSWORD),
        sa.Column("staff", sa.Boolean(), nullable=False),
        _moment("created_at"),
        sa.Column("disabled_at", UtcDateTime()),
    )


def _person() -> list[sa.Column[str]]:
    return [
        sa.Column("address", ADDRESS, nullable=False, unique=True),
        sa.Column("email", ADDRESS, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
    ]


def _tenants() -> None:
    op.create_table(
        "tenants", _id(), sa.Column("name", sa.String(80), nullable=False), _moment("created_at")
    )
    op.create_table(
        "memberships",
        sa.Column("tenant_id", ID, _of("tenants"), primary_key=True),
        sa.Column("user_id", ID, _of("users"), primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
    )
    _index("memberships", "user_id")


def _sessions() -> None:
    op.create_table(
        "sessions",
        _id(),
        sa.Column("token_hash", HASH, nullable=False, unique=True),
        sa.Column("user_id", ID, _of("users"), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("with_factor", sa.Boolean(), nullable=False),
        sa.Column("agent", sa.String(200), nullable=False),
        sa.Column("client", sa.String(45), nullable=False),
        *[_moment(f"{name}_at") for name in ("created", "seen", "proved", "expires")],
    )
    _index("sessions", "user_id")
    _index("sessions", "expires_at")


def _auth_tokens() -> None:
    op.create_table(
        "auth_tokens",
        _id(),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("address", ADDRESS, nullable=False),
        sa.Column("email", ADDRESS, nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("nonce", sa.String(43), nullable=False),
        sa.Column("pre_user_id", ID, sa.ForeignKey("pre_users.id", ondelete="SET NULL")),
        sa.Column("user_id", ID, _of("users")),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("password_hash", PASSWORD),
        _moment("created_at"),
        _moment("expires_at"),
        sa.Column("used_at", UtcDateTime()),
    )
    for column in ("address", "pre_user_id", "user_id", "expires_at"):
        _index("auth_tokens", column)


def _factors() -> None:
    op.create_table(
        "factors",
        _id(),
        sa.Column("user_id", ID, _of("users"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("secret", sa.String(1000), nullable=False),
        sa.Column("credential_id", sa.String(400), unique=True),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", UtcDateTime()),
        _moment("created_at"),
        sa.Column("used_at", UtcDateTime()),
    )
    _index("factors", "user_id")
    totp = sa.text("kind = 'totp'")
    op.create_index(
        "ux_factors_totp",
        "factors",
        ["user_id"],
        unique=True,
        sqlite_where=totp,
        postgresql_where=totp,
    )
    op.create_table(
        "recovery_codes",
        _id(),
        sa.Column("user_id", ID, _of("users"), nullable=False),
        sa.Column("code_hash", HASH, nullable=False),
        sa.Column("used_at", UtcDateTime()),
        sa.UniqueConstraint("user_id", "code_hash"),
    )
    _index("recovery_codes", "user_id")


def _auth_events() -> None:
    op.create_table(
        "auth_events",
        _id(),
        _moment("at"),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("user_id", ID),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("client", sa.String(45), nullable=False),
        sa.Column("request_id", sa.String(64), nullable=False),
    )
    op.create_index("ix_auth_events_user", "auth_events", ["user_id", "id"])


def _rate_buckets() -> None:
    op.create_table(
        "rate_buckets",
        sa.Column("key", HASH, primary_key=True),
        sa.Column("slots", sa.JSON(), nullable=False),
        _moment("expires_at"),
    )
    _index("rate_buckets", "expires_at")


def _id() -> sa.Column[str]:
    return sa.Column("id", ID, primary_key=True)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(), nullable=False)


def _of(table: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", ondelete="CASCADE")


def _index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])
