"""A value recognised inside a text: where it begins and ends, and how sure that is."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Hit(Generic[Value]):
    """One value; `text[start:end]` are the very characters it was read from."""

    value: Value
    start: int
    end: int
    confidence: float = 1.0  # 0 to 1: how well the characters prove the value
    repaired: bool = False  # a character was changed because the grammar proves it
