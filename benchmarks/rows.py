"""A table as it is after years: a million jobs that have ended, or a million that wait."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql

from balcao.foundation.clock import utcnow
from balcao.foundation.ids import first_id_at
from benchmarks.bench_jobs import Nothing
from benchmarks.ledgers import POSTGRESQL, Ledger

MANY = "a viewer with very many jobs"
FEW = "a viewer with few jobs"
MANY_OWN_ONE_IN = 10
FEW_OWN = 20
VIEWERS = 50_000
TENANTS = 1000
MAIL_IN_TEN = 6
SPAN = timedelta(days=89)  # a day before they would be pruned

JOBS = (
    "id", "kind", "queue", "args", "tenant_id", "owner_id", "viewer", "priority", "status",
    "progress", "result", "attempts", "crashes", "errors", "max_retries", "run_at",
    "cancel_requested", "past_return", "pushes", "created_at", "started_at", "ended_at",
)  # fmt: skip
EVENTS = ("job_id", "at", "status", "attempt", "note", "worker")
Row = Sequence[Any]
Tables = Mapping[str, tuple[Sequence[str], Iterable[Row]]]


@dataclass(frozen=True)
class Crowd:
    """So many rows: ended ones of both queues, or waiting ones of one queue."""

    count: int
    waiting_in: str = ""
    tenants: int = 1

    def jobs(self) -> Iterator[Row]:
        """Return the rows, oldest first."""
        for number, moment in self._moments():
            yield self._waiting(number, moment) if self.waiting_in else self._ended(number, moment)

    def events(self) -> Iterator[Row]:
        """Return their histories."""
        for number, moment in self._moments():
            job_id, at = first_id_at(moment), _written(moment)
            yield job_id, at, "queued", 0, None, None
            if not self.waiting_in:
                yield job_id, at, "started", 1, None, f"worker-{number % 7}"
                yield job_id, at, "finished", 1, None, None

    def mails_of(self, viewer: str) -> list[str]:
        """Return the ids of one viewer's mails, newest first, as the list shows them."""
        mine = [row[0] for row in self.jobs() if row[6] == viewer and row[2] == "email"]
        return mine[::-1]

    def _moments(self) -> Iterator[tuple[int, datetime]]:
        first, step = utcnow().replace(hour=0, minute=0, second=0) - SPAN, SPAN / self.count
        # Two crowds of one table must not have the same ids.
        first = first.replace(microsecond=1000 if self.waiting_in else 0)
        return ((number, first + number * step) for number in range(self.count))

    def _ended(self, number: int, moment: datetime) -> Row:
        queue = "email" if number // MANY_OWN_ONE_IN % 10 < MAIL_IN_TEN else "reports"
        at = _written(moment)
        return (
            *self._asked(number, moment, queue), "finished",
            100, '{"done": true}', 1, 0, 0, 3, None, 0, 0, 1, at, at, at,
        )  # fmt: skip

    def _waiting(self, number: int, moment: datetime) -> Row:
        at = _written(moment)
        return (
            *self._asked(number, moment, self.waiting_in), "queued",
            0, None, 0, 0, 0, 3, at, 0, 0, 0, at, None, None,
        )  # fmt: skip

    def _asked(self, number: int, moment: datetime, queue: str) -> Row:
        tenant, viewer = f"tenant-{number % self.tenants}", self._viewer(number)
        args = f'{{"number": {number}}}'
        return first_id_at(moment), Nothing.kind, queue, args, tenant, viewer, viewer, 0

    def _viewer(self, number: int) -> str:
        if number % MANY_OWN_ONE_IN == 0:
            return MANY
        few = number % max(2, self.count // FEW_OWN) == 1
        return FEW if few else f"viewer {number % VIEWERS}"


def load(ledger: Ledger, crowd: Crowd) -> None:
    """Write the rows as quickly as the database can, and tidy up as it would by itself."""
    fill = _fill_postgresql if ledger.name == POSTGRESQL else _fill_sqlite
    fill(ledger.url, {"jobs": (JOBS, crowd.jobs()), "job_events": (EVENTS, crowd.events())})


def _fill_postgresql(url: str, tables: Tables) -> None:
    dsn = url.replace("+psycopg", "")
    with psycopg.connect(dsn, autocommit=True, options="-c timezone=UTC") as connection:
        for table, (columns, rows) in tables.items():
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with connection.cursor().copy(into) as copy:
                for row in rows:
                    copy.write_row(row)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")  # or else it would write all this while we measure


def _fill_sqlite(url: str, tables: Tables) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        for table, (columns, rows) in tables.items():
            into = f"{table} ({', '.join(columns)})"
            values = ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {into} VALUES ({values})", rows)  # noqa: S608
            connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _written(moment: datetime) -> str:
    """Return the one form that both databases store alike."""
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"
