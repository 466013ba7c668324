"""What a person types over a field: taken in the forms people write, kept in the one of fields."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import NoReturn

from balcao.foundation.errors import DomainError
from balcao.receipts import promises
from balcao.receipts.fields.found import MORE_NAMES, NAMES
from balcao.receipts.models import TOO_MUCH
from balcao.receipts.records import LONGEST_VALUE, Kept, clean, corrected

KNOWN = {*NAMES, *MORE_NAMES}
CHOICES = {
    "status": {"completed", "scheduled", "processing", "returned"},
    "kind": {"pix", "ted", "boleto", "cupom", "mbway", "multibanco", "transferencia", "fatura"},
}
CURRENCY = re.compile(r"[A-Z]{3}")
NUMBER = re.compile(r"[0-9., '\u00a0\u202f]{1,24}")
CENTS = re.compile(r"[.,]([0-9]{1,2})$")
DOCUMENT = re.compile(r"[0-9A-Z*]{9,14}")
SIGNS = re.compile(r"R\$|€|EUR|BRL|USD|US\$|\$")


def applied(fields: Mapping[str, Kept], values: Mapping[str, str]) -> dict[str, Kept]:
    """Return the fields with what was typed; what says the same as before is no correction."""
    changed = dict(fields)
    for name in KNOWN & values.keys():
        value, before = _read(name, values[name]), fields.get(name)
        if value != ((before or {}).get("value") or "") or (before and before["doubtful"]):
            changed[name] = corrected(before, value)
    promised = promises.as_read(fields)
    if promised and promises.why_not(changed) != promised:
        raise DomainError(promised)
    return changed


def carried_over(before: Mapping[str, Kept], fresh: Mapping[str, Kept]) -> dict[str, Kept]:
    """Return a new reading with what was typed over the one before, but for a promise of it."""
    typed = {name: one["value"] or "" for name, one in before.items() if one["corrected"]}
    if promises.why_not(fresh):
        typed = {name: value for name, value in typed.items() if name not in promises.TELLING}
    return {**fresh, **{name: corrected(fresh.get(name), typed[name]) for name in typed}}


def as_typed_amount(typed: str) -> Decimal:
    """Return the amount somebody typed."""
    return Decimal(_amount(clean(typed)) or _refuse("amount", "amount"))


def _read(name: str, typed: str) -> str:
    text = clean(typed)
    if not text:
        return ""
    if name in CHOICES:
        return text if text in CHOICES[name] else _refuse("choice", name)
    if name in READERS:
        return READERS[name](text) or _refuse(name, name)
    if len(text) > LONGEST_VALUE:
        _refuse("long", name)
    return text


def _amount(text: str) -> str | None:
    """Read a number by its last sign: two digits or one behind it are cents, three are not."""
    bare = SIGNS.sub("", text).strip()
    if not NUMBER.fullmatch(bare):
        return None
    cents = CENTS.search(bare)
    whole = re.sub(r"[^0-9]", "", bare[: cents.start()] if cents else bare)
    try:
        amount = Decimal(f"{whole or '0'}.{cents[1] if cents else '0'}")
    except InvalidOperation:
        return None
    return f"{amount:.2f}" if amount < TOO_MUCH else None


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _time(text: str) -> str | None:
    try:
        return time.fromisoformat(text).replace(microsecond=0, tzinfo=None).isoformat()
    except ValueError:
        return None


def _document(text: str) -> str:
    """Leave out what banks write between the digits; whatever else it is stays as typed."""
    bare = re.sub(r"[ ./-]", "", text.replace("•", "*")).upper()
    return bare if DOCUMENT.fullmatch(bare) else text


def _currency(text: str) -> str | None:
    return text.upper() if CURRENCY.fullmatch(text.upper()) else None


READERS: dict[str, Callable[[str], str | None]] = {
    "amount": _amount,
    "tax": _amount,
    "date": _day,
    "due_date": _day,
    "time": _time,
    "currency": _currency,
    "receiver_document": _document,
    "payer_document": _document,
}
REFUSALS = {
    "amount": "receipts.error.amount",
    "tax": "receipts.error.amount",
    "date": "receipts.error.date",
    "due_date": "receipts.error.date",
    "time": "receipts.error.time",
    "currency": "receipts.error.currency",
    "choice": "receipts.error.choice",
    "long": "receipts.error.long",
}


def _refuse(why: str, field: str) -> NoReturn:
    raise DomainError(REFUSALS[why], HTTPStatus.UNPROCESSABLE_ENTITY, field=field)
