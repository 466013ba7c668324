"""The QR of a Portuguese invoice: who sold what to whom, and whether its sums add up."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Fiscal:
    """Its fields; a credit note (NC) has a negative total, for the money goes back."""

    issuer: str
    buyer: str | None  # nothing for a final consumer
    country: str
    kind: str  # FS FT FR NC ...
    state: str  # N, or A where it was cancelled
    day: date
    number: str
    atcud: str
    tax: Decimal
    total: Decimal
    certificate: str
    signs: tuple[str, ...] = ()  # keys of sentences: what does not add up

    @property
    def cancelled(self) -> bool:
        """Say whether the seller has called this document off."""
        return self.state == "A"


def parse(text: str) -> Fiscal | None:
    """Return what a QR says, or nothing if it is not one of the Portuguese tax authority."""
    raise NotImplementedError
