"""What a Pix QR says: the EMV fields behind `Pix copia e cola`, proved by their checksum."""

from dataclasses import dataclass
from decimal import Decimal

from balcao.receipts.fields.hit import Hit


@dataclass(frozen=True)
class BrCode:
    """Whom it asks to pay, and what; a dynamic one holds an address instead of a key."""

    key: str | None
    url: str | None
    amount: Decimal | None
    txid: str | None
    name: str
    city: str
    text: str

    @property
    def dynamic(self) -> bool:
        """Say whether amount and key are asked of the address when it is paid."""
        return self.url is not None


def find(text: str) -> list[Hit[BrCode]]:
    """Return every code whose checksum holds."""
    raise NotImplementedError


def parse(text: str) -> BrCode | None:
    """Return what a QR says, or nothing if it is none of these or damaged."""
    raise NotImplementedError
