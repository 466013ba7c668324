"""Which of the many sums on a receipt is the one that was paid."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from balcao.receipts.fields import amounts
from balcao.receipts.fields.amounts import Amount
from balcao.receipts.fields.candidates import Candidate, explained
from balcao.receipts.fields.hit import Hit
from balcao.receipts.fields.labels import layouts
from balcao.receipts.fields.letters import plain
from balcao.receipts.fields.marks import Board
from balcao.receipts.fields.rows import Cell

_WEIGHTS = {"amount_paid": 0.95, "amount_total": 0.85, "amount": 0.8, "amount_other": 0.06}
_ALONE = 0.3  # a sum without any word
_TALL, _HEADLINE, _MUCH_TALLER = 0.2, 0.4, 1.3
_SIGN, _AGAIN, _PREFERRED, _ADDS_UP = 0.05, 0.1, 0.15, 0.15
_DEMOTED, _LABELLED = 0.1, 0.97
_OVER, _IN_TABLE = 0.7, 0.5
_MOST_PARTS = 24  # sums that are tried for adding up


def sums(board: Board, kind: str | None) -> list[Candidate[Amount]]:
    """Return every sum of the page with what speaks for its being the paid one."""
    found = [
        _candidate(board, cell, hit)
        for cell in board.sheet.cells
        for hit in amounts.find(cell.text)
    ]
    again = Counter(c.value.value for c in found if c.attribute != "amount_other")
    whole, preferred, tables = _wholes(found), layouts().preferred(kind), _tables(board)
    demoted = layouts().demote.get(kind or "shop", ())
    return [
        replace(
            c,
            score=(_score(c, board, preferred) if c.words not in demoted else _DEMOTED)
            * (_IN_TABLE if c.cell.row in tables else 1.0)
            + _AGAIN * (again[c.value.value] > 1)
            + _ADDS_UP * (c.value.value in whole),
        )
        for c in found
        if c.value.value > 0
    ]


def _candidate(board: Board, cell: Cell, hit: Hit[Amount]) -> Candidate[Amount]:
    """Return a sum with its label, which proves it as well as a sign of money would."""
    mark = explained(board, cell)
    labelled = mark is not None and mark.attribute in _WEIGHTS and not hit.repaired
    return Candidate(hit.value, cell, mark, 0.0, max(hit.confidence, _LABELLED * labelled))


def _wholes(found: Sequence[Candidate[Amount]]) -> set[Decimal]:
    """Return what the smaller sums come to: net and tax, or cash without the change."""
    parts = [c.value.value for c in found if c.attribute == "amount_other" and c.value.value > 0]
    pairs = list(combinations(parts[:_MOST_PARTS], 2))
    wholes = {a + b for a, b in pairs} | {abs(a - b) for a, b in pairs}
    return wholes | _rounded(found)


def _rounded(found: Sequence[Candidate[Amount]]) -> set[Decimal]:
    """Return the lower one of two totals that differ by what was rounded."""
    change = {abs(c.value.value) for c in found if "round" in c.words and abs(c.value.value) < 1}
    totals = [c for c in found if c.attribute in {"amount_paid", "amount_total"}][:_MOST_PARTS]
    return {
        lower.value.value
        for upper, lower in combinations(totals, 2)
        if abs(lower.value.value - upper.value.value) in change - {Decimal(0)}
    }


def _tables(board: Board) -> range:
    """Return the rows of a table of taxes, whose totals are not those of the receipt."""
    for cell in board.sheet.cells:
        if plain(cell.text).startswith(layouts().tables) and cell.row > len(board.sheet.rows) // 2:
            return range(cell.row, len(board.sheet.rows))
    return range(0)


def _score(candidate: Candidate[Amount], board: Board, preferred: Sequence[str]) -> float:
    weight = _WEIGHTS.get(candidate.attribute, 0.0 if candidate.mark else _ALONE)
    if candidate.words in preferred:
        place = preferred.index(candidate.words)
        weight = max(weight, 0.8) + _PREFERRED * (1 - place / len(preferred))
    if candidate.cell.height > _MUCH_TALLER * board.sheet.letter and weight >= _ALONE:
        weight += _TALL if candidate.mark else _HEADLINE
    if candidate.mark and candidate.mark.cell.row != candidate.cell.row:
        weight *= _OVER
    weight += _SIGN if candidate.value.currency else -_SIGN
    return weight * candidate.proof
