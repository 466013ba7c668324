"""Real databases and a real Valkey; the kernel's tests run on both databases."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

import migrate_db
from balcao.foundation import db as database
from tests.integration.jobs.crews import Crew
from tests.integration.jobs.ledger import Ledger
from tests.servers.postgres import Postgres, postgres
from tests.servers.valkey import Valkey, valkey


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate_db.migrate(f"sqlite:///{path}")
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    with postgres() as server:
        url = server.new_database()
        migrate_db.migrate(url)
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        path = tmp_path / "balcao.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    url = server.new_database(template="d1")
    yield url
    server.drop(url)


@pytest.fixture
def redis_server() -> Iterator[Valkey]:
    with valkey() as server:
        yield server


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, **database.engine_options(database_url))
    database.make_durable(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def ledger(engine: Engine, database_url: str, tmp_path: Path) -> Ledger:
    return Ledger(engine, database_url, tmp_path)


StartCrew = Callable[..., Crew]
DEFAULT_LEASE_SECONDS = 10  # longer than a busy machine ever lets a living worker wait


@pytest.fixture
def crew(
    ledger: Ledger, redis_server: Valkey, request: pytest.FixtureRequest
) -> Iterator[StartCrew]:
    """Return a way to start workers, which are gone at the end."""
    started: list[Crew] = []
    lease: int = getattr(request.module, "LEASE_SECONDS", DEFAULT_LEASE_SECONDS)

    def start(*arguments: str, redis: bool = True) -> Crew:
        server = redis_server if redis else None
        started.append(Crew(ledger, server, *arguments, lease_seconds=lease))
        return started[-1]

    yield start
    for crew in started:
        crew.end()
