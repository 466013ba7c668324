"""Which waiting jobs go next: urgent first, then one from each tenant in turn, then by age.

Only the head of the index is ever read, so a million waiting rows cost what a thousand do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select, update

from balcao.foundation.dbtime import db_now
from balcao.jobs.models import Job, QueuePause, is_due

Waiting = Row[str, int, str]


@dataclass(frozen=True)
class Pick:
    """What to look for: how many of a queue, not in this filling of Redis, above a priority.

    `after` is the tenant that was served last: the next in turn comes first.
    """

    queue: str
    room: int
    epoch: str | None = None
    above: int | None = None
    after: str = ""


@dataclass(frozen=True)
class Push:
    """A row reserved for one push, whose number makes the RQ id unique."""

    id: str
    queue: str
    priority: int
    number: int


def paused_queues(connection: Connection) -> set[str]:
    """Return the queues that an operator has stopped."""
    return set(connection.scalars(select(QueuePause.queue)))


def due(connection: Connection, pick: Pick) -> Sequence[Waiting]:
    """Return (id, priority, tenant_id) of the jobs to run next, in order; all, if all fit."""
    # In the order of the index, or a planner might read all the ended rows of the queue instead.
    in_order = _due(pick).order_by(Job.priority, Job.tenant_id, Job.run_at)
    everything = connection.execute(in_order.limit(pick.room + 1)).all()
    if len(everything) <= pick.room:
        return sorted(everything, key=lambda row: (-row.priority, row.id))
    chosen: list[Waiting] = []
    for priority in _priorities(connection, pick):
        chosen += _one_from_each(connection, pick, priority, pick.room - len(chosen))
        if len(chosen) >= pick.room:
            break
    return chosen


def reserve(connection: Connection, epoch: str, job_ids: Iterable[str]) -> list[Push]:
    """Mark these jobs as carried by this filling of Redis; two relays never mark the same one."""
    free = (
        select(Job.id)
        .where(Job.id.in_(list(job_ids)), is_due(), _not_carried(epoch))
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(
        update(Job)
        .where(Job.id.in_(free))
        .values(epoch=epoch, pushes=Job.pushes + 1, pushed_at=db_now())
        .returning(Job.id, Job.queue, Job.priority, Job.pushes)
    )
    return [Push(*row) for row in rows]


def hand_back(connection: Connection, job_ids: Iterable[str]) -> None:
    """Say that these did not reach Redis after all, or were lost in it."""
    lost = Job.id.in_(list(job_ids))
    connection.execute(update(Job).where(lost).values(epoch=None, pushed_at=None))


def overdue(connection: Connection, epoch: str, seconds: float) -> Sequence[Row[str, str]]:
    """Return (id, queue) of what was pushed a while ago and still waits: perhaps it was lost."""
    late = (Job.pushed_at < db_now(-seconds)) & Job.run_at.is_not(None) & (Job.epoch == epoch)
    return connection.execute(select(Job.id, Job.queue).where(late).limit(1000)).all()


def running(connection: Connection, job_ids: Iterable[str]) -> set[str]:
    """Return those of the jobs that somebody works on now."""
    held = Job.id.in_(list(job_ids)) & Job.lease_until.is_not(None)
    return set(connection.scalars(select(Job.id).where(held)))


def _one_from_each(
    connection: Connection, pick: Pick, priority: int, room: int
) -> Iterator[Waiting]:
    tenants = list(connection.scalars(_tenants(pick, priority, after=pick.after)))
    if len(tenants) < room:
        tenants += connection.scalars(_tenants(pick, priority, up_to=pick.after))
    share = -(-room // max(1, len(tenants)))
    of_level = (
        _due(pick).where(Job.priority == priority).order_by(Job.tenant_id, Job.run_at).limit(share)
    )
    lines = [connection.execute(of_level.where(Job.tenant_id == t)).all() for t in tenants[:room]]
    in_turn = chain.from_iterable(zip_longest(*lines))
    return islice(filter(None, in_turn), room)


def _priorities(connection: Connection, pick: Pick) -> Iterator[int]:
    # A walk from one value to the next, which an index answers without reading what lies between.
    highest = select(func.max(Job.priority)).where(_waits(pick.queue))
    level = connection.scalar(highest)
    while level is not None:
        yield level
        level = connection.scalar(highest.where(Job.priority < level))


def _tenants(
    pick: Pick, priority: int, *, after: str | None = None, up_to: str | None = None
) -> Select[str]:
    level = _waits(pick.queue) & (Job.priority == priority)
    if up_to is not None:
        level &= Job.tenant_id <= up_to
    # Only the first step starts behind `after`: said again in the others, SQLite would seek by
    # that and read all rows in between instead of jumping from one tenant to the next.
    start = level if after is None else level & (Job.tenant_id > after)
    walk = select(func.min(Job.tenant_id).label("tenant")).where(start).cte(recursive=True)
    following = (
        select(func.min(Job.tenant_id)).where(level, Job.tenant_id > walk.c.tenant)
    ).scalar_subquery()
    walk = walk.union_all(select(following).where(walk.c.tenant.is_not(None)))
    return select(walk.c.tenant).where(walk.c.tenant.is_not(None)).limit(pick.room)


def _due(pick: Pick) -> Select[str, int, str]:
    query = select(Job.id, Job.priority, Job.tenant_id).where(
        _waits(pick.queue), Job.run_at <= db_now()
    )
    if pick.above is not None:
        query = query.where(Job.priority > pick.above)
    return query if pick.epoch is None else query.where(_not_carried(pick.epoch))


def _waits(queue: str) -> ColumnElement[bool]:
    return (Job.queue == queue) & Job.run_at.is_not(None)


def _not_carried(epoch: str) -> ColumnElement[bool]:
    return or_(Job.epoch.is_(None), Job.epoch != epoch)
