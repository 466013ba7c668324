"""Labels where they stand on the page: whose part of it they are in, and the values beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from balcao.receipts.fields.labels import Label, Labelled, label_of, meanings
from balcao.receipts.fields.letters import plain
from balcao.receipts.fields.rows import Cell, Sheet

_RIGHT, _UNDER = 0.97, 0.9  # how sure a value is that stands there
_FURTHEST = 4.5  # heights of a letter between a label and the value under it


@dataclass(frozen=True, eq=False)
class Mark:
    """A label on the page; its role is its own, or that of the part of the page it is in."""

    cell: Cell
    labelled: Labelled
    role: str = ""

    @property
    def attribute(self) -> str:
        """Return what it announces."""
        return self.labelled.label.attribute

    @property
    def meanings(self) -> tuple[Label, ...]:
        """Return everything these words may announce, in either country."""
        return meanings(self.labelled.words)

    def means(self, attribute: str) -> bool:
        """Say whether these words may announce this, in either country."""
        return self.attribute == attribute or any(
            label.attribute == attribute for label in self.meanings
        )


@dataclass(frozen=True)
class Value:
    """A text that may be a label's value, and how much its place speaks for it."""

    text: str
    cells: Sequence[Cell]
    strength: float


@dataclass
class Board:
    """A sheet with its labels found; what all fields are sought on."""

    sheet: Sheet
    marks: dict[Cell, Mark] = field(default_factory=dict)
    roles: dict[Cell, str] = field(default_factory=dict)

    def of(self, *attributes: str) -> list[Mark]:
        """Return the labels that may announce one of these, from top to bottom."""
        return [mark for mark in self.marks.values() if any(mark.means(a) for a in attributes)]

    def values(self, mark: Mark) -> Iterator[Value]:
        """Yield what may belong to a label, likeliest first: behind, beside, under it."""
        exact = mark.labelled.label.exact
        if mark.labelled.rest:
            yield Value(mark.labelled.rest, [mark.cell], exact)
        beside = self._beside(mark.cell)
        if beside:
            yield Value(" ".join(c.text for c in beside), beside, exact * _RIGHT)
        under = None if mark.labelled.rest and not beside else self._under(mark.cell)
        if under:
            yield Value(under.text, [under], exact * (_UNDER - 0.15 * bool(beside)))

    def _beside(self, cell: Cell) -> list[Cell]:
        found: list[Cell] = []
        for other in self.sheet.after(cell):
            if other in self.marks and not found:
                return []
            if other in self.marks or (found and other.left - found[-1].right > 6 * other.height):
                break
            found.append(other)
        return found

    def _under(self, cell: Cell) -> Cell | None:
        for other in self.sheet.under(cell):
            far = other.top - cell.bottom > _FURTHEST * max(cell.height, self.sheet.letter)
            return None if other in self.marks or far else other
        return None

    def continued(self, cell: Cell) -> Cell | None:
        """Return the next line of a value that did not fit: under it, alone, close, no label."""
        for other in self.sheet.under(cell, most=1):
            if other in self.marks or other.top - cell.bottom > 0.9 * cell.height:
                return None
            if abs(other.height - cell.height) > 0.45 * cell.height:
                return None
            before = self.sheet.before(other)
            return other if not before or before[0] not in self.marks else None
        return None

    @cached_property
    def text(self) -> str:
        """Return all rows as one text, cells and rows parted by spaces and line ends."""
        return "\n".join("  ".join(cell.text for cell in row) for row in self.sheet.rows)

    @cached_property
    def plain(self) -> str:
        """Return the whole page as labels are compared."""
        return " ".join(plain(cell.text) for cell in self.sheet.cells)


def board_of(sheet: Sheet) -> Board:
    """Find the labels of a sheet, and which part of it speaks of who paid and who received."""
    board, parts = Board(sheet), [_Part(float("-inf"), "")]
    for row in sheet.rows:
        found = [(cell, labelled) for cell in row if (labelled := _label(cell))]
        opened = [
            _Part(cell.left - cell.height, labelled.label.role)
            for cell, labelled in found
            if labelled.label.attribute == "section"
        ]
        parts = _parts(parts, opened)
        for cell in row:
            board.roles[cell] = next(p.role for p in reversed(parts) if p.left <= cell.left)
        for cell, labelled in found:
            role = labelled.label.role or board.roles[cell]
            board.marks[cell] = Mark(cell, labelled, role)
    return board


@dataclass(frozen=True)
class _Part:
    left: float
    role: str


def _parts(parts: list[_Part], opened: list[_Part]) -> list[_Part]:
    """Return the columns that hold from this row on: one heading alone holds for the whole width."""
    if not opened:
        return parts
    first = _Part(float("-inf"), opened[0].role)
    return [first, *opened[1:]]


def _label(cell: Cell) -> Labelled | None:
    labelled = label_of(cell.text)
    if not labelled:
        return None
    prose = labelled.rest[:1].islower() and not labelled.closed
    if prose and (labelled.label.attribute == "section" or labelled.rest.count(" ") > 1):
        return None
    return labelled
