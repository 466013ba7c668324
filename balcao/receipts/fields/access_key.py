"""The 44 digits under every Brazilian invoice: state, month, seller, kind, and their proof."""

from dataclasses import dataclass
from datetime import date

from balcao.receipts.fields.hit import Hit


@dataclass(frozen=True)
class AccessKey:
    """One invoice's key, taken apart."""

    value: str
    state: str  # SP, RJ ...
    month: date  # its first day
    issuer: str  # CNPJ, or a CPF's eleven digits behind three zeros
    model: str  # 55 NF-e, 65 NFC-e, 59 SAT ...
    series: int
    number: int


def find(text: str) -> list[Hit[AccessKey]]:
    """Return every key in groups of four or in one, also inside the address of an NFC-e's QR."""
    raise NotImplementedError
