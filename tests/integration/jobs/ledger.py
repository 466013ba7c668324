"""The kernel from the outside, as tests use it."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from balcao.jobs import Audience, JobArgs, Options, enqueue, enqueue_many
from balcao.jobs.carry.carrier import Carrier, connect
from balcao.jobs.carry.relay import Relay
from balcao.jobs.carry.wakeup import waker_for
from balcao.jobs.ledger import beats, orders
from balcao.jobs.models import Job, JobEvent
from balcao.jobs.work.inline import work_off
from tests.servers.valkey import Valkey
from tests.waiting import wait_until


class Ledger:
    """Ask for work, look at rows, relay, work off."""

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

    def ask_many(self, kind: type[JobArgs], count: int, tenant: str = "") -> list[str]:
        args = [kind(folder=str(self.folder)) for _ in range(count)]
        with Session(self.engine) as session, session.begin():
            return enqueue_many(session, args, Audience(tenant_id=tenant))

    def cancel(self, job_id: str) -> None:
        with self.engine.begin() as connection:
            orders.cancel(connection, job_id)

    def counts(self) -> dict[str, int]:
        """Return how many jobs are in each status."""
        with Session(self.engine) as session:
            by_status = select(Job.status, func.count()).group_by(Job.status)
            return {row[0]: row[1] for row in session.execute(by_status)}

    def until_more_than(self, count: int, status: str) -> None:
        """Wait until more jobs than that are in a status."""
        wait_until(lambda: self.counts().get(status, 0) > count, 20, "work goes on")

    def signs(self) -> Sequence[beats.Sign]:
        """Return the workers that are alive by their own word."""
        with self.engine.connect() as connection:
            return beats.alive(connection)

    def until(self, status: str, *job_ids: str, seconds: float = 20) -> None:
        """Wait until all these jobs are in a status."""
        wait_until(
            lambda: set(self.statuses(*job_ids)) == {status}, seconds, f"all jobs are {status}"
        )
