"""What Alembic runs: it is handed an open connection, and compares with our models."""

from alembic import context

import balcao.accounts.models
import balcao.foundation.throttle
import balcao.jobs.models
import balcao.mailbox.models
import balcao.receipts.models  # noqa: F401 - makes the tables known
from balcao.foundation.db import Model

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Model.metadata,
    transaction_per_migration=True,
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
