"""What stands below the heading of a side, line by line, where no label says what is what."""

from collections.abc import Iterator

from balcao.receipts.fields import amounts, banks, documents
from balcao.receipts.fields.marks import Board, Mark
from balcao.receipts.fields.names import is_prose
from balcao.receipts.fields.rows import Cell

OF_A_PARTY = frozenset(("name", "alias", "document", "bank", "account", "key", "iban", "phone"))
_MOST, _APART = 7, 2.5  # rows; heights of a letter between two of them


def lines(board: Board, mark: Mark) -> Iterator[Cell]:
    """Yield what no label explains, until something else than a party's own begins."""
    last = mark.cell
    for row in board.sheet.rows[last.row + 1 : last.row + 1 + _MOST]:
        mine = [cell for cell in row if board.roles[cell] == board.roles[mark.cell]]
        if not mine or mine[0].top - last.bottom > _APART * last.height or any(map(_is_sum, row)):
            return
        for cell in mine:
            told = board.marks.get(cell)
            if is_prose(cell.text):
                return
            if told and (told.attribute not in OF_A_PARTY or told.role not in ("", mark.role)):
                return
            free = not told or told.attribute == "account"  # whose number may be before a name
            if free and cell not in board.tails and not _is_of_a_pair(board, cell):
                yield cell
        last = mine[0]


def _is_sum(cell: Cell) -> bool:
    return any(hit.start == 0 for hit in amounts.find(cell.text))


def _is_of_a_pair(board: Board, cell: Cell) -> bool:
    """Say whether it is the value of a label left of it, or such a label that nobody knows."""
    left = next((board.marks[c] for c in board.sheet.before(cell) if c in board.marks), None)
    right = next(iter(board.sheet.after(cell)), None)
    values = right is not None and board.roles[right] == board.roles[cell]
    if values and right and not banks.find(cell.text):
        return not documents.find(right.text)
    return left is not None and not left.labelled.rest
