"""Which of the many sums on a receipt is the one that was paid."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from balcao.receipts.fields import amounts, arithmetic
from balcao.receipts.fields.amounts import Amount
from balcao.receipts.fields.candidates import Candidate, explained
from balcao.receipts.fields.hit import Hit
from balcao.receipts.fields.letters import plain, words
from balcao.receipts.fields.marks import Board, Mark
from balcao.receipts.fields.rows import Cell
from balcao.receipts.fields.wordings import layouts

_WEIGHTS = {"amount_paid": 0.95, "amount_total": 0.85, "amount": 0.8, "amount_other": 0.06}
_ALONE = 0.3  # a sum without any word
_TALL, _HEADLINE, _MUCH_TALLER = 0.2, 0.4, 1.3
_SIGN, _AGAIN, _PREFERRED, _ADDS_UP = 0.05, 0.1, 0.15, 0.15
_DEMOTED, _LABELLED = 0.1, 0.97
_OVER, _IN_TABLE = 0.7, 0.5
_PROVED, _LEAST_PROVED = 0.4, 0.8  # by cash and change, or by rounding
_MINUS = 0.8  # how well a total with a minus before it is a total with a dash before it


def sums(board: Board, kind: str | None) -> list[Candidate[Amount]]:
    """Return every sum of the page with what speaks for its being the paid one."""
    found = [
        _candidate(board, cell, hit)
        for cell in board.sheet.cells
        for hit in amounts.find(cell.text)
    ]
    found = [c for c in found if c.value.value]
    return [replace(c, score=score) for c, score in _scored(found, board, kind)]


def _scored(
    found: Sequence[Candidate[Amount]], board: Board, kind: str | None
) -> Iterator[tuple[Candidate[Amount], float]]:
    """Yield positive sums: alone by their places, then by what the others say of them."""
    again = Counter(c.value.value for c in found if c.attribute != "amount_other")
    whole, proved, tables = arithmetic.wholes(found), arithmetic.proved(found, kind), _tables(board)
    preferred, demoted = layouts().preferred(kind), layouts().demote.get(kind or "shop", ())
    for c in found:
        score = _DEMOTED if c.words in demoted else _score(c, board, preferred)
        score *= _IN_TABLE if c.cell.row in tables else 1.0
        if c.value.value in proved:
            score = max(score, _LEAST_PROVED) + _PROVED
        score += _AGAIN * (again[c.value.value] > 1) + _ADDS_UP * (c.value.value in whole)
        if c.value.value > 0:
            yield c, score


def _candidate(board: Board, cell: Cell, hit: Hit[Amount]) -> Candidate[Amount]:
    """Return a sum with its label, which proves it as well as a sign of money would."""
    mark = _label_of(board, cell, hit)
    labelled = mark is not None and mark.attribute in _WEIGHTS and not hit.repaired
    proof = max(hit.confidence, _LABELLED * labelled)
    if mark is None and _is_aside(cell.text[: hit.start]):
        return Candidate(hit.value, cell, None, 0.0, proof * _DEMOTED)
    headline = mark is None and cell.height > _MUCH_TALLER * board.sheet.letter
    total = mark is not None and mark.attribute in ("amount", *arithmetic.TOTALS)
    if hit.value.value < 0 and (headline or total):
        return Candidate(replace(hit.value, value=-hit.value.value), cell, mark, 0.0, _MINUS)
    return Candidate(hit.value, cell, mark, 0.0, proof)


def _label_of(board: Board, cell: Cell, hit: Hit[Amount]) -> Mark | None:
    """Return the label of a sum, unless what stands over it announces something else."""
    mark = explained(board, cell)
    over = mark if mark and mark.cell.row != cell.row else None
    if over and (not _announces(board, over, cell) or _is_aside(cell.text[: hit.start])):
        return None
    return mark


def _is_aside(before: str) -> bool:
    """Say whether small print speaks of a sum that nobody pays: `Capital social 50.000 €`."""
    said = words(before.rpartition(". ")[2])
    return any(aside in said for aside in layouts().asides)


def _announces(board: Board, mark: Mark, cell: Cell) -> bool:
    """Say whether a label speaks of the sum under it; `MB WAY` over the large one is a heading."""
    usual = max(mark.cell.height, board.sheet.letter)
    large = mark.attribute == "amount_other" and cell.height > _MUCH_TALLER * usual
    heading = large or mark.labelled.words in layouts().headings
    return mark.attribute.startswith("amount") and not heading


def _tables(board: Board) -> range:
    """Return the rows of a table of taxes, whose totals are not those of the receipt."""
    for cell in board.sheet.cells:
        if (
            plain(cell.text).startswith(tuple(layouts().tables))
            and cell.row > len(board.sheet.rows) // 2
        ):
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
