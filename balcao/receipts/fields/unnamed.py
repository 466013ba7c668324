"""Names that no label announces: over a till's slip, over a number, a phone or an entity."""

import re
from collections.abc import Iterable, Iterator

from balcao.receipts.fields import amounts, banks, documents, shop
from balcao.receipts.fields.candidates import Candidate, explained
from balcao.receipts.fields.documents import Document
from balcao.receipts.fields.letters import words
from balcao.receipts.fields.marks import Board, Mark, follows
from balcao.receipts.fields.names import PARTICLES, loose_name_in, name_in
from balcao.receipts.fields.rows import Cell
from balcao.receipts.fields.wordings import layouts

_HEADED, _NUMBERED, _OVER_ENTITY = 0.85, 0.9, 0.7
_OF_SOMEBODY = ("name", "alias", "section")
_NUMBERED_BY = re.compile(r"\b(?:CPF|CNPJ|NIF|NIPC)\b")
_PHONE = re.compile(r"(?<!\d)(?:\+351\s?)?9[1236]\d\s?\d{3}\s?\d{3}(?!\d)")
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
    return Candidate(name.value, name.cell, None, min(_HEADED, name.score)), number


def _is_heading(mark: Mark) -> bool:
    return not mark.role and mark.cell.row < _HEADING_ROWS


def over_document(board: Board, role: str) -> Candidate[str] | None:
    """Return the name right over a side's number."""
    cells = [mark.cell for mark in board.of("document") if mark.role == role]
    return _over(board, cells, _NUMBERED)


def over_phone(board: Board) -> Candidate[str] | None:
    """Return the contact a page is about: the name over a phone in its heading."""
    cells = [c for row in board.sheet.rows[:_HEADING_ROWS] for c in row if _PHONE.search(c.text)]
    return _over(board, cells, _OVER_ENTITY)


def nobodys(board: Board) -> tuple[Candidate[str] | None, Candidate[Document] | None]:
    """Return name and number that the page gives to neither side: they are whose are missing."""
    numbers = dict(_numbers(board))
    number = next(iter(numbers.values()), None)
    for mark in board.of("name"):
        for value in board.values(mark) if not mark.role else ():
            if name := name_in(value.text):
                return Candidate(name, value.cells[0], mark, _OVER_ENTITY), number
    return _over(board, numbers, _OVER_ENTITY), number


def _numbers(board: Board) -> Iterator[tuple[Cell, Candidate[Document]]]:
    marks = (mark for mark in board.of("document", "name") if not mark.role)
    labelled = [
        (mark.cell, value.cells[0], value.text) for mark in marks for value in board.values(mark)
    ]
    heading = (cell for row in board.sheet.rows[:_HEADING_ROWS] for cell in row)
    bare = [(c, c, c.text) for c in heading if not board.roles[c] and _NUMBERED_BY.search(c.text)]
    for label, cell, text in (*labelled, *bare):
        for hit in documents.find(text):
            if label.row < _HEADING_ROWS and hit.confidence > _OVER_ENTITY:
                yield label, Candidate(hit.value, cell, board.marks.get(label), _OVER_ENTITY)


def _over(board: Board, cells: Iterable[Cell], sure: float) -> Candidate[str] | None:
    for below in cells:
        last = below
        for cell in board.sheet.over(below):
            name = loose_name_in(cell.text) if cell not in board.marks else None
            if not follows(cell, last):
                break
            if name and not banks.find(name):
                return Candidate(_whole(board, cell, name), cell, board.marks.get(below), sure)
            last = cell
    return None


def _whole(board: Board, cell: Cell, name: str) -> str:
    """Return a name's last word or its end, `E FILHOS LDA`, with the line before it."""
    end = " " not in name or name.split(maxsplit=1)[0].lower() in PARTICLES
    over = next(iter(board.sheet.over(cell, most=1)), None) if end else None
    first = loose_name_in(over.text) if over and follows(over, cell) else None
    return f"{first} {name}" if first else name


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
                return Candidate(_whole(board, cell, name), cell, None, _OVER_ENTITY)
    return None
