"""The database's own clock, which decides leases and due times for every host alike."""

from datetime import datetime

from sqlalchemy import ColumnElement, Float, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from balcao.foundation.db import UtcDateTime


class db_now(FunctionElement[datetime]):  # noqa: N801 - reads like the SQL function that it is
    """The moment the statement runs, shifted by some seconds."""

    type = UtcDateTime()
    inherit_cache = True
    name = "db_now"

    def __init__(self, seconds: float | ColumnElement[float] = 0.0) -> None:
        shift = seconds if isinstance(seconds, ColumnElement) else literal(float(seconds), Float())
        super().__init__(shift)


@compiles(db_now, "postgresql")
def _postgresql(element: db_now, compiler: SQLCompiler, **options: object) -> str:
    # statement_timestamp, not clock_timestamp: it is stable, so an index can be used with it
    shift = compiler.process(element.clauses, **options)
    return f"(statement_timestamp() + make_interval(secs => {shift}))"


@compiles(db_now, "sqlite")
def _sqlite(element: db_now, compiler: SQLCompiler, **options: object) -> str:
    # the very text SQLAlchemy stores: six digits after the point, so texts compare like times
    shift = compiler.process(element.clauses, **options)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', {shift} || ' seconds')"
