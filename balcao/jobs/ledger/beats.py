"""Who is at work: each process says so in SQL, because a wiped Redis knows nobody."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select, update

from balcao.foundation.dbtime import db_now
from balcao.jobs.models import Beat

BEAT_SECONDS = 3
ALIVE_SECONDS = 12


@dataclass(frozen=True)
class Sign:
    """What a process says about itself."""

    name: str
    role: str
    queue: str
    host: str
    pid: int
    mode: str
    note: str | None = None


def beat(connection: Connection, sign: Sign) -> None:
    """Say that this process is alive, and how it is getting its work."""
    seen = update(Beat).where(Beat.name == sign.name)
    if connection.execute(seen.values(**asdict(sign), seen_at=db_now())).rowcount == 0:
        connection.execute(insert(Beat).values(**asdict(sign)))


def leave(connection: Connection, name: str) -> None:
    """Take the sign down when a process stops as asked."""
    connection.execute(delete(Beat).where(Beat.name == name))


def forget_the_dead(connection: Connection, seconds: float = 3600) -> None:
    """Drop the signs of processes that have said nothing for long."""
    connection.execute(delete(Beat).where(Beat.seen_at < db_now(-seconds)))


def alive(connection: Connection) -> Sequence[Sign]:
    """Return everybody who was seen a moment ago."""
    columns = (Beat.name, Beat.role, Beat.queue, Beat.host, Beat.pid, Beat.mode, Beat.note)
    fresh = select(*columns).where(Beat.seen_at > db_now(-ALIVE_SECONDS)).order_by(Beat.name)
    return [Sign(*row) for row in connection.execute(fresh)]
