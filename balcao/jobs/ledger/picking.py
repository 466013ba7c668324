"""Which waiting jobs go next: urgent first, then one from each tenant in turn, then by age.

Only the head of the index is ever read, so a million waiting rows cost what a thousand do.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, zip_longest
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    func,
    select,
    union_all,
    update,
)

from balcao.foundation.dbtime import db_now
from balcao.jobs.models import Job, QueuePause, is_due

LOWEST = -(2**31)
Waiting = Row[str, int, str, str]
Text = str | ColumnElement[str]
Number = int | ColumnElement[int]


@dataclass(frozen=True)
class Pick:
    """What to look for: how many of a queue, not in this filling of Redis, above a priority.

    `after` is the tenant that was served last: the next in turn comes first.
    """

    queue: str
    room: int
    epoch: str = ""
    above: int = LOWEST
    after: str = ""


@dataclass(frozen=True)
class Push:
    """A row reserved for one push, whose number makes the RQ id unique."""

    id: str
    queue: str
    priority: int
    number: int


def due(connection: Connection, *picks: Pick) -> dict[str, Sequence[Waiting]]:
    """Return (id, priority, tenant_id) of the jobs to run next, in order, for each queue asked.

    All of a queue, if all fit; none of a queue that an operator has stopped.
    """
    values = {
        f"{name}_{at}": value
        for at, pick in enumerate(picks)
        for name, value in _asked(pick).items()
    }
    heads: dict[str, list[Waiting]] = {pick.queue: [] for pick in picks}
    for row in connection.execute(_heads(len(picks)), values):
        heads[row.queue].append(row)
    return {pick.queue: _in_turn(connection, pick, heads[pick.queue]) for pick in picks}


def _in_turn(connection: Connection, pick: Pick, head: Sequence[Waiting]) -> Sequence[Waiting]:
    if len(head) <= pick.room:
        return sorted(head, key=lambda row: (-row.priority, row.id))
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
    waits = _due(pick.queue, pick.above, pick.epoch).where(Job.priority == priority)
    of_level = waits.order_by(Job.tenant_id, Job.run_at).limit(share)
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


def _asked(pick: Pick) -> dict[str, Any]:
    return {
        "queue": pick.queue,
        "above": pick.above,
        "epoch": pick.epoch,
        "limit": pick.room + 1,
    }


@cache
def _heads(count: int) -> CompoundSelect[str, int, str, str]:
    """Return the one question for the heads of so many queues."""
    return union_all(*(select(_head(at).subquery()) for at in range(count)))


def _head(at: int) -> Select[str, int, str, str]:
    paused = select(QueuePause.queue)
    waits = _due(
        bindparam(f"queue_{at}", type_=String()),
        bindparam(f"above_{at}", type_=Integer()),
        bindparam(f"epoch_{at}", type_=String()),
    ).where(Job.queue.not_in(paused))
    # In the order of the index, or a planner might read all the ended rows of the queue instead.
    in_order = waits.order_by(Job.priority, Job.tenant_id, Job.run_at)
    return in_order.limit(bindparam(f"limit_{at}", type_=Integer()))


def _due(queue: Text, above: Number, epoch: Text) -> Select[str, int, str, str]:
    due_now = (Job.run_at <= db_now()) & (Job.priority > above) & _not_carried(epoch)
    return select(Job.id, Job.priority, Job.tenant_id, Job.queue).where(_waits(queue), due_now)


def _waits(queue: Text) -> ColumnElement[bool]:
    return (Job.queue == queue) & Job.run_at.is_not(None)


def _not_carried(epoch: Text) -> ColumnElement[bool]:
    return Job.epoch.is_distinct_from(epoch)
