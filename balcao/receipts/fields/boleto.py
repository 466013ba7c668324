"""Boletos: the line of 47 or 48 digits and the 44 of the bars, each proved by check digits."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from balcao.receipts.fields.hit import Hit


@dataclass(frozen=True)
class Boleto:
    """What a line asks for; a bill of a utility names no bank and often no day."""

    line: str  # 47 digits, 48 for utilities and taxes
    bars: str  # 44 digits
    bank: str | None  # three digits
    amount: Decimal | None
    due: date | None


def find(text: str, *, near: date | None = None) -> list[Hit[Boleto]]:
    """Return every line that proves itself; `near` tells which round of day counting it is."""
    raise NotImplementedError


def from_bars(bars: str, *, near: date | None = None) -> Boleto | None:
    """Return what the 44 digits of a bar code say, or nothing if they do not prove themselves."""
    raise NotImplementedError
