"""Parts runs that an engine drew through two columns, below a row with the labels of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from balcao.receipts.fields.labels import label_of

if TYPE_CHECKING:
    from balcao.receipts.fields.rows import Cell

_COLUMNS, _AWAY, _INDENT = 2, 3, 1.5  # of a table; letters, heights from where a column begins


def parted(rows: Sequence[list[Cell]]) -> Iterable[list[Cell]]:
    """Yield the rows, runs cut at the columns of the labels above as long as those go on."""
    heads: Sequence[Cell] = ()
    for row in rows:
        cut = [part for cell in row for part in _by_columns(cell, heads)]
        parts = cut if len(row) < len(heads) else row
        yield parts
        labels = sum(map(_heads_a_column, parts))
        if labels >= _COLUMNS and labels == len(parts):
            heads = parts
        elif labels or not all(_in_column(cell, heads) for cell in parts):
            heads = ()


def _heads_a_column(cell: Cell) -> bool:
    labelled = label_of(cell.text)
    return labelled is not None and not (labelled.rest and label_of(labelled.rest) is None)


def _in_column(cell: Cell, heads: Sequence[Cell]) -> bool:
    return any(abs(cell.left - head.left) < _INDENT * head.height for head in heads)


def _shift(cell: Cell, heads: Sequence[Cell]) -> float:
    """Return how far the columns have moved to a side since their heads, on a page held askew."""
    moved = cell.left - heads[0].left
    return moved if abs(moved) < _INDENT * cell.height else 0.0


def _by_columns(cell: Cell, heads: Sequence[Cell]) -> list[Cell]:
    """Cut a run at the space that is nearest to where the next column begins."""
    for head in heads[1:]:
        begins = head.left + _shift(cell, heads)
        if cell.left + head.height < begins < cell.right - head.height:
            place = (begins - cell.left) / (cell.right - cell.left) * len(cell.text)
            spaces = [at for at, sign in enumerate(cell.text) if sign == " "]
            at = min(spaces, key=lambda at: abs(at - place), default=0)
            if at and abs(at - place) < _AWAY:
                return [cell.cut(0, at), *_by_columns(cell.cut(at), heads)]
    return [cell]
