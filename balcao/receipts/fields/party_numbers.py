"""The numbers of people and companies that a page gives to a side."""

import re
from collections.abc import Iterable, Iterator

from balcao.receipts.fields import blocks, documents
from balcao.receipts.fields.candidates import Candidate, explained
from balcao.receipts.fields.documents import Document, Kind
from balcao.receipts.fields.hit import Hit
from balcao.receipts.fields.marks import Board, Mark, Value
from balcao.receipts.fields.party_names import headings_of_accounts, is_nobodys
from balcao.receipts.fields.rows import Cell
from balcao.receipts.fields.sentences import numbered

_LABELLED, _LOOSE = 0.97, 0.7
_NEAR_ROWS = 3  # from a name to its number
_BEHIND = re.compile(r"[·•,|-]\s*(?:CPF|CNPJ|NIF)\b")  # a bank, then the number of a person


def numbers_of(board: Board, role: str) -> Iterator[Candidate[Document]]:
    """Yield the numbers a side may have, likeliest first."""
    labels = board.of("document")
    yield from _labelled(board, (mark for mark in labels if mark.role == role))
    names = (mark for mark in board.of("name") if mark.role == role)
    yield from filter(documents.stands_alone, _labelled(board, names))
    for mark in headings_of_accounts(board, role):
        for cell in blocks.lines(board, mark):
            yield from filter(documents.stands_alone, _in(cell, mark))
    yield from numbered(board, role)
    yield from _loose(board, role)
    holders = [mark for mark in board.of("name") if is_nobodys(board, mark, role)]
    yield from _labelled(board, (m for m in labels if not m.role and _is_near(m, holders)), _LOOSE)


def _labelled(
    board: Board, marks: Iterable[Mark], most: float = 1.0
) -> Iterator[Candidate[Document]]:
    for mark in marks:
        for value in board.values(mark):
            for hit in _hits(board, value):
                sure = min(value.strength, most)
                yield Candidate(hit.value, value.cells[0], mark, sure, hit.confidence)


def _in(cell: Cell, mark: Mark | None) -> Iterator[Candidate[Document]]:
    for hit in documents.find(cell.text):
        yield Candidate(hit.value, cell, mark, _LOOSE, hit.confidence)


def _is_near(mark: Mark, names: Iterable[Mark]) -> bool:
    return any(0 < mark.cell.row - name.cell.row <= _NEAR_ROWS for name in names)


def _hits(board: Board, value: Value) -> list[Hit[Document]]:
    """Return the documents in a value, with the end of one that went on on the next line."""
    more = board.continued(value.cells[-1])
    found = documents.find(value.text)
    return found if found or not more else documents.find(value.text.strip() + more.text.strip())


def _loose(board: Board, role: str) -> Iterator[Candidate[Document]]:
    """Yield numbers without a label on a side's part of the page; of nine digits may be others."""
    for cell in board.sheet.cells:
        free = _unexplained(board, cell, role) or _BEHIND.search(cell.text)
        if board.roles[cell] == role and free:
            beside = explained(board, cell)
            named = beside is not None and beside.attribute == "document"
            for found in _in(cell, beside):
                if named or found.value.kind != "nif" or found.proof > _LOOSE:
                    yield found


def seller_and_buyer(
    board: Board, kinds: tuple[Kind, ...]
) -> tuple[Candidate[Document] | None, Candidate[Document] | None]:
    """Return who sold and who bought by a bill: the heading's number, and the one after it."""
    found = [
        Candidate(hit.value, cell, explained(board, cell), _LABELLED, hit.confidence)
        for cell in board.sheet.cells
        if board.roles[cell] != "payer" and _unexplained(board, cell)
        for hit in documents.find(cell.text, kinds)
    ]
    seller = next((c for c in found if c.value.kind != "cpf"), None)
    labelled = (c for c in found if c.proof > _LOOSE or c.attribute == "document")
    buyer = next((c for c in labelled if seller and c.value != seller.value), None)
    return seller, buyer if buyer and buyer.value.kind != "cnpj" else None


def _unexplained(board: Board, cell: Cell, role: str = "") -> bool:
    """Say whether no label says that a number is something else, or the other side's."""
    mark = explained(board, cell)
    if not mark or mark.attribute in {"section", "name"}:
        return True
    if mark.attribute == "document":
        return role in ("", mark.role) or not mark.labelled.label.role
    return mark.attribute == "account" and mark.cell is not cell and bool(mark.labelled.rest)
