"""Databases as durable as in production, each in a folder of its own, and a way to look in."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

import migrate_db
from balcao.foundation import db as database
from balcao.jobs import JobArgs, enqueue, enqueue_many
from balcao.jobs.ledger import beats
from balcao.jobs.models import Job, JobEvent
from tests.servers.postgres import Postgres, postgres

# What PostgreSQL does unless told otherwise; the tests' server is told otherwise.
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
POSTGRESQL = "PostgreSQL"
SQLITE = "SQLite"
BOTH = (POSTGRESQL, SQLITE)
AT_ONCE = 1000


class Ledger:
    """A migrated database."""

    def __init__(self, name: str, url: str, folder: Path) -> None:
        self.name = name
        self.url = url
        self.folder = folder
        migrate_db.migrate(url, folder)

    @cached_property
    def engine(self) -> Engine:
        """Return an engine like the program's own."""
        engine = create_engine(self.url, **database.engine_options(self.url))
        database.make_durable(engine)
        return engine

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """Open a session that waits for nobody and that nobody waits for."""
        with Session(self.engine.execution_options(read_only=True)) as session:
            yield session

    def ask(self, args: JobArgs) -> str:
        """Ask for one job."""
        with Session(self.engine) as session, session.begin():
            return enqueue(session, args)

    def ask_many(self, orders: Sequence[JobArgs]) -> None:
        """Ask for many, a thousand a transaction."""
        for start in range(0, len(orders), AT_ONCE):
            with Session(self.engine) as session, session.begin():
                enqueue_many(session, orders[start : start + AT_ONCE])

    def status(self, job_id: str) -> str:
        """Return how a job is."""
        with self.looking() as session:
            return session.scalars(select(Job.status).where(Job.id == job_id)).one()

    def signs(self) -> dict[str, int]:
        """Return the processes that are at work by queue (the relay's is empty)."""
        with self.looking() as session:
            return {sign.queue: sign.pid for sign in beats.alive(session.connection())}

    def open_jobs(self) -> int:
        """Count the jobs that have not ended."""
        some = select(func.count()).select_from(Job).where(Job.ended_at.is_(None))
        with self.looking() as session:
            return session.scalars(some).one()

    def page(self) -> int:
        """Return the number of the last line in the history: cheap at any size."""
        with self.looking() as session:
            return session.scalar(select(func.max(JobEvent.id))) or 0

    def seconds(self, page: int, jobs: int) -> float:
        """Return the time from the first claim after that line to the end of so many jobs."""
        after = select(JobEvent.at).where(JobEvent.id > page).order_by(JobEvent.id).limit(1)
        with self.looking() as session:
            first = session.scalars(after.where(JobEvent.status == "started")).one()
            ended = after.where(JobEvent.status == "finished").offset(jobs - 1)
            return (session.scalars(ended).one() - first).total_seconds()


class Ledgers:
    """Makes fresh databases of both kinds."""

    def __init__(self, server: Postgres, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._made: list[Ledger] = []

    def new(self, name: str) -> Ledger:
        """Return an empty one."""
        folder = self._folder / str(len(self._made))
        folder.mkdir(mode=0o700)
        sqlite = f"sqlite:///{folder}/balcao.db"
        url = sqlite if name == SQLITE else self._server.new_database()
        self._made.append(Ledger(name, url, folder))
        return self._made[-1]

    def close(self) -> None:
        """Let go of every connection."""
        for ledger in self._made:
            ledger.engine.dispose()


@contextmanager
def ledgers() -> Iterator[Ledgers]:
    """Start PostgreSQL; everything is gone at the end."""
    with postgres(**DURABLE) as server, TemporaryDirectory(prefix="balcao-bench-") as folder:
        made = Ledgers(server, Path(folder))
        try:
            yield made
        finally:
            made.close()
