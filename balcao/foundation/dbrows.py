"""Rows given to a statement as one JSON parameter: the same statement serves for any number.

A parameter for each value of each row would make a statement for each number of rows, which
takes longer to build than all of them take to run.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    JSON,
    ColumnElement,
    Integer,
    String,
    bindparam,
    cast,
    literal_column,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import TypeEngine

ROWS, COUNT = "given_rows", "given_count"


def given(fields: Mapping[str, TypeEngine[Any]]) -> CTE:
    """Return the rows that `parameters` carries, with these columns."""
    rows = _Elements(bindparam(ROWS, type_=String())).table_valued("value")
    columns = (_field(rows.c.value, name, kind).label(name) for name, kind in fields.items())
    # PostgreSQL expects a hundred rows of any function, and would rather read a small table whole.
    return select(*columns).limit(bindparam(COUNT, type_=Integer())).cte("given")


def parameters(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what a statement with `given` is executed with; JSON is given as its text."""
    return {ROWS: json.dumps(rows), COUNT: len(rows)}


def _field(row: ColumnElement[Any], name: str, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    text = row.op("->>", return_type=String())(literal_column(f"'{name}'"))
    if isinstance(kind, JSON):
        return _Document(text)
    return text if isinstance(kind, String) else cast(text, kind)


class _Elements(FunctionElement[Any]):
    inherit_cache = True
    name = "elements"


class _Document(FunctionElement[Any]):
    type = JSON(none_as_null=True)
    inherit_cache = True
    name = "document"


@compiles(_Elements, "postgresql")
def _elements_postgresql(element: _Elements, compiler: SQLCompiler, **options: object) -> str:
    return f"json_array_elements(CAST({compiler.process(element.clauses, **options)} AS JSON))"


@compiles(_Elements, "sqlite")
def _elements_sqlite(element: _Elements, compiler: SQLCompiler, **options: object) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Document, "postgresql")
def _document_postgresql(element: _Document, compiler: SQLCompiler, **options: object) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS JSON)"


@compiles(_Document, "sqlite")  # which keeps JSON as text
def _document_sqlite(element: _Document, compiler: SQLCompiler, **options: object) -> str:
    return compiler.process(element.clauses, **options)
