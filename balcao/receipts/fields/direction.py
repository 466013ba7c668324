"""How a page is to be read: values over their labels, and as whose paper."""

import re

from balcao.receipts.fields import amounts, dates, documents, iban
from balcao.receipts.fields.letters import words
from balcao.receipts.fields.marks import Board, Mark, follows
from balcao.receipts.fields.rows import Cell, Sheet
from balcao.receipts.fields.wordings import layouts

_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9./-]{6,}")
_LEAST = 2  # labels that must agree


def owner_of(sheet: Sheet) -> str:
    """Return whom a page speaks to: who paid, if it does not say that money came in."""
    told = (words(_with_next_line(sheet, cell)) for cell in sheet.cells)
    came_in = any(phrase in text for text in told for phrase in layouts().incoming)
    return "receiver" if came_in else "payer"


def _with_next_line(sheet: Sheet, cell: Cell) -> str:
    below = next(iter(sheet.under(cell, most=1)), None)
    return f"{cell.text} {below.text}" if below and follows(cell, below) else cell.text


def reads_upward(board: Board) -> bool:
    """Ask the labels whose values have a form whether such a value is over them or under them."""
    alone = [mark for mark in board.marks.values() if not board.answered(mark)]
    up = sum(_fits(mark, board.over(mark.cell)) for mark in alone)
    down = sum(_fits(mark, board.under(mark.cell)) for mark in alone)
    return up >= _LEAST and up > down


def _fits(mark: Mark, cell: Cell | None) -> bool:
    """Say whether a text has the form of what a label announces."""
    if cell is None:
        return False
    sort, text = mark.attribute, cell.text.strip()
    if sort.startswith("date"):
        return bool(dates.find(text))
    if sort.startswith("amount"):
        return bool(amounts.find(text, bare=False))
    if sort.startswith("id_"):
        return bool(_CODE.fullmatch(text))
    if sort == "document":
        return bool(documents.find(text))
    return sort == "iban" and bool(iban.find(text))
