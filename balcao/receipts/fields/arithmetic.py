"""What the sums on a page prove about each other: parts and whole, cash and change, rounding."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from balcao.receipts.fields.amounts import Amount
from balcao.receipts.fields.candidates import Candidate
from balcao.receipts.fields.wordings import layouts

Sum = Candidate[Amount]
_MOST_PARTS = 24  # sums that are tried for adding up
_COIN, _LEAST_ROUNDED = Decimal("0.05"), Decimal(1)  # tills round to the smallest coin they have
TOTALS = ("amount_paid", "amount_total")


def wholes(found: Sequence[Sum]) -> set[Decimal]:
    """Return what smaller sums come to: net and tax, or the totals of two groups of goods."""
    parts = _values(found, "amount_other")
    groups = set(_values(found, "amount_total"))
    pairs = list(combinations(parts, 2))
    added = {a + b for a, b in pairs} | {a + b for a, b in combinations(groups, 2)}
    return added | {abs(a - b) for a, b in pairs}


def _values(found: Iterable[Sum], attribute: str) -> list[Decimal]:
    values = [c.value.value for c in found if c.attribute == attribute and c.value.value > 0]
    return values[:_MOST_PARTS]


def proved(found: Sequence[Sum], kind: str | None) -> set[Decimal]:
    """Return what can hardly be anything but the sum that was paid."""
    settled = _settled(found) if kind else ()  # shops abroad reckon group by group
    return {*_handed_over(found), *_rounded(found), *settled}


def _handed_over(found: Sequence[Sum]) -> Iterator[Decimal]:
    """Yield what is left of the money that was handed over, without the change."""
    above = [c for c in found if c.words not in layouts().change and c.value.value > 0]
    values = {c.value.value for c in above}
    for change in found:
        if change.words in layouts().change and change.value.value > 0:
            yield from {value - change.value.value for value in values} & values


def _settled(found: Sequence[Sum]) -> Iterator[Decimal]:
    """Yield what a sum becomes by what is added to it, or taken off."""
    less, more = (_labelled(found, words) for words in (layouts().less, layouts().more))
    changes = {*more, *(-value for value in less), *(m - n for m in more for n in less)} - {0}
    named = {c.value.value for c in found if c.attribute.startswith("amount")}
    everything = {c.value.value for c in found if c.value.value > 0}
    for change in changes:
        whole = {value + change for value in named if value not in (*less, *more)}
        yield from (whole & everything) - {*less, *more}


def _labelled(found: Sequence[Sum], words: Sequence[str]) -> set[Decimal]:
    return {abs(c.value.value) for c in found if c.words in words}


def _rounded(found: Sequence[Sum]) -> Iterator[Decimal]:
    """Yield totals that only differ from an earlier one by what was rounded."""
    totals = [c for c in found if c.attribute in TOTALS][:_MOST_PARTS]
    rounding = [c for c in found if "round" in c.words]
    for upper in totals:
        for lower in (*totals, *rounding):
            if lower.cell.row > upper.cell.row and _is_rounded(upper, lower):
                yield lower.value.value


def _is_rounded(upper: Sum, lower: Sum) -> bool:
    before, after = upper.value.value, lower.value.value
    whole_coins = after % _COIN == 0 and before % _COIN != 0
    return after > _LEAST_ROUNDED and whole_coins and abs(after - before) < _COIN
