"""What else is printed: due dates, references, lines of boletos, keys of coupons, words, taxes."""

from collections.abc import Iterator

from balcao.receipts.fields import access_key, amounts, boleto, dates, multibanco
from balcao.receipts.fields.candidates import Candidate
from balcao.receipts.fields.marks import Board, Value
from balcao.receipts.fields.rows import Cell

_SURE = 0.9
_TAXES = ("tributos", "iva", "valordoiva", "totaliva", "totaldoiva", "gst", "totalgst")


def details(board: Board, kind: str | None) -> Iterator[tuple[str, Candidate[str]]]:
    """Yield fields that no verdict needs, by name."""
    yield from _slip(board)
    if kind == "multibanco":
        yield from _reference(board)
    for name, attribute in (("phone", "phone"), ("description", "description")):
        value = _first(board, attribute)
        if value:
            yield name, Candidate(value.text, value.cells[0], None, _SURE * value.strength)
    yield from _due(board)
    yield from _tax(board)


def _first(board: Board, attribute: str) -> Value | None:
    for mark in board.of(attribute):
        if mark.attribute == attribute and (mark.role != "payer" or attribute != "phone"):
            return next(board.values(mark), None)
    return None


def _slip(board: Board) -> Iterator[tuple[str, Candidate[str]]]:
    for hit in boleto.find(board.text)[:1]:
        yield "boleto_line", Candidate(hit.value.line, _at(board, hit.start), None, 1.0)
    for key in access_key.find(board.text)[:1]:
        yield "access_key", Candidate(key.value.value, _at(board, key.start), None, 1.0)


def _at(board: Board, place: int) -> Cell:
    """Return the first cell of the row that a place in the page's text is in."""
    return board.sheet.rows[board.text.count("\n", 0, place)][0]


def _reference(board: Board) -> Iterator[tuple[str, Candidate[str]]]:
    for name, parse in (
        ("entity", multibanco.parse_entity),
        ("reference", multibanco.parse_reference),
    ):
        for mark in board.of(name):
            for value in board.values(mark):
                text = parse(value.text)
                if text:
                    yield name, Candidate(text, value.cells[0], mark, _SURE)


def _due(board: Board) -> Iterator[tuple[str, Candidate[str]]]:
    for mark in board.of("date_due"):
        for value in board.values(mark):
            for hit in dates.find(value.text)[:1]:
                text = hit.value.isoformat()
                yield "due_date", Candidate(text, value.cells[0], mark, _SURE, hit.confidence)


def _tax(board: Board) -> Iterator[tuple[str, Candidate[str]]]:
    for mark in board.of("amount_other"):
        if mark.labelled.words.startswith(_TAXES):
            for value in board.values(mark):
                for hit in amounts.find(value.text)[:1]:
                    yield "tax", Candidate(hit.value.text, value.cells[0], mark, _SURE)
