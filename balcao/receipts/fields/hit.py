"""A value recognised inside a text: where it begins and ends, and how sure that is."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Hit(Generic[Value]):
    """One value; `text[start:end]` are the very characters it was read from."""

    value: Value
    start: int
    end: int
    confidence: float = 1.0  # 0 to 1: how well the characters prove the value
    repaired: bool = False  # a character was changed because the grammar proves it


def apart(hits: Iterable[Hit[Value]]) -> list[Hit[Value]]:
    """Keep of hits that overlap the surest, then the longest; return them in reading order."""
    kept: list[Hit[Value]] = []
    starts: list[int] = []
    for hit in sorted(hits, key=lambda hit: (-hit.confidence, hit.start - hit.end, hit.start)):
        at = bisect_left(starts, hit.start)
        after = at < len(kept) and kept[at].start < hit.end
        before = at > 0 and kept[at - 1].end > hit.start
        if not after and not before:
            kept.insert(at, hit)
            starts.insert(at, hit.start)
    return kept


def without(text: str, hits: Iterable[Hit[Any]]) -> str:
    """Return the text with spaces where something was recognised; hits are in reading order."""
    pieces, at = [], 0
    for hit in hits:
        pieces += [text[at : hit.start], " " * (hit.end - hit.start)]
        at = hit.end
    return "".join([*pieces, text[at:]])
