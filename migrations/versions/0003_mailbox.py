"""The built-in mailbox: mails of a house that has no mail server."""

import sqlalchemy as sa
from alembic import op

from balcao.foundation.db import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; in production it stays empty."""
    op.create_table(
        "dev_mails",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("sender", sa.String(254), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(500), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
    )
