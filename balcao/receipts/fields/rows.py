"""Puts runs of text back into rows and columns, so that a value can be sought beside its label."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from balcao.adapters.ocr import Line, Quad
from balcao.receipts.fields.labels import inner_labels

_GAP = re.compile(r"\t+| {3,}| ?\| ?")
MOST_CELLS = 6_000  # of what is longer only the beginning is looked at


@dataclass(frozen=True, eq=False)
class Cell:
    """A run of text that stands alone: neighbours are found by where it lies."""

    text: str
    line: Line
    left: float
    top: float
    right: float
    bottom: float
    row: int = 0
    column: int = 0  # from the left within its row

    @property
    def height(self) -> float:
        """Return how tall its letters are, at least a pixel."""
        return max(self.bottom - self.top, 1.0)

    @property
    def middle(self) -> float:
        """Return the height on the page its text runs along."""
        return (self.top + self.bottom) / 2

    @property
    def box(self) -> Quad:
        """Return its corners as the outside knows them."""
        if self.text == self.line.text:
            return self.line.box
        (left, right), (top, bottom) = (self.left, self.right), (self.top, self.bottom)
        return ((left, top), (right, top), (right, bottom), (left, bottom))


@dataclass(frozen=True)
class Sheet:
    """All cells in reading order; pages follow each other as rows."""

    rows: Sequence[Sequence[Cell]] = field(default_factory=tuple)

    @cached_property
    def cells(self) -> list[Cell]:
        """Return every cell, row by row, from left to right."""
        return [cell for row in self.rows for cell in row]

    @cached_property
    def letter(self) -> float:
        """Return the height of an ordinary letter here."""
        return median([cell.height for cell in self.cells]) if self.rows else 1.0

    def after(self, cell: Cell) -> Sequence[Cell]:
        """Return what stands to the right of a cell, nearest first."""
        return self.rows[cell.row][cell.column + 1 : cell.column + 13]

    def before(self, cell: Cell) -> Sequence[Cell]:
        """Return what stands to the left of a cell, nearest first."""
        return self.rows[cell.row][max(cell.column - 12, 0) : cell.column][::-1]

    def under(self, cell: Cell, *, most: int = 3) -> Iterable[Cell]:
        """Yield the cells of the next rows that stand in the same column as this one."""
        for row in self.rows[cell.row + 1 : cell.row + 1 + most]:
            if row[0].line.page != cell.line.page:
                return
            yield from (other for other in row if _same_column(cell, other))

    def over(self, cell: Cell, *, most: int = 2) -> Iterable[Cell]:
        """Yield the cells of the rows before that stand in the same column, nearest first."""
        for row in self.rows[max(cell.row - most, 0) : cell.row][::-1]:
            if row[0].line.page != cell.line.page:
                return
            yield from (other for other in row if _same_column(cell, other))


def _same_column(one: Cell, other: Cell) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    if shared > 0.3 * min(one.right - one.left, other.right - other.left):
        return True
    return abs(one.left - other.left) < 1.5 * one.height


def sheet_of(lines: Sequence[Line]) -> Sheet:
    """Return the page as rows: what overlaps in height is one row, whatever its letters' size."""
    cells = [cell for line in lines[:MOST_CELLS] for cell in _cells(line)]
    cells.sort(key=lambda cell: (cell.line.page, cell.middle))
    rows: list[list[Cell]] = []
    for cell in cells:
        if rows and _in_row(rows[-1], cell):
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return Sheet([_placed(row, number) for number, row in enumerate(rows)])


def _in_row(row: Sequence[Cell], cell: Cell) -> bool:
    last = row[-1]
    if last.line.page != cell.line.page:
        return False
    reach = 0.5 * min(last.height, cell.height)
    return cell.middle - last.middle < reach and cell.middle - row[0].middle < 1.4 * reach


def _placed(row: list[Cell], number: int) -> list[Cell]:
    row.sort(key=lambda cell: cell.left)
    return [
        Cell(c.text, c.line, c.left, c.top, c.right, c.bottom, number, column)
        for column, c in enumerate(row)
    ]


def _cells(line: Line) -> list[Cell]:
    """Cut a run at wide gaps; its letters are taken to be equally wide."""
    text = line.text
    if not text.strip():
        return []
    left, right = min(x for x, _ in line.box), max(x for x, _ in line.box)
    top, bottom = min(y for _, y in line.box), max(y for _, y in line.box)
    top, bottom = _upright(line.box, top, bottom)
    gaps = [gap.span() for gap in _GAP.finditer(text)] + [(at, at) for at in inner_labels(text)]
    cuts = [0, *(place for gap in sorted(gaps) for place in gap), len(text)]
    wide = (right - left) / len(text)
    return [
        Cell(text[start:end].strip(), line, left + start * wide, top, left + end * wide, bottom)
        for start, end in list(pairwise(cuts))[::2]
        if text[start:end].strip()
    ]


def _upright(box: Quad, top: float, bottom: float) -> tuple[float, float]:
    """Return the height of a tilted run at its beginning's side, not that of its hull."""
    tall = (abs(box[3][1] - box[0][1]) + abs(box[2][1] - box[1][1])) / 2
    if tall <= 0 or tall >= bottom - top:
        return top, bottom
    middle = (top + bottom) / 2
    return middle - tall / 2, middle + tall / 2
