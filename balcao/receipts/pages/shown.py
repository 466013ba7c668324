"""The canonical receipt made ready for printing: fields in reading order, boxes as SVG has them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import format_currency, format_decimal

from balcao.receipts.pages.words import (
    DUPLICATES,
    KINDS,
    LABELS,
    NO_AMOUNT,
    NOT_PAYABLE,
    ORDER_STATES,
    PAYMENT,
    RECEIVED,
    SOURCES,
)

FIRST = (
    "amount", "currency", "date", "time", "status", "kind", "receiver_name", "receiver_document",
    "payer_name", "payer_document", "transaction_id", "bank", "pix_key", "company",
)  # fmt: skip
ALWAYS = {"amount", "currency", "date", "status", "receiver_name", "transaction_id"}
CURRENCIES = {code: code for code in ("BRL", "EUR", "USD")}
CHOICES: dict[str, Mapping[str, object]] = {
    "currency": CURRENCIES,
    "status": PAYMENT,
    "kind": KINDS,
}
SHARED = {"currency", "time"}  # stand where the amount stands, and the date
INPUTS = {"date": "date", "due_date": "date", "time": "time"}
MARGIN = 0.6  # of a line's height, left free around it where it is shown alone
MOST_SHAPES = 600
PLAIN = "0.00"
PUNCTUATED = (
    (re.compile(r"([0-9*]{3})([0-9*]{3})([0-9*]{3})([0-9*]{2})"), r"\1.\2.\3-\4"),
    (
        re.compile(r"([0-9A-Z*]{2})([0-9A-Z*]{3})([0-9A-Z*]{3})([0-9A-Z*]{4})([0-9*]{2})"),
        r"\1.\2.\3/\4-\5",
    ),
    (re.compile(r"([0-9]{3})([0-9]{3})([0-9]{3})"), r"\1 \2 \3"),
)

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Cut:
    """The piece of a page around one box, as an SVG's viewBox wants it."""

    page: int
    view: str
    ratio: float


@dataclass(frozen=True)
class ShownField:
    """One field as its line on the page prints it."""

    name: str
    label: object
    value: str
    type: str
    choices: Mapping[str, object]
    source: object
    page: int
    points: str
    cut: Cut | None
    doubtful: bool
    corrected: bool
    signs: Sequence[str]


def page_values(receipt: Json) -> dict[str, Any]:
    """Return everything the page of one receipt prints beside the receipt itself."""
    fields, others = fields_of(receipt)
    values = {name: (found or {}).get("value") for name, found in receipt["fields"].items()}
    currency = values.get("currency")
    pages = range(len(receipt["file"]["preview_urls"]))
    return {
        "fields": fields,
        "others": others,
        "shapes": [shapes_of(receipt, page) for page in pages],
        "amount": money(values.get("amount"), currency),
        "currency": currency,
        "receiver": values.get("receiver_name") or values.get("company"),
        "seconds": format_decimal(receipt["seconds"] or 0, "0.0"),
        "not_payable": _why_not(receipt, values),
        "money": money,
        "labels": LABELS,
        "received": received(receipt["validacao_recebedor"]),
        "order_states": ORDER_STATES,
        "duplicates": DUPLICATES,
    }


def received(check: Json | None) -> str:
    """Say in a few words whose receiver this is."""
    if not check:
        return ""
    return str(RECEIVED[check["status"]]) % {"name": check["receiver"] or ""}


def _why_not(receipt: Json, values: Json) -> object:
    """Return why no payment can be recorded, or nothing where one can."""
    said = (receipt["verdict"] or {}).get("word")
    unpaid = NOT_PAYABLE.get(said or "") or NOT_PAYABLE.get(values.get("status") or "")
    if unpaid:
        return unpaid
    return "" if values.get("amount") and values.get("currency") else NO_AMOUNT


def fields_of(receipt: Json) -> tuple[list[ShownField], list[ShownField]]:
    """Return the fields to look at, and those that were not found and may be filled in."""
    found = _told(receipt)
    names = [*FIRST, *(name for name in LABELS if name in found and name not in FIRST)]
    shown = [_shown(name, found.get(name) or {}, receipt) for name in names]
    first = [one for one in shown if one.value or one.name in ALWAYS]
    return first, [one for one in shown if one not in first]


def _told(receipt: Json) -> Json:
    """Return the fields; where nothing was read, a payment's state is no more than assumed."""
    found: Json = receipt["fields"]
    assumed = (receipt["verdict"] or {}).get("word") == "unreadable"
    if not assumed or found.get("status", {}).get("corrected"):
        return found
    return {name: field for name, field in found.items() if name != "status"}


def _shown(name: str, found: Json, receipt: Json) -> ShownField:
    value, box, page = str(found.get("value") or ""), found.get("box"), int(found.get("page") or 0)
    choices = CHOICES.get(name, {})
    if choices and value and value not in choices:
        choices = {**choices, value: value}
    return ShownField(
        name=name,
        label=LABELS[name],
        value=WRITTEN[name](value) if name in WRITTEN else value,
        type=INPUTS.get(name, "text"),
        choices=choices,
        source=SOURCES.get(found.get("source") or "", ""),
        page=page,
        points=points(box) if box else "",
        cut=_cut(box, page, receipt["sizes"]) if box and name not in SHARED else None,
        doubtful=bool(found.get("doubtful")),
        corrected=bool(found.get("corrected")),
        signs=found.get("signs") or (),
    )


def points(box: Sequence[Sequence[float]]) -> str:
    """Write the corners of a box as a polygon's points."""
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in box)


def _cut(box: Sequence[Sequence[float]], page: int, sizes: Sequence[Sequence[float]]) -> Cut | None:
    if page >= len(sizes):
        return None
    xs, ys = [x for x, _ in box], [y for _, y in box]
    margin = (max(ys) - min(ys)) * MARGIN
    left, top = max(min(xs) - margin, 0), max(min(ys) - margin, 0)
    right = min(max(xs) + margin, sizes[page][0])
    bottom = min(max(ys) + margin, sizes[page][1])
    wide, high = right - left, bottom - top
    if wide <= 0 or high <= 0:
        return None
    return Cut(page, f"{left:.0f} {top:.0f} {wide:.0f} {high:.0f}", wide / high)


def shapes_of(receipt: Json, page: int) -> list[tuple[str, str]]:
    """Return the lines of one page: points and words, so that words can be picked up."""
    lines = [line for line in receipt["lines"] if int(line.get("page") or 0) == page]
    return [(points(line["box"]), line["text"]) for line in lines[:MOST_SHAPES]]


def money(amount: object, currency: str | None) -> str:
    """Write an amount as the reader's language does; without a currency only the number."""
    number = as_number(amount)
    if number is None:
        return ""
    if not currency:
        return written_number(f"{number:.2f}")
    return str(format_currency(number, currency))


def as_number(amount: object) -> Decimal | None:
    """Return the number meant, or nothing where there is none."""
    if amount is None or amount == "":
        return None
    try:
        return Decimal(str(amount))
    except InvalidOperation:
        return None


def written_number(value: str) -> str:
    """Write a plain number with the reader's decimal sign and nothing else, ready for editing."""
    number = as_number(value)
    return value if number is None else str(format_decimal(number, PLAIN))


def written_document(value: str) -> str:
    """Write a CPF, CNPJ or NIF with the signs people know it by, masked or not."""
    for form, punctuated in PUNCTUATED:
        if form.fullmatch(value):
            return form.sub(punctuated, value)
    return value


WRITTEN: dict[str, Callable[[str], str]] = {
    "amount": written_number,
    "tax": written_number,
    "receiver_document": written_document,
    "payer_document": written_document,
}
