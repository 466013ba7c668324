"""Which of the many sums on a receipt is the one that was paid."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from balcao.receipts.fields import amounts
from balcao.receipts.fields.amounts import Amount
from balcao.receipts.fields.candidates import Candidate, explained
from balcao.receipts.fields.labels import layouts
from balcao.receipts.fields.marks import Board

_WEIGHTS = {"amount_paid": 0.95, "amount_total": 0.85, "amount": 0.8, "amount_other": 0.06}
_ALONE = 0.3  # a sum without any word
_TALL, _MUCH_TALLER = 0.2, 1.3
_SIGN, _AGAIN, _PREFERRED = 0.05, 0.1, 0.15


def sums(board: Board, kind: str | None) -> list[Candidate[Amount]]:
    """Return every sum of the page with what speaks for its being the paid one."""
    found = [
        Candidate(hit.value, cell, explained(board, cell), 0.0, hit.confidence)
        for cell in board.sheet.cells
        for hit in amounts.find(cell.text)
    ]
    again = Counter(c.value.value for c in found if c.attribute != "amount_other")
    preferred = layouts().preferred(kind)
    return [
        replace(c, score=_score(c, board, preferred) + _AGAIN * (again[c.value.value] > 1))
        for c in found
        if c.value.value > 0
    ]


def _score(candidate: Candidate[Amount], board: Board, preferred: Sequence[str]) -> float:
    weight = _WEIGHTS.get(candidate.attribute, 0.0 if candidate.mark else _ALONE)
    if candidate.words in preferred:
        place = preferred.index(candidate.words)
        weight = max(weight, 0.8) + _PREFERRED * (1 - place / len(preferred))
    if candidate.cell.height > _MUCH_TALLER * board.sheet.letter and weight >= _ALONE:
        weight += _TALL
    weight += _SIGN if candidate.value.currency else -_SIGN
    return weight * candidate.proof
