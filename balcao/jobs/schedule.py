"""Work that comes round by itself: a list, and a mark in SQL for each entry."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from balcao.foundation.dbtime import db_now
from balcao.foundation.inserts import insert_into
from balcao.jobs.args import JobArgs
from balcao.jobs.models import ScheduleMark
from balcao.jobs.outbox import Options, enqueue


@dataclass(frozen=True)
class Recurring:
    """A job that is asked for again whenever its time has passed."""

    name: str
    args: JobArgs
    every_seconds: float


SCHEDULE: list[Recurring] = []


def every(seconds: float, args: JobArgs) -> None:
    """Ask for this job again and again; its kind is its name in the schedule."""
    SCHEDULE.append(Recurring(args.kind, args, seconds))


def reconcile(session: Session) -> None:
    """Give each entry of the list a mark; the first run is one interval away."""
    connection = session.connection()
    for entry in SCHEDULE:
        mark = insert_into(ScheduleMark, connection).values(
            name=entry.name, next_at=db_now(entry.every_seconds)
        )
        connection.execute(mark.on_conflict_do_nothing())


def enqueue_due(session: Session) -> list[str]:
    """Enqueue what is due; moving the mark and enqueuing are one transaction, so it is once."""
    return [
        enqueue(session, entry.args, options=Options(dedupe_key=f"schedule:{entry.name}"))
        for entry in SCHEDULE
        if _moved(session, entry)
    ]


def _moved(session: Session, entry: Recurring) -> bool:
    mine = (ScheduleMark.name == entry.name) & (ScheduleMark.next_at <= db_now())
    moved = update(ScheduleMark).where(mine).values(next_at=db_now(entry.every_seconds))
    return session.connection().execute(moved).rowcount == 1
