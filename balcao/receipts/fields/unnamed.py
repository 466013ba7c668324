"""Receivers that no label announces: over a till's slip, and over an entity's number."""

from balcao.receipts.fields import amounts, banks, documents, shop
from balcao.receipts.fields.candidates import Candidate, explained
from balcao.receipts.fields.documents import Document
from balcao.receipts.fields.letters import words
from balcao.receipts.fields.marks import Board, Mark, follows
from balcao.receipts.fields.names import name_in
from balcao.receipts.fields.wordings import layouts

_HEADED, _NUMBERED, _OVER_ENTITY = 0.85, 0.9, 0.7
_OF_SOMEBODY = ("name", "alias", "section")
_HEADING_ROWS, _NEAR, _TALL = 6, 2, 1.3


def seller(board: Board) -> tuple[Candidate[str] | None, Candidate[Document] | None]:
    """Return whose till printed a slip: the heading and the company's number right under it."""
    if not any(slip in words(cell.text) for cell in board.sheet.cells for slip in layouts().slips):
        return None, None
    mark = next((mark for mark in board.of("document") if _is_heading(mark)), None)
    hits = documents.find(mark.cell.text, ("cnpj",)) if mark else []
    name = shop.company(board, "cupom") if hits else None
    if not mark or not name or banks.find(name.value) or mark.cell.row - name.cell.row > _NEAR:
        return None, None
    number = Candidate(hits[0].value, mark.cell, mark, _NUMBERED, hits[0].confidence)
    return Candidate(name.value, name.cell, None, _HEADED), number


def _is_heading(mark: Mark) -> bool:
    return not mark.role and mark.cell.row < _HEADING_ROWS


def over_document(board: Board, role: str) -> Candidate[str] | None:
    """Return the name right over a side's number; over nobody's it may be the receiver's."""
    for whose, sure in ((role, _NUMBERED), ("", _OVER_ENTITY)):
        marks = [mark for mark in board.of("document") if mark.role == whose]
        for mark in marks if whose or role == "receiver" else []:
            for cell in board.sheet.over(mark.cell, most=1):
                name = name_in(cell.text) if cell not in board.marks else None
                if name and follows(cell, mark.cell) and not banks.find(name):
                    return Candidate(name, cell, mark, sure)
    return None


def over_entity(board: Board) -> Candidate[str] | None:
    """Return the name right over `Entidade` or over the sum, for a person to look at."""
    tall = (c for c in board.sheet.cells if c.height > _TALL * board.sheet.letter)
    sums = [cell for cell in tall if amounts.find(cell.text, bare=False)]
    for below in (*(mark.cell for mark in board.of("entity")), *sums):
        for cell in board.sheet.over(below, most=1):
            name = name_in(cell.text)
            heading = any(title in words(cell.text) for title in layouts().titles)
            mark = explained(board, cell)
            party = mark is not None and mark.attribute in _OF_SOMEBODY
            free = not party and cell not in board.marks and board.roles[cell] != "payer"
            close = below.top - cell.bottom < below.height
            if name and not heading and free and close:
                return Candidate(name, cell, None, _OVER_ENTITY)
    return None
