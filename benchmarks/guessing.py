"""How well a stranger could guess from numbers which of two groups a new one belongs to."""

from collections.abc import Sequence
from math import erfc, sqrt

FOLDS = 2


def accuracies(ones: Sequence[float], others: Sequence[float]) -> list[float]:
    """Return how many guesses are right, in percent: learnt on one half, tried on the other."""
    halves = (
        _right(_learnt(ones[fold::FOLDS], others[fold::FOLDS]),
               ones[1 - fold :: FOLDS], others[1 - fold :: FOLDS])
        for fold in range(FOLDS)
    )  # fmt: skip
    return [round(100 * right, 6) for right in halves]  # 55 in 100 are 55, not a bit above


def area(ones: Sequence[float], others: Sequence[float]) -> float:
    """Return how often one of the first is the larger of two; a half where nothing can be seen."""
    ranks = _ranks([*ones, *others])
    above = sum(ranks[: len(ones)]) - len(ones) * (len(ones) + 1) / 2
    return above / (len(ones) * len(others))


def chance(ones: Sequence[float], others: Sequence[float]) -> float:
    """Return how probable such a difference is where there is none (Mann and Whitney's test)."""
    count = len(ones) + len(others)
    everything = sorted([*ones, *others])
    ties = sum(n**3 - n for n in (everything.count(value) for value in set(everything)))
    spread = count + 1 - ties / (count * (count - 1))
    if spread <= 0:
        return 1.0
    deviation = sqrt(spread / (12 * len(ones) * len(others)))
    return erfc(abs(area(ones, others) - 0.5) / deviation / sqrt(2))


def _learnt(ones: Sequence[float], others: Sequence[float]) -> tuple[float, bool]:
    """Return the border that separates best, and whether the first are above it."""
    borders = sorted({*ones, *others})
    tried = [(border, above) for border in borders for above in (True, False)]
    return max(tried, key=lambda rule: _right(rule, ones, others))


def _right(rule: tuple[float, bool], ones: Sequence[float], others: Sequence[float]) -> float:
    border, above = rule
    found = sum((value >= border) == above for value in ones)
    found += sum((value >= border) != above for value in others)
    return found / (len(ones) + len(others))


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    first: dict[float, int] = {}
    last: dict[float, int] = {}
    for place, value in enumerate(ordered, 1):
        first.setdefault(value, place)
        last[value] = place
    return [(first[value] + last[value]) / 2 for value in values]
