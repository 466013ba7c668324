"""What was found, as a row keeps it: a document with everything, and columns to ask for."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from balcao.adapters.ocr import Line, Quad
from balcao.receipts.checks.signs import Sign
from balcao.receipts.fields.found import Fields, Found
from balcao.receipts.models import TOO_MUCH

LONGEST_VALUE = 120
LONGEST_TEXT = 20_000  # of what is searched: more stands on no receipt
MOST_LINES = 2_000
PLACES = 1
CONTROL = {"Cc", "Cs", "Co"}

Kept = dict[str, Any]
COLUMNS = {
    "kind": 20, "status": 20, "currency": 3, "transaction_id": 80, "receiver_name": 120,
    "receiver_document": 40, "payer_name": 120, "payer_document": 40, "bank": 120, "company": 120,
}  # fmt: skip


def kept_fields(fields: Fields) -> dict[str, Kept]:
    """Return the fields as they are stored; what is missing and doubtful is there, too."""
    kept = {name: _kept(found, name in fields.doubtful) for name, found in fields.found.items()}
    missing = fields.doubtful - set(kept)
    return {**kept, **{name: _kept(Found("", 0.0, "ocr"), doubtful=True) for name in missing}}


def _kept(found: Found, doubtful: bool) -> Kept:  # noqa: FBT001 - both callers name it
    value = clean(found.value)[:LONGEST_VALUE]
    return {
        "value": value or None,
        "confidence": round(found.confidence, 3),
        "source": found.source if value else None,
        "page": found.page,
        "box": kept_box(found.box) if found.box else None,
        "signs": list(found.signs),
        "doubtful": doubtful,
        "corrected": False,
    }


def corrected(before: Kept | None, value: str) -> Kept:
    """Return a field as a person set it: where it stands, and what was read, is kept."""
    where = before or {"source": None, "page": 0, "box": None, "value": None}
    sure = {"confidence": 1.0, "signs": [], "doubtful": False, "corrected": True}
    return {"read": where["value"], **where, **sure, "value": value or None}


def fields_of(kept: Mapping[str, Kept], signs: Sequence[str] = ()) -> Fields:
    """Return what checks look at, from what is stored."""
    found = {
        name: Found(
            value=one["value"],
            confidence=one["confidence"],
            source=one["source"] or "ocr",
            page=one["page"],
            signs=tuple(one["signs"]),
        )
        for name, one in kept.items()
        if one["value"]
    }
    doubtful = frozenset(name for name, one in kept.items() if one["doubtful"])
    return Fields(found, tuple(signs), doubtful)


def columns_of(kept: Mapping[str, Kept]) -> dict[str, Any]:
    """Return the columns that repeat some fields; what fits no column is only in the document."""

    def value(name: str) -> str:
        return (kept.get(name) or {}).get("value") or ""

    texts = {name: value(name)[:longest] or None for name, longest in COLUMNS.items()}
    return {
        **texts,
        "amount": as_amount(value("amount")),
        "paid_on": as_day(value("date")),
        "paid_at_time": as_time(value("time")),
    }


def as_amount(text: str) -> Decimal | None:
    """Return the amount a field carries, or nothing where a column could not."""
    try:
        amount = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return amount if abs(amount) < TOO_MUCH else None


def as_day(text: str) -> date | None:
    """Return the day a field carries."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def as_time(text: str) -> time | None:
    """Return the time of day a field carries, to the second and without a zone."""
    try:
        return time.fromisoformat(text).replace(microsecond=0, tzinfo=None)
    except ValueError:
        return None


def kept_lines(lines: Sequence[Line]) -> list[Kept]:
    """Return the words with their places, as many as anybody may want to click."""
    return [
        {"text": clean(line.text)[:LONGEST_VALUE], "box": kept_box(line.box), "page": line.page}
        for line in lines[:MOST_LINES]
    ]


def kept_box(box: Quad) -> list[list[float]]:
    """Return a box in tenths of a pixel."""
    return [[round(x, PLACES), round(y, PLACES)] for x, y in box]


def kept_sign(sign: Sign) -> Kept:
    """Return a sign as it is stored, without words in any language."""
    return {"key": sign.key, "params": {name: clean(v) for name, v in sign.params.items()}}


def searchable(*texts: str) -> str:
    """Return words as they are looked for: without accents, case, or more than one space."""
    return folded(" ".join(texts))[:LONGEST_TEXT]


def folded(text: str) -> str:
    """Return the form in which two spellings of the same word are the same."""
    apart = unicodedata.normalize("NFKD", clean(text)).casefold()
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def clean(text: str) -> str:
    """Return text that every database keeps: an engine may answer anything."""
    return "".join(" " if unicodedata.category(c) in CONTROL else c for c in text).strip()
