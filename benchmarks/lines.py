"""One line of a figure: what was measured, how it spread, and what was hoped for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median
from typing import Any

MEDIAN = 0.5


@dataclass(frozen=True)
class Goal:
    """A bound that the value should keep."""

    limit: float
    at_least: bool = False

    def reached(self, value: float) -> bool:
        """Say on which side of the bound the value is."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        """Write it as people do."""
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True)
class Line:
    """Samples of one thing; the value is their median, or another quantile of them."""

    what: str
    unit: str
    samples: Sequence[float] = field(repr=False)
    goal: Goal | None = None
    quantile: float = MEDIAN

    @property
    def value(self) -> float:
        """Return the one number that stands for all."""
        if self.quantile == MEDIAN:
            return median(self.samples)
        return sorted(self.samples)[ceil(self.quantile * len(self.samples)) - 1]

    @property
    def verdict(self) -> str:
        """Say how the value compares with the goal, if there is one."""
        if self.goal is None:
            return ""
        return "reached" if self.goal.reached(self.value) else "missed"

    def as_dict(self) -> dict[str, Any]:
        """Return what a program may want to read."""
        return {
            "what": self.what,
            "unit": self.unit,
            "value": self.value,
            "low": min(self.samples),
            "high": max(self.samples),
            "samples": len(self.samples),
            "goal": str(self.goal) if self.goal else None,
            "verdict": self.verdict,
        }


def at_least(limit: float) -> Goal:
    """Return a goal to reach or pass."""
    return Goal(limit, at_least=True)


def at_most(limit: float) -> Goal:
    """Return a goal to stay within."""
    return Goal(limit)


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Compare round by round, so that a slow minute of the machine hits both sides."""
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]
