"""Values found anywhere on the page, each with its label and with what speaks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from balcao.receipts.fields.found import Found, Source
from balcao.receipts.fields.marks import Board, Mark
from balcao.receipts.fields.rows import Cell

Value_co = TypeVar("Value_co", covariant=True)
_STEPS = ((0.7, 0.98), (0.4, 0.95), (0.25, 0.8))  # least score, how often such a one is right
_UNKNOWN = 0.5
_NEAR, _CONTESTED = 0.8, 1.5  # from where on a rival counts, and how much
_FURTHEST = 4.5  # heights of a letter between a value and the label over it


@dataclass(frozen=True)
class Candidate(Generic[Value_co]):
    """One value that may be the field's; the best score wins, the second is the doubt."""

    value: Value_co
    cell: Cell
    mark: Mark | None = None
    score: float = 0.0
    proof: float = 1.0  # how well its own characters prove it

    @property
    def attribute(self) -> str:
        """Return what its label announces, or nothing where it stands alone."""
        return self.mark.attribute if self.mark else ""

    @property
    def words(self) -> str:
        """Return its label as labels are compared."""
        return self.mark.labelled.words if self.mark else ""

    def found(self, text: str, source: Source, confidence: float) -> Found:
        """Return it as a field."""
        return Found(
            text,
            round(max(0.0, min(1.0, confidence)), 3),
            source,
            self.cell.box,
            self.cell.line.page,
            self.label,
        )

    @property
    def label(self) -> str:
        """Return the words of its label as they are printed."""
        if not self.mark:
            return ""
        return self.mark.cell.text[: self.mark.labelled.start or None].strip(" :")


def explained(board: Board, cell: Cell) -> Mark | None:
    """Return the label of the value in a cell: in it, left of it, or over it."""
    if cell in board.marks:
        return board.marks[cell]
    for other in board.sheet.before(cell):
        if other in board.marks:
            return board.marks[other]
    if board.upward:
        below = next(iter(board.sheet.under(cell, most=1)), None)
        return board.marks.get(below) if below else None
    for other in board.sheet.over(cell):
        if other in board.marks:
            far = cell.top - other.bottom > _FURTHEST * max(other.height, board.sheet.letter)
            return None if far or board.answered(board.marks[other]) else board.marks[other]
    return None


def best(
    candidates: Sequence[Candidate[Value_co]],
) -> tuple[Candidate[Value_co] | None, float]:
    """Return the likeliest candidate, and how sure its place and its rivals leave it."""
    ranked = sorted(candidates, key=lambda c: -c.score)
    if not ranked:
        return None, 0.0
    first = ranked[0]
    rival = next((c.score for c in ranked[1:] if c.value != first.value), 0.0)
    near = max(rival, 0.0) / first.score if first.score > 0 else 1.0
    return first, _sure(first.score) * (1 - _CONTESTED * max(0.0, near - _NEAR))


def _sure(score: float) -> float:
    return next((sure for least, sure in _STEPS if score >= least), _UNKNOWN)
