"""What sort of receipt a page is, and in which country's money."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from balcao.receipts.fields import access_key, boleto, documents, e2e, iban, multibanco
from balcao.receipts.fields import amounts as money
from balcao.receipts.fields.letters import glued, solid, words
from balcao.receipts.fields.marks import Board
from balcao.receipts.fields.wordings import layouts

BRAZIL = ("pix", "ted", "boleto", "cupom")
PORTUGAL = ("mbway", "multibanco", "transferencia", "fatura")
_TITLE_ROWS, _TITLE, _TALL = 6, 3.0, 1.25
_GLUED = 6  # letters a phrase needs to be recognised without its spaces
_ENOUGH, _BRAZILIAN = 2.0, 3.0
_PROVED = 8.0
_SIGNS = {"R$": "BRL", "€": "EUR"}
_USUAL, _GUESS = {"BRL": "pix", "EUR": "transferencia"}, 0.5
_TELLING = {"mbway": 3.0, "ted": 1.5}  # named by nothing but themselves


@dataclass(frozen=True)
class Sort:
    """The kind, or nothing for a shop abroad; and the currency of most sums."""

    kind: str | None
    confidence: float
    currency: str | None


def sort_of(board: Board) -> Sort:
    """Weigh the words of the page and the numbers only one kind bears."""
    currency = currency_of(board)
    weights = _words(board)
    for kind, weight in _proofs(board):
        weights[kind] = weights.get(kind, 0.0) + weight
    if currency in {"BRL", "EUR"}:
        other = PORTUGAL if currency == "BRL" else BRAZIL
        for kind in other:
            weights[kind] = 0.3 * weights.get(kind, 0.0)
    elif currency:
        weights.clear()
    ranked = sorted(weights.items(), key=lambda item: -item[1])[:2]
    if not ranked or ranked[0][1] < _ENOUGH:
        return Sort(_unsaid(board, currency), _GUESS, currency)
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    kind = ranked[0][0]
    return Sort(kind, 1 - 0.5 * second / ranked[0][1], currency or _money_of(kind))


def _unsaid(board: Board, currency: str | None) -> str | None:
    """Return what it most likely is if somebody pays somebody and no word says how."""
    between_two = {"payer", "receiver"} <= {mark.role for mark in board.marks.values()}
    return _USUAL.get(currency or "") if between_two else None


def currency_of(board: Board) -> str | None:
    """Return the currency most sums are written in."""
    brazilian = bool(documents.find(board.text, ("cpf", "cnpj")))
    seen = Counter(
        hit.value.currency
        for cell in board.sheet.cells
        for hit in money.find(cell.text, bare=False)
        # The C of a credit in a Brazilian statement is no euro sign that was misread.
        if hit.value.currency and not (brazilian and hit.repaired and hit.value.currency == "EUR")
    )
    if not seen:  # the sign may stand in a label: `Valor (R$)`
        return next((code for sign, code in _SIGNS.items() if sign in board.text), None)
    return seen.most_common(1)[0][0]


def _money_of(kind: str) -> str:
    return "BRL" if kind in BRAZIL else "EUR"


def _words(board: Board) -> dict[str, float]:
    """Return how often a kind's words stand on the page; headings count more."""
    weights: dict[str, float] = {}
    for cell in board.sheet.cells:
        tall = cell.height > _TALL * board.sheet.letter
        weight = _TITLE if cell.row < _TITLE_ROWS or tall else 1.0
        spaced = words(cell.text)
        letters = glued(spaced)
        for kind, phrases in layouts().kinds.items():
            said = any(map(spaced.__contains__, phrases))
            if said or any(map(letters.__contains__, solid(phrases, _GLUED))):
                weights[kind] = weights.get(kind, 0.0) + weight * _TELLING.get(kind, 1.0)
    return weights


def _proofs(board: Board) -> Sequence[tuple[str, float]]:
    """Return the kinds that a number on the page stands for."""
    found: list[tuple[str, float]] = []
    if e2e.find(board.text):
        found.append(("pix", _PROVED))
    if boleto.find(board.text):
        found.append(("boleto", _PROVED / 2))
    if access_key.find(board.text):
        found.append(("cupom", _PROVED))
    if iban.find(board.text):
        found.append(("transferencia", _PROVED - 2))
    pair = _pays_a_reference(board)
    found += [("multibanco", _PROVED / 2 if all(pair) else _ENOUGH)] if pair[0] else []
    if any(hit.value.kind == "nif" for hit in documents.find(board.text, ("nif",))):
        found.append(("fatura", 1.0))
    if documents.find(board.text, ("cpf", "cnpj")):
        found += [(kind, -_BRAZILIAN) for kind in PORTUGAL]
    return found


def _pays_a_reference(board: Board) -> list[bool]:
    """Say whether the page names an entity of five digits, and a reference of nine."""
    pair = (("entity", multibanco.parse_entity), ("reference", multibanco.parse_reference))
    return [
        any(parse(value.text) for mark in board.of(name) for value in board.values(mark))
        for name, parse in pair
    ]
