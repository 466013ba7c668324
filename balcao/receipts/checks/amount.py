"""What was paid beside what an order expected."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from balcao.receipts.checks.signs import Sign


@dataclass(frozen=True)
class AmountCheck:
    """`difference` is paid minus expected; unknown where one of both is, or currencies differ."""

    state: Literal["exact", "under", "over", "unknown"]
    difference: Decimal | None
    reason: Sign | None


def check_amount(
    paid: Decimal | None, expected: Decimal | None, *, paid_in: str = "", expected_in: str = ""
) -> AmountCheck:
    """Compare to the cent; `paid` is all that counts for the order with this receipt."""
    raise NotImplementedError
