"""Puts runs of text back into rows and columns, so that a value can be sought beside its label."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from balcao.adapters.ocr import Line, Point, Quad
from balcao.receipts.fields.columns import parted
from balcao.receipts.fields.labels import inner_labels, label_of
from balcao.receipts.fields.plain import narrow
from balcao.receipts.fields.slant import Slant, slant_of

# A stroke parts two columns, but within a long code it is a letter that was read so.
_GAP = re.compile(r"\t+| {3,}| ?(?<![A-Za-z0-9]{12})\|(?![A-Za-z0-9]{12}) ?")
_TOUCHING, _OVERLAP, _ALIKE = 0.1, 1.5, 0.3  # of a letter's height
# Of what is longer only the beginning is looked at.
MOST_CELLS, MOST_LETTERS = 6_000, 2_000  # of a paper, of a line


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
    part: tuple[float, float] = (0.0, 1.0)  # of its line

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
        (start, end), (a, b, c, d) = self.part, self.line.box
        return (
            _between(a, b, start),
            _between(a, b, end),
            _between(d, c, end),
            _between(d, c, start),
        )

    def room_for(self, other: "Cell") -> float:
        """Return how wide a space and another run's first word are in the letters of this one."""
        letters = len(other.text.split()[0]) + 1
        return letters * (self.right - self.left) / max(len(self.text), 1)

    def cut(self, start: int, end: int | None = None) -> "Cell":
        """Return a part of the run, as if all its letters were equally wide."""
        end, count = len(self.text) if end is None else end, len(self.text)
        wide, (first, last) = self.right - self.left, self.part
        shares = (start / count, end / count)
        return replace(
            self,
            text=self.text[start:end].strip(),
            left=self.left + wide * shares[0],
            right=self.left + wide * shares[1],
            part=(first + (last - first) * shares[0], first + (last - first) * shares[1]),
        )


def _between(one: Point, other: Point, share: float) -> Point:
    return (one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share)


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

    @cached_property
    def right(self) -> float:
        """Return where the longest line ends."""
        return max((cell.right for cell in self.cells), default=0.0)

    @cached_property
    def width(self) -> float:
        """Return how much of the page is written on."""
        return self.right - min((cell.left for cell in self.cells), default=0.0)

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
    pages: dict[int, list[Quad]] = {}
    for line in lines[:MOST_CELLS]:
        pages.setdefault(line.page, []).append(line.box)
    slants = {page: slant_of(boxes) for page, boxes in pages.items()}
    cells = [cell for line in lines[:MOST_CELLS] for cell in _cells(line, slants[line.page])]
    cells.sort(key=lambda cell: (cell.line.page, cell.middle))
    rows: list[list[Cell]] = []
    for cell in cells:
        if rows and _in_row(rows[-1], cell):
            rows[-1].append(cell)
        else:
            rows.append([cell])
    whole = [_whole(row) for row in rows]
    return Sheet([_placed(row, number) for number, row in enumerate(parted(whole))])


def _in_row(row: Sequence[Cell], cell: Cell) -> bool:
    last = row[-1]
    if last.line.page != cell.line.page:
        return False
    reach = 0.5 * min(last.height, cell.height)
    return cell.middle - last.middle < reach and cell.middle - row[0].middle < 1.4 * reach


def _whole(row: list[Cell]) -> list[Cell]:
    """Put back together from left to right what an engine cut in two within a word's reach."""
    row.sort(key=lambda cell: cell.left)
    whole = row[:1]
    for cell in row[1:]:
        if _was_cut(whole[-1], cell):
            whole[-1] = _joined(whole[-1], cell)
        else:
            whole.append(cell)
    return whole


def _was_cut(one: Cell, other: Cell) -> bool:
    touching = -_OVERLAP < (other.left - one.right) / one.height < _TOUCHING
    alike = abs(one.height - other.height) < _ALIKE * one.height
    apart = one.line is not other.line and label_of(other.text) is None
    return touching and alike and apart and not one.text.rstrip().endswith(":")


def _joined(one: Cell, other: Cell) -> Cell:
    """Return both as one run, without a letter that was read at both edges."""
    wide = (one.right - one.left) / len(one.text)
    twice = round((one.right - other.left) / wide)
    more = other.text[twice:] if twice > 0 and one.text.endswith(other.text[:twice]) else other.text
    text = f"{one.text} {more.strip()}"
    box = (one.box[0], other.box[1], other.box[2], one.box[3])
    sure = min(one.line.confidence, other.line.confidence)
    line = Line(text, box, sure, one.line.page)
    top, bottom = (one.top + other.top) / 2, (one.bottom + other.bottom) / 2
    return Cell(text, line, one.left, top, other.right, bottom)


def _placed(row: list[Cell], number: int) -> list[Cell]:
    return [replace(cell, row=number, column=column) for column, cell in enumerate(row)]


def _cells(line: Line, slant: Slant) -> list[Cell]:
    """Cut a run at wide gaps; its letters are taken to be equally wide."""
    text = narrow(line.text[:MOST_LETTERS])
    if not text.strip():
        return []
    left, right, top, bottom = slant.levelled(line.box)
    gaps = [gap.span() for gap in _GAP.finditer(text)] + [(at, at) for at in inner_labels(text)]
    cuts = [0, *(place for gap in sorted(gaps) for place in gap), len(text)]
    whole = Cell(text, line, left, top, right, bottom)
    return [
        whole.cut(start, end) for start, end in list(pairwise(cuts))[::2] if text[start:end].strip()
    ]
