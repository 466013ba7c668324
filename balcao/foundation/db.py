"""The database handle, its two dialects made alike, and the transactions everything runs in."""

import math
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, TypeDecorator, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 15
KNOCK_SECONDS = 0.002
FRESH_SECONDS = 0.5  # no server is gone and back again in less
USED = "used"
DEADLOCK_STATES = {"40001", "40P01"}
ATTEMPTS = 3

T = TypeVar("T")


class Model(DeclarativeBase):
    """The registry of all tables."""


db = SQLAlchemy(model_class=Model, session_options={"expire_on_commit": False})


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: `timestamptz` on PostgreSQL, sortable text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse moments without a zone before they are stored as something else."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give every moment its zone back."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


@contextmanager
def transaction() -> Iterator[Session]:
    """Open a session whose work is kept as a whole, or not at all."""
    with Session(db.engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session that only looks, and never waits for a writer."""
    with Session(looking(db.engine), expire_on_commit=False) as session:
        yield session


@lru_cache(maxsize=4)  # of which a process has one or two; making it costs as much as a question
def looking(engine: Engine) -> Engine:
    """Return the same engine for who only looks: no writer waits, and a question is one message."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(read_only=True, isolation_level="AUTOCOMMIT")
    return engine.execution_options(read_only=True)


@lru_cache(maxsize=4)
def at_once(engine: Engine) -> Engine:
    """Return the same engine for transactions of one statement, which then take one message."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    return engine


def engine_options(url: str, connections: int = 16) -> dict[str, Any]:
    """Return how to connect, and how many connections threads of one process may hold at once."""
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        return {"connect_args": {"timeout": BUSY_SECONDS}, "pool_size": connections}
    return {
        "pool_size": connections,
        "connect_args": {"connect_timeout": 5, "application_name": "balcao"},
    }


def make_durable(engine: Engine) -> None:
    """See to it that a commit outlives a power cut, whatever the server does by default."""
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _on_postgresql)
        event.listen(engine, "checkin", _on_return)
        event.listen(engine, "checkout", partial(_on_checkout, engine.dialect))
        return
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_postgresql(connection: psycopg.Connection, _record: object) -> None:
    # Raised where it is too low, but never lowered: a replica may be waited for, too.
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') IN ('off', 'local')"
    )
    connection.commit()


def _on_return(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[USED] = time.monotonic()


def _on_checkout(
    dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object
) -> None:
    # As `pool_pre_ping` does, but not each time: that costs as much as the question itself.
    if time.monotonic() - record.info.get(USED, math.inf) < FRESH_SECONDS:
        return
    try:
        dialect.do_ping(connection)
    except psycopg.Error as error:
        raise DisconnectionError from error


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see below
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an accepted job outlives a power cut
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("read_only", False):
        connection.exec_driver_sql("BEGIN")
        return
    # A writer takes the lock at once: a transaction that reads first and asks for it later can
    # be refused without waiting. We knock ourselves: SQLite would after some refusals look only
    # every tenth of a second, and everybody who comes meanwhile would be served first.
    dbapi: Any = connection.connection.dbapi_connection
    dbapi.execute("PRAGMA busy_timeout=0")
    try:
        _knock(dbapi, time.monotonic() + BUSY_SECONDS)
    finally:
        dbapi.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def _knock(connection: sqlite3.Connection, until: float) -> None:
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(KNOCK_SECONDS)
        else:
            return


def repeated(work: Callable[[], T]) -> T:
    """Run a whole transaction again when the database says that two of them collided."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return work()
        except DBAPIError as error:
            if attempt == ATTEMPTS or not _collided(error):
                raise
    raise AssertionError


def is_away(error: DBAPIError) -> bool:
    """Say whether the database was not there, which is nobody's fault and passes."""
    state = getattr(error.orig, "sqlstate", None)
    lost = error.connection_invalidated or (state or "").startswith(("08", "57P"))
    never_met = isinstance(error, OperationalError) and state is None and not _is_sqlite(error)
    return lost or never_met or _collided(error)


def _is_sqlite(error: DBAPIError) -> bool:
    return isinstance(error.orig, sqlite3.Error)


def _collided(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    busy = isinstance(error, OperationalError) and "locked" in str(error.orig)
    return state in DEADLOCK_STATES or busy
