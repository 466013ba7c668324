"""Signs as sentences in the reader's language, with days and sums as people there write them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import format_currency, format_date

from balcao.web.sentences import sentence

DAYS = ("printed", "id")


def spoken(signs: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return each sign, kept as a key with plain values, as a sentence."""
    return [sentence(sign["key"], _written(sign["params"])) for sign in signs]


def _written(params: Mapping[str, str]) -> dict[str, str]:
    written = dict(params)
    for name in DAYS:
        if name in params:
            written[name] = format_date(date.fromisoformat(params[name]), "short")
    if "difference" in params:
        written["difference"] = _money(params["difference"], params["currency"])
    return written


def _money(amount: str, currency: str) -> str:
    return str(format_currency(Decimal(amount), currency)) if currency else amount
