"""The migrations and the models describe the same tables, on both databases."""

from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import NullPool, create_engine

import migrate_db
from balcao.foundation.migrations import alembic_config
from tests.servers.postgres import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    with postgres() as server:
        yield server.new_database()


def test_migrations_make_what_the_models_say_and_running_them_twice_changes_nothing(
    empty_database, tmp_path
):
    migrate_db.migrate(empty_database, tmp_path)
    migrate_db.migrate(empty_database, tmp_path)

    with create_engine(empty_database, poolclass=NullPool).connect() as connection:
        command.check(alembic_config(connection, migrate_db.MIGRATIONS))
