"""Requests for mails straight from the database, done by a worker who has a mail server of ours."""

from contextlib import nullcontext

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from balcao.accounts.links import LinkMaker, new_token
from balcao.accounts.models import AuthToken, PreUser, User
from balcao.adapters import Tools
from balcao.foundation.dbtime import db_now
from balcao.jobs import Audience, JobArgs, enqueue
from balcao.jobs.models import Job, JobEvent
from balcao.jobs.work.inline import work_off
from tests.contracts.accounts.keyring import change
from tests.fakes.postoffice import PostOffice

HOUSE = "https://balcao.example"
KEYS = ("the key of these tests, of no use to anybody",)
LINKS = LinkMaker(HOUSE, KEYS)
ANA = "ana@figueira.example"


class Post:
    """Asks for mails as services do, lets the worker work, and looks at what came of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.office = PostOffice()

    def token(self, purpose: str = "verify", *, email: str = ANA, **more: object) -> str:
        """Return the id of a fresh request."""
        with change(self.engine) as session:
            row = new_token(purpose, address=email.lower(), email=email, locale="en")
            if purpose == "verify":
                waiting = PreUser(address=email.lower(), email=email, expires_at=db_now(60))
                session.add(waiting)
                session.flush()
                row.pre_user_id, row.password_hash = waiting.id, "a hash"
            for name, value in more.items():
                setattr(row, name, value)
            session.add(row)
            session.flush()
            return row.id

    def account(self, email: str = ANA, **more: object) -> str:
        """Return the id of a fresh account."""
        with change(self.engine) as session:
            user = User(address=email.lower(), email=email, **{"locale": "en", **more})
            session.add(user)
            session.flush()
            return user.id

    def ask(self, args: JobArgs, viewer: str | None = "a browser") -> str:
        """Return the id of a fresh job."""
        with change(self.engine) as session:
            return enqueue(session, args, Audience(viewer=viewer))

    def work(self) -> int:
        """Do what is due."""
        tools = Tools(self.office, HOUSE, KEYS)
        return work_off(self.engine, nullcontext, tools=tools)

    def hurry(self) -> None:
        """Let what waits for its next try be due now."""
        with change(self.engine) as session:
            for job in session.scalars(select(Job).where(Job.status == "retrying")):
                job.run_at = db_now(-1)

    def job(self, job_id: str) -> Job:
        """Return a job as it is stored."""
        with Session(self.engine) as session:
            return session.get_one(Job, job_id)

    def unseen(self) -> list[Job]:
        """Return the jobs that no page shows."""
        with Session(self.engine) as session:
            nobodys = select(Job).where(Job.viewer.is_(None), Job.owner_id.is_(None))
            return list(session.scalars(nobodys.order_by(Job.id)))

    def course(self, job_id: str) -> list[tuple[str, int, str | None]]:
        """Return the history of a job: states, attempts, notes."""
        with Session(self.engine) as session:
            steps = select(JobEvent).where(JobEvent.job_id == job_id).order_by(JobEvent.id)
            return [(step.status, step.attempt, step.note) for step in session.scalars(steps)]

    def row(self, token_id: str) -> AuthToken:
        """Return a request as it is stored."""
        with Session(self.engine) as session:
            return session.get_one(AuthToken, token_id)
