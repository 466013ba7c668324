"""Labels where they stand on the page, whose each is, and the values beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from balcao.receipts.fields.labels import Labelled, meanings
from balcao.receipts.fields.letters import plain
from balcao.receipts.fields.rows import Cell, Sheet
from balcao.receipts.fields.wordings import Label

_RIGHT, _UNDER = 0.97, 0.9  # how sure a value is that stands there
_CLOSE, _ALIKE = 0.9, 0.45  # of a letter's height
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
        known, here = meanings(self.labelled.words), self.labelled.label
        return known if any(label.role == here.role for label in known) else (here,)

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
    tails: set[Cell] = field(default_factory=set)  # second lines of labels: they announce nothing
    upward: bool = False  # values stand over their labels
    owner: str = "payer"  # whom the page speaks to: `sua conta`

    def of(self, *attributes: str) -> list[Mark]:
        """Return the labels that may announce one of these, from top to bottom."""
        return [mark for mark in self.marks.values() if any(mark.means(a) for a in attributes)]

    def values(self, mark: Mark) -> Iterator[Value]:
        """Yield what may belong to a label, likeliest first: behind, beside, under it."""
        exact = mark.labelled.label.exact
        if mark.labelled.rest:
            yield Value(mark.labelled.rest, [behind(mark)], exact)
        beside = self._beside(mark.cell)
        if beside:
            yield Value(" ".join(c.text for c in beside), beside, exact * _RIGHT)
        if mark.labelled.rest and not beside:
            return
        cells = self._lines_over(mark.cell) if self.upward else []
        under = self.under(mark.cell)
        if under and not (cells and _nearer(mark.cell, cells[-1], under)):
            cells = [under]
        if cells:
            text = " ".join(cell.text for cell in cells)
            yield Value(text, cells, exact * (_UNDER - 0.15 * bool(beside)))
        elif mark.labelled.closed and not beside and (begun := self._next_line(mark.cell)):
            yield Value(begun.text, [begun], exact * _UNDER)

    def _next_line(self, cell: Cell) -> Cell | None:
        """Return where the text goes on whose line ended with a label."""
        if self.sheet.after(cell):
            return None
        row = next(iter(self.sheet.rows[cell.row + 1 : cell.row + 2]), None)
        begun = row[0] if row else None
        goes_on = begun and begun.left < cell.left and begun not in self.marks
        return begun if goes_on and begun and follows(cell, begun) else None

    def answered(self, mark: Mark) -> bool:
        """Say whether a label has its value beside it: what is over or under it is another's."""
        beside = self.sheet.after(mark.cell)[:1]
        return bool(mark.labelled.rest) or bool(beside and beside[0] not in self.marks)

    def _beside(self, cell: Cell) -> list[Cell]:
        found: list[Cell] = []
        for other in self.sheet.after(cell):
            if other in self.marks and not found:
                return []
            if other in self.marks or (found and other.left - found[-1].right > 6 * other.height):
                break
            found.append(other)
        return found

    def over(self, cell: Cell) -> Cell | None:
        """Return what stands right over a label, if it is none itself."""
        for other in self.sheet.over(cell, most=1):
            far = cell.top - other.bottom > _FURTHEST * max(cell.height, self.sheet.letter)
            return None if other in self.marks or far else other
        return None

    def _lines_over(self, cell: Cell) -> list[Cell]:
        """Return the lines of the value over a label, from the top."""
        last = self.over(cell)
        first = self.over(last) if last else None
        two = first is not None and last is not None and follows(first, last)
        return [line for line in (first if two else None, last) if line]

    def under(self, cell: Cell) -> Cell | None:
        """Return what stands under a label before any other label does."""
        for other in self.sheet.under(cell):
            if other in self.tails:
                continue
            far = other.top - cell.bottom > _FURTHEST * max(cell.height, self.sheet.letter)
            return None if other in self.marks or far else other
        return None

    def continued(self, cell: Cell) -> Cell | None:
        """Return the next line of a value that did not fit: under it, alone, close, no label."""
        for other in self.sheet.under(cell, most=1):
            free = other not in self.marks and other not in self.tails
            free = free and not self._is_beside_a_label(cell, other)
            return other if free and follows(cell, other) else None
        return None

    def _is_beside_a_label(self, cell: Cell, other: Cell) -> bool:
        """Say whether what stands left of the next line is a label, perhaps one nobody knows."""
        left, above = self.sheet.before(other)[:1], self.sheet.before(cell)[:1]
        if not left or left[0] in self.tails or left[0].text[:1].islower():
            return False  # nothing, or the second line of a label
        labels = bool(above) and above[0] in self.marks
        return left[0] in self.marks or (labels and abs(left[0].left - above[0].left) < cell.height)

    @cached_property
    def text(self) -> str:
        """Return all rows as one text, cells and rows parted by spaces and line ends."""
        return "\n".join("  ".join(cell.text for cell in row) for row in self.sheet.rows)

    @cached_property
    def plain(self) -> str:
        """Return the whole page as labels are compared."""
        return " ".join(plain(cell.text) for cell in self.sheet.cells)


def _nearer(cell: Cell, over: Cell, under: Cell) -> bool:
    """Say whether what stands over a label is not further away than what stands under it."""
    return cell.top - over.bottom <= under.top - cell.bottom


def behind(mark: Mark) -> Cell:
    """Return the part of a label's run that is its value; its letters are taken as equally wide."""
    return mark.cell.cut(mark.labelled.start)


def follows(cell: Cell, other: Cell) -> bool:
    """Say whether a run looks like the next line of another: close under it, of its size."""
    close = other.top - cell.bottom < _CLOSE * cell.height
    return close and abs(other.height - cell.height) < _ALIKE * cell.height
