"""The same payment shown twice: by its id, or by a picture and fields that are alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

BITS = 64
ALIKE = 10  # bits of a look that may differ between two pictures of one receipt
MUCH_ALIKE = 4  # where a field could not be read in one of both


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
    earlier = [other for other in others if other.id != this.id]
    for other in earlier:
        if this.folded_id and this.folded_id == other.folded_id:
            return Duplicate(other.id, "same_id")
    near = [other for other in earlier if _near(this, other)]
    if not near:
        return None
    return Duplicate(min(near, key=lambda other: distance(this.look, other.look)).id, "near")


def _near(this: Seen, other: Seen) -> bool:
    """Say whether picture and fields agree; two ids that differ are two payments."""
    if this.folded_id and other.folded_id:
        return False
    pairs = [
        (this.amount, other.amount),
        (this.day, other.day),
        (this.receiver.casefold(), other.receiver.casefold()),
    ]
    known = [(one, two) for one, two in pairs if one not in {None, ""} and two not in {None, ""}]
    if any(one != two for one, two in known):
        return False
    allowed = ALIKE if len(known) == len(pairs) else MUCH_ALIKE
    return bool(known) and distance(this.look, other.look) <= allowed


def distance(look: str, other: str) -> int:
    """Return how many of the 64 bits differ; 64 where one of both is missing."""
    if not look or not other:
        return BITS
    return (int(look, 16) ^ int(other, 16)).bit_count()
