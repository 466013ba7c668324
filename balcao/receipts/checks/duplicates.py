"""The same payment shown twice: by its id, or by a picture and fields that are alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True)
class Seen:
    """What is kept of a receipt to recognise it again."""

    id: str
    look: str = ""  # 16 hex digits
    folded_id: str = ""
    amount: Decimal | None = None
    day: str = ""
    receiver: str = ""


@dataclass(frozen=True)
class Duplicate:
    """Which earlier receipt it repeats, and by what."""

    id: str
    kind: Literal["exact", "same_id", "near"]  # exact: the same file, known on arrival


def find_duplicate(this: Seen, others: Iterable[Seen]) -> Duplicate | None:
    """Return the first of the others with the same id, else the most alike; oldest first."""
    raise NotImplementedError


def distance(look: str, other: str) -> int:
    """Return how many of the 64 bits differ; 64 where one of both is missing."""
    raise NotImplementedError
