"""The kernel's tables: jobs, their history, who is at work, pauses and schedules."""

import sqlalchemy as sa
from alembic import op

from balcao.foundation.db import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WAITING = "run_at IS NOT NULL"
CARRIED = "pushed_at IS NOT NULL AND run_at IS NOT NULL"
TROUBLED = "error IS NOT NULL AND run_at IS NOT NULL"
OF_A_TENANT = "tenant_id <> ''"
OPEN_DUPLICATE = "dedupe_key IS NOT NULL AND ended_at IS NULL"


def upgrade() -> None:
    """Make everything the kernel needs; nothing was there before."""
    _jobs()
    _partial("ix_jobs_waiting", "queue", "priority", "tenant_id", "run_at", where=WAITING)
    _partial("ix_jobs_due", "run_at")
    _partial("ix_jobs_leased", "lease_until")
    _partial("ix_jobs_carried", "pushed_at", where=CARRIED)
    _partial("ix_jobs_viewer", "viewer", "queue", "id")
    _partial("ix_jobs_owner", "owner_id", "queue", "id")
    _partial("ix_jobs_tenant", "tenant_id", "queue", "id", where=OF_A_TENANT)
    _partial("ix_jobs_troubled", "error", where=TROUBLED)
    _partial("ux_jobs_idempotency", "idempotency_key", unique=True)
    _partial("ux_jobs_dedupe", "dedupe_key", unique=True, where=OPEN_DUPLICATE)
    op.create_index("ix_jobs_queue", "jobs", ["queue", "id"])
    _job_events()
    _workers()
    _pauses_and_schedules()


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("kind", sa.String(80), nullable=False),
        sa.Column("queue", sa.String(40), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("tenant_id", sa.String(36), nullable=False),
        sa.Column("owner_id", sa.String(36)),
        sa.Column("viewer", sa.String(64)),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(80)),
        sa.Column("result", sa.JSON()),
        sa.Column("error", sa.String(160)),
        *[_number(name) for name in ("attempts", "crashes", "errors", "max_retries")],
        sa.Column("run_at", UtcDateTime()),
        sa.Column("token", sa.String(32)),
        sa.Column("lease_until", UtcDateTime()),
        sa.Column("worker", sa.String(80)),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("past_return", sa.Boolean(), nullable=False),
        _number("pushes"),
        sa.Column("epoch", sa.String(16)),
        sa.Column("pushed_at", UtcDateTime()),
        sa.Column("dedupe_key", sa.String(160)),
        sa.Column("idempotency_key", sa.String(160)),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime()),
    )


def _job_events() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "job_events",
        sa.Column("id", big, primary_key=True, autoincrement=True),
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        _number("attempt"),
        sa.Column("note", sa.String(160)),
        sa.Column("worker", sa.String(80)),
    )
    op.create_index("ix_job_events_job_id", "job_events", ["job_id"])


def _workers() -> None:
    op.create_table(
        "workers",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("queue", sa.String(40), nullable=False),
        sa.Column("host", sa.String(80), nullable=False),
        _number("pid"),
        sa.Column("mode", sa.String(12), nullable=False),
        sa.Column("note", sa.String(200)),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
    )


def _pauses_and_schedules() -> None:
    op.create_table(
        "queue_pauses",
        sa.Column("queue", sa.String(40), primary_key=True),
        sa.Column("paused_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "job_schedules",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("next_at", UtcDateTime(), nullable=False),
    )


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _partial(name: str, *columns: str, unique: bool = False, where: str | None = None) -> None:
    which = sa.text(where or f"{columns[0]} IS NOT NULL")
    op.create_index(
        name, "jobs", list(columns), unique=unique, sqlite_where=which, postgresql_where=which
    )
