"""Real databases and a real Valkey; the kernel's tests run on both databases."""

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session

import migrate_db
from balcao.foundation import db as database
from balcao.jobs import Audience, JobArgs, Options, enqueue
from balcao.jobs.carry.carrier import Carrier, connect
from balcao.jobs.carry.relay import Relay
from balcao.jobs.carry.wakeup import waker_for
from balcao.jobs.models import Job, JobEvent
from balcao.jobs.work.inline import work_off
from tests.servers.postgres import Postgres, postgres
from tests.servers.valkey import Valkey, valkey


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate_db.migrate(f"sqlite:///{path}")
    with create_engine(f"sqlite:///{path}").connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    with postgres() as server:
        url = server.new_database()
        migrate_db.migrate(url)
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        path = tmp_path / "balcao.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    server: Postgres = request.getfixturevalue("postgres_server")
    return server.new_database(template="d1")


@pytest.fixture
def redis_server() -> Iterator[Valkey]:
    with valkey() as server:
        yield server


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine(database_url, **database.engine_options(database_url))
    database.prepare_sqlite(engine)
    yield engine
    engine.dispose()


class Ledger:
    """The kernel from the outside: ask for work, look at rows, relay, work off."""

    def __init__(self, engine: Engine, url: str, folder: Path) -> None:
        self.engine = engine
        self.url = url
        self.folder = folder

    def ask(self, kind: type[JobArgs], *, options: Options | None = None, tenant: str = "",
            **fields: object) -> str:  # fmt: skip
        args = kind(folder=str(self.folder), **fields)
        with Session(self.engine) as session, session.begin():
            return enqueue(session, args, Audience(tenant_id=tenant), options or Options())

    def job(self, job_id: str) -> Job:
        with Session(self.engine) as session:
            return session.get_one(Job, job_id)

    def statuses(self, *job_ids: str) -> list[str]:
        return [self.job(job_id).status for job_id in job_ids]

    def history(self, job_id: str) -> list[str]:
        steps = select(JobEvent.status).where(JobEvent.job_id == job_id).order_by(JobEvent.id)
        with Session(self.engine) as session:
            return list(session.scalars(steps))

    def sql(self, statement: str, **values: object) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def work_off(self) -> int:
        return work_off(self.engine, nullcontext)

    def relay(self, server: Valkey) -> Relay:
        carrier = Carrier(connect(server.url), default_timeout=300)
        return Relay(self.engine, carrier, waker_for(self.url), sweep_seconds=0)


@pytest.fixture
def ledger(engine: Engine, database_url: str, tmp_path: Path) -> Ledger:
    return Ledger(engine, database_url, tmp_path)
