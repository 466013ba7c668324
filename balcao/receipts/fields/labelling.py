"""Finds the labels of a page, and whose each is: by its words, its column, its part of the page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from balcao.receipts.fields.announced import announced
from balcao.receipts.fields.blocks import OF_A_PARTY
from balcao.receipts.fields.direction import owner_of, reads_upward
from balcao.receipts.fields.labels import Labelled
from balcao.receipts.fields.letters import words
from balcao.receipts.fields.marks import Board, Mark
from balcao.receipts.fields.rows import Cell, Sheet
from balcao.receipts.fields.wordings import layouts

_ALIGNED = 1.5  # of a letter's height
_HEAD_ROWS, _SUBJECTS = 8, (" assunto ", " subject ")
_FEW = 2  # heights that something left of a heading is wide, at least


def board_of(sheet: Sheet) -> Board:
    """Find the labels of a sheet, and which part of it speaks of who paid and who received."""
    board = _board(sheet, frozenset())
    turned = _meant_for_the_payer(board)
    if turned:
        board = _board(sheet, turned)
    board.upward = reads_upward(board)
    return board


def _meant_for_the_payer(board: Board) -> frozenset[str]:
    """Return the words for either side, where another names the receiver and none the payer."""
    claims = {m.labelled.words: m.labelled.label.role for m in board.marks.values()}
    receiving = {words for words, role in claims.items() if role == "receiver"}
    either = receiving & layouts().either
    return frozenset(either if receiving > either and "payer" not in claims.values() else ())


def _board(sheet: Sheet, turned: frozenset[str]) -> Board:
    board, parts = Board(sheet, owner=owner_of(sheet)), [_Part(float("-inf"), "", -1)]
    letter_head = _letter_head(sheet)
    for row in sheet.rows:
        if _is_head(row) or row[0].row <= letter_head:
            board.tails.update(row)
        found = [
            (cell, labelled)
            for cell in row
            if (labelled := announced(board, cell, _turned_here(turned, _part(parts, cell))))
        ]
        opened = [
            _Part(cell.left - cell.height, labelled.label.role, cell.row, _in_the_middle(cell, row))
            for cell, labelled in found
            if labelled.label.attribute == "section"
        ]
        parts = _parts(parts, opened)
        within = {cell: _part(parts, cell) for cell in row}
        board.roles.update((cell, part.role) for cell, part in within.items())
        roles = (d.label.role for _, d in found if d.label.attribute in OF_A_PARTY)
        named = next(filter(None, roles), "")
        for cell, labelled in found:
            board.marks[cell] = Mark(
                cell, labelled, _role(board, cell, labelled, within[cell]) or named
            )
    return board


def _part(parts: Sequence["_Part"], cell: Cell) -> "_Part":
    return next(part for part in reversed(parts) if part.left <= cell.left)


def _turned_here(turned: frozenset[str], part: "_Part") -> frozenset[str]:
    """Return the words that mean the payer: where the page speaks of him, all for either side."""
    return turned | layouts().either if part.role == "payer" else turned


def _role(board: Board, cell: Cell, labelled: Labelled, part: "_Part") -> str:
    """Return whose a label is: by its words, by the label over it, or by its part of the page."""
    if labelled.label.role or labelled.label.attribute not in OF_A_PARTY:
        return labelled.label.role or part.role
    beside = (board.marks[other] for other in board.sheet.before(cell) if other in board.marks)
    named_beside = next((mark.labelled.label.role for mark in beside), "")
    if named_beside:
        return named_beside
    over = next((m for m in reversed(board.marks.values()) if _heads(m.cell, cell)), None)
    named = over and over.attribute in OF_A_PARTY and over.cell.row >= part.row
    return (named and over and over.role) or part.role


def _heads(over: Cell, cell: Cell) -> bool:
    aligned = abs(over.left - cell.left) < _ALIGNED * cell.height
    return aligned and over.row < cell.row and over.line.page == cell.line.page


def _letter_head(sheet: Sheet) -> int:
    """Return the last row of an e-mail's own head, whose sender and addressee pay nobody."""
    first = (cell for row in sheet.rows[:_HEAD_ROWS] for cell in row)
    return next((c.row for c in first if words(c.text).startswith(_SUBJECTS)), -1)


def _is_head(row: Sequence[Cell]) -> bool:
    """Say whether a row names the columns of a table of goods, and no value."""
    said = {word for cell in row for word in words(cell.text).split()}
    return len(said) > 1 and said <= layouts().heads and not said.isdisjoint(layouts().counts)


@dataclass(frozen=True)
class _Part:
    left: float
    role: str
    row: int  # from which on it is that
    beside: bool = False  # of something that stands left of it and is not its


def _parts(parts: list[_Part], opened: list[_Part]) -> list[_Part]:
    """Return the columns from this row on: one heading alone holds for the whole width."""
    if not opened:
        return parts
    if opened[0].beside:
        return [*(part for part in parts if part.left < opened[0].left), *opened]
    first = replace(opened[0], left=float("-inf"))
    return [first, *opened[1:]]


def _in_the_middle(cell: Cell, row: Sequence[Cell]) -> bool:
    return cell.column > 0 and row[0].right - row[0].left > _FEW * row[0].height
