"""The QR of a Portuguese invoice: who sold what to whom, and whether its sums add up."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from balcao.receipts.fields import check_digits

FINAL_CONSUMER = "999999990"
CREDIT_NOTE = "NC"
LONGEST = 2000
CENTS = Decimal("0.02")  # what rounding of a sum may leave
_NEEDED = ("A", "B", "C", "D", "E", "F", "G", "H", "N", "O", "Q", "R")
_PLACES = "IJK"  # mainland, Azores, Madeira in any order: the first of each says which
_BASES, _TAXES = "2357", "468"  # free, then reduced, middle and normal with the tax behind each
# Per cent, reduced to normal, now and since 2021.
_RATES: Mapping[str, tuple[tuple[int, ...], ...]] = {
    "PT": ((6,), (13,), (23,)),
    "PT-AC": ((4, 5), (9, 10), (16, 18)),
    "PT-MA": ((4, 5), (12,), (22,)),
}
_ATCUD = re.compile(r"[A-Z0-9]{8,}-[0-9]{1,20}")
_MONEY = re.compile(r"[0-9]{1,12}\.[0-9]{2}")


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
    if not text.startswith("A:") or len(text) > LONGEST:
        return None
    parts = (part.partition(":") for part in text.strip().split("*"))
    fields = {name: value for name, _, value in parts}
    day = _day(fields.get("F", ""))
    money = [fields.get(name, "") for name in "NO"]
    if day is None or not all(fields.get(name) for name in _NEEDED):
        return None
    if not all(_MONEY.fullmatch(value) for value in money):
        return None
    return _fiscal(fields, day)


def _day(written: str) -> date | None:
    if not re.fullmatch("[0-9]{8}", written):
        return None
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return None


def _fiscal(fields: Mapping[str, str], day: date) -> Fiscal:
    back = -1 if fields["D"] == CREDIT_NOTE else 1
    return Fiscal(
        issuer=fields["A"],
        buyer=None if fields["B"] == FINAL_CONSUMER else fields["B"],
        country=fields["C"],
        kind=fields["D"],
        state=fields["E"],
        day=day,
        number=fields["G"],
        atcud=fields["H"],
        tax=back * Decimal(fields["N"]),
        total=back * Decimal(fields["O"]),
        certificate=fields["R"],
        signs=tuple(_signs(fields)),
    )


def _signs(fields: Mapping[str, str]) -> Iterator[str]:
    if not check_digits.nif(fields["A"]):
        yield "receipts.sign.nif_digit"
    if fields["H"] != "0" and not _ATCUD.fullmatch(fields["H"]):
        yield "receipts.sign.atcud_form"
    if fields["E"] == "A":
        yield "receipts.sign.cancelled"
    tax = _sum(fields, _TAXES) + _money(fields, "M")
    net = _sum(fields, _BASES) + _money(fields, "L")
    if abs(tax - Decimal(fields["N"])) > CENTS:
        yield "receipts.sign.fiscal_tax"
    if abs(net + Decimal(fields["N"]) - Decimal(fields["O"])) > CENTS:
        yield "receipts.sign.fiscal_sum"
    if not all(_rates_hold(fields, place) for place in _PLACES):
        yield "receipts.sign.fiscal_rate"


def _sum(fields: Mapping[str, str], numbers: str) -> Decimal:
    names = (f"{place}{number}" for place in _PLACES for number in numbers)
    return sum((_money(fields, name) for name in names), Decimal(0))


def _money(fields: Mapping[str, str], name: str) -> Decimal:
    written = fields.get(name, "")
    return Decimal(written) if _MONEY.fullmatch(written) else Decimal(0)


def _rates_hold(fields: Mapping[str, str], place: str) -> bool:
    """Say whether each tax is what its base gives in that region, line by line rounding allowed."""
    rates = _RATES.get(fields.get(f"{place}1", ""))
    if rates is None:
        return f"{place}1" not in fields or fields[f"{place}1"] == "0"
    for number, possible in zip(("34", "56", "78"), rates, strict=True):
        base, tax = (_money(fields, f"{place}{which}") for which in number)
        allowed = max(Decimal("0.05"), base / 200)
        if not any(abs(base * rate / 100 - tax) <= allowed for rate in possible):
            return False
    return True
