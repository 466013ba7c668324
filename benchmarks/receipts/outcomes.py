"""One value beside its label: right, missing or wrong, and whether a person is asked to look."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from benchmarks.receipts.plain import plain

Outcome = Literal["right", "missing", "wrong"]
ALIKE = str.maketrans("OolIsSbBzZ", "0011558822")
FOLDED = "transaction_id folded"
ALL_FOUR = ("amount", "date", FOLDED, "receiver_name")
COSTLY = ("amount", "receiver_name", "receiver_document", FOLDED)  # a mistake there costs money
SHORT_TIME = 5  # HH:MM


@dataclass(frozen=True)
class Read:
    """What a reader made of one receipt."""

    values: Mapping[str, str | None]
    flagged: bool
    doubtful: frozenset[str] = frozenset()
    steps: Mapping[str, float] | None = None
    seconds: float = 0


def outcome(name: str, label: str | None, value: str | None) -> Outcome:
    """Say how a value compares; what is not printed is rightly not found."""
    if value in (None, ""):
        return "right" if label is None else "missing"
    if label is None:
        return "wrong"
    return "right" if _same(name)(label, value or "") else "wrong"


def outcomes(label: Mapping[str, str | None], read: Read) -> dict[str, Outcome]:
    """Compare every field, and the transaction id a second time with look-alikes folded."""
    names = [name for name in label if name not in {"file", "degradation", "layout"}]
    found = {name: outcome(name, label[name], read.values.get(name)) for name in names}
    number = label["transaction_id"], read.values.get("transaction_id")
    return found | {FOLDED: outcome(FOLDED, *number)}


def silently_wrong(found: Mapping[str, Outcome], read: Read) -> bool:
    """Say whether a value that costs money is another one, and nobody is asked to look."""
    return not read.flagged and any(found[name] == "wrong" for name in COSTLY)


def _same(name: str) -> Callable[[str, str], bool]:
    return {
        "amount": _same_amount, "time": _same_time, "transaction_id": _same_signs,
        FOLDED: _same_folded, "receiver_name": _same_words, "payer_name": _same_words,
        "company": _same_words, "pix_key": _same_words,
        "receiver_document": _same_number, "payer_document": _same_number,
    }.get(name, str.__eq__)  # fmt: skip


def _same_amount(label: str, value: str) -> bool:
    try:
        return Decimal(label) == Decimal(value)
    except InvalidOperation:
        return False


def _same_time(label: str, value: str) -> bool:
    """Compare seconds only where they are printed."""
    if len(label) == SHORT_TIME:
        return label == value[:SHORT_TIME]
    return label == value


def _same_signs(label: str, value: str) -> bool:
    return _signs(label) == _signs(value)


def _same_folded(label: str, value: str) -> bool:
    return _signs(label).translate(ALIKE) == _signs(value).translate(ALIKE)


def _same_words(label: str, value: str) -> bool:
    """Compare names and keys as people do, who hear neither accents nor capitals nor spaces."""
    return _signs(plain(label)).casefold() == _signs(plain(value)).casefold()


def _same_number(label: str, value: str) -> bool:
    return re.sub(r"[^0-9A-Z*]", "", label.upper()) == re.sub(r"[^0-9A-Z*]", "", value.upper())


def _signs(text: str) -> str:
    return re.sub(r"[^0-9A-Za-zÀ-ÿ]", "", text)
