"""Running Alembic without its command line, and never twice at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.engine import make_url

from balcao.foundation.db import make_durable

LOCK_NUMBER = 0x62616C63  # "balc", for pg_advisory_lock


def migrate(database_url: str, scripts: Path, lock_dir: Path | None = None) -> None:
    """Apply the migrations that are missing, one at a time, each in its own transaction."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        folder = Path(url.database).parent
        folder.mkdir(parents=True, exist_ok=True)
        lock_dir = lock_dir or folder
    engine = create_engine(url, poolclass=NullPool)
    make_durable(engine)
    with engine.connect() as connection, _alone(connection, lock_dir):
        command.upgrade(alembic_config(connection, scripts), "head")


def alembic_config(connection: Connection, scripts: Path) -> Config:
    """Return Alembic's settings for one open connection."""
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _alone(connection: Connection, lock_dir: Path | None) -> Iterator[None]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": LOCK_NUMBER})
        connection.commit()
        try:
            yield
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": LOCK_NUMBER})
            connection.commit()
        return
    assert lock_dir is not None  # noqa: S101 - for the types only
    with (lock_dir / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
