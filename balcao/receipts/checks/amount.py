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
    if paid_in and expected_in and paid_in != expected_in:
        sign = Sign("receipts.sign.other_currency", {"paid": paid_in, "expected": expected_in})
        return AmountCheck("unknown", None, sign)
    if paid is None or expected is None:
        return AmountCheck("unknown", None, None)
    difference = paid - expected
    if not difference:
        return AmountCheck("exact", difference, None)
    params = {"difference": f"{abs(difference):.2f}", "currency": paid_in or expected_in}
    if difference < 0:
        return AmountCheck("under", difference, Sign("receipts.sign.underpaid", params))
    return AmountCheck("over", difference, Sign("receipts.sign.overpaid", params))
