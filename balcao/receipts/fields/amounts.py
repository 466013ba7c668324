"""Sums of money in every spelling a bank or a till prints, and the slips of reading them."""

from dataclasses import dataclass
from decimal import Decimal

from balcao.receipts.fields.hit import Hit


@dataclass(frozen=True)
class Amount:
    """What is paid; `currency` is ISO 4217, and empty where no sign stands beside it."""

    value: Decimal
    currency: str = ""

    @property
    def text(self) -> str:
        """Return it as fields carry it: `1234.56`."""
        return f"{self.value:.2f}"


def find(text: str, *, bare: bool = True) -> list[Hit[Amount]]:
    """Return every amount; without `bare`, only those beside a sign of a currency."""
    raise NotImplementedError


def parse(text: str) -> Hit[Amount] | None:
    """Return the one amount a piece of text consists of, more tolerant than `find`: `45` too."""
    raise NotImplementedError
