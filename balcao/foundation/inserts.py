"""INSERT as each of our databases writes it: both know ON CONFLICT, and say it alike."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

ON: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def insert_into(table: type, where: Session | Connection) -> Any:
    """Return an INSERT that may say what happens where the row is there already."""
    connection = where.connection() if isinstance(where, Session) else where
    return ON[connection.dialect.name](table)


def insert_from(dialect: str, table: type, columns: Sequence[str], rows: Select[Any]) -> Any:
    """Return the same for rows that a question gives."""
    # The condition is for SQLite, which would else take ON CONFLICT for part of a join.
    return ON[dialect](table).from_select(columns, rows.where(true()))
