"""Jepsen's total-queue checker, and the process that asks for the work it counts.

`attempted`: written down before the commit; `acknowledged`: after it; `sunk`: the mark of the job
itself. All three are lines appended to files, which no kill can take back.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from threading import Event, Thread

from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from balcao.foundation import db as database
from balcao.jobs import enqueue, enqueue_many
from balcao.jobs.models import Job
from tests.workshop import Bench, Note, NoteHeavy, NoteMail, marks

KINDS: tuple[type[Bench], ...] = (Note, NoteMail, NoteHeavy)
SHARES = (46, 46, 8)  # the heavy ones cost a process each
THREADS = 2
LONGEST_PAUSE = 0.25
MOST_AT_ONCE = 9


@dataclass(frozen=True)
class Verdict:
    """What became of everything that was asked for, in the words of the checker."""

    attempted: int
    acknowledged: int
    lost: int
    unexpected: int
    duplicated: int
    recovered: int
    set_aside: int

    def __str__(self) -> str:
        """Return one line for people."""
        return " ".join(f"{name}={number}" for name, number in asdict(self).items())


def verdict(folder: Path, set_aside: set[str]) -> Verdict:
    """Count; `set_aside` are the jobs that ended badly in everybody's sight, with a reason."""
    attempted, acknowledged = asked(folder, "attempt"), asked(folder, "ack")
    sunk = Counter(mark[0] for mark in marks(folder))
    return Verdict(
        attempted=len(attempted),
        acknowledged=len(acknowledged),
        lost=len(acknowledged - sunk.keys() - set_aside),
        unexpected=len(sunk.keys() - attempted),
        duplicated=sum(copies - 1 for copies in sunk.values()),
        recovered=len(sunk.keys() & (attempted - acknowledged)),
        set_aside=len(set_aside),
    )


def asked(folder: Path, word: str, asker: str = "*") -> set[str]:
    """Return the ids that askers wrote down under a word."""
    lines = (line for file in folder.glob(f"asked-{asker}") for line in _lines(file))
    return {line.partition(" ")[2] for line in lines if line.startswith(word)}


def without_cause(engine: Engine, folder: Path) -> list[str]:
    """Return the jobs that ran more often than their crashes explain."""
    sunk = Counter(mark[0] for mark in marks(folder))
    with Session(engine) as session:
        crashes = {row.id: row.crashes for row in session.execute(select(Job.id, Job.crashes))}
    return [job_id for job_id, copies in sunk.items() if copies > 1 + crashes.get(job_id, 0)]


def ask(url: str, folder: Path, name: str, count: int, seed: int) -> None:
    """Ask for so many jobs from several threads, a few in each transaction."""
    engine = create_engine(url, **database.engine_options(url))
    database.make_durable(engine)
    notes = os.open(folder / f"asked-{name}", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    threads = [
        Thread(target=_ask, args=(engine, folder, notes, share, Random(seed + n)))  # noqa: S311
        for n, share in enumerate([count // THREADS, count - count // THREADS])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _ask(engine: Engine, folder: Path, notes: int, count: int, random: Random) -> None:
    rest = Event()
    while count > 0:
        many = min(count, random.randint(1, MOST_AT_ONCE))
        kind = random.choices(KINDS, SHARES)[0]
        with Session(engine) as session:
            session.begin()
            ids = _enqueued(session, [kind(folder=str(folder))] * many)
            _write(notes, "attempt", ids)
            session.commit()
        _write(notes, "ack", ids)
        count -= many
        rest.wait(random.uniform(0, LONGEST_PAUSE))


def _enqueued(session: Session, orders: list[Bench]) -> list[str]:
    return enqueue_many(session, orders) if len(orders) > 1 else [enqueue(session, orders[0])]


def _write(notes: int, word: str, ids: list[str]) -> None:
    os.write(notes, "".join(f"{word} {job_id}\n" for job_id in ids).encode())


def _lines(file: Path) -> Iterator[str]:
    return iter(file.read_text().splitlines())


if __name__ == "__main__":
    ask(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
