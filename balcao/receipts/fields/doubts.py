"""Which values a person should look at before anybody relies on them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from balcao.adapters.ocr import Quad
from balcao.receipts.fields import e2e
from balcao.receipts.fields.found import Fields, Found
from balcao.receipts.fields.names import goes_on, own

_SURE = {
    "amount": 0.8,
    "date": 0.8,
    "transaction_id": 0.7,
    "receiver_name": 0.75,
    "status": 0.7,
    "kind": 0.6,
}
_DECIDING = ("amount", "date", "transaction_id", "receiver_document")
_NAMES = ("receiver_name", "company")
_SIDES = ("payer", "receiver")
_ONE_WORD = 16  # letters of the longest one in a name
_STROKES = re.compile(r"[a-zà-ÿ][lI|]{3}")  # `Pirilampolllimani`: a space and an I among them
_MANY_DIGITS = 6  # a street number or a year may be part of a name
_LOCAL = timedelta(hours=3)  # Brazil's clocks behind the id's
_CONFIRMED = 0.99


def judged(read: Mapping[str, Found], known: Mapping[str, Found]) -> Fields:
    """Put codes over print, and name what is unsure, missing or contradicted."""
    seen = {**read, **_confirmed(read)}
    doubtful = {name for name, least in _SURE.items() if _unsure(seen.get(name), least)}
    doubtful |= {name for name in _wanted(seen) if name not in seen}
    doubtful |= {name for name in _NAMES if _odd(seen.get(name))}
    if _astray(seen):
        doubtful.add("date")
    if _unproved(seen.get("receiver_document")) or _beside(seen):
        doubtful.add("receiver_document")
    if _run_together(seen):
        doubtful.add("receiver_name")
    doubtful -= known.keys()
    doubtful |= {name for name in _DECIDING if _contradicted(name, read, known)}
    return Fields({**seen, **known}, (), frozenset(doubtful))


def _unsure(found: Found | None, least: float) -> bool:
    return found is not None and found.confidence < least


def _odd(found: Found | None) -> bool:
    """Say whether a name has a number in it, has lost its spaces, or is not all of it."""
    if found is None:
        return False
    glued = " " not in found.value and len(found.value) > _ONE_WORD
    glued = glued or bool(_STROKES.search(found.value))
    return glued or goes_on(found.value) or sum(map(str.isdigit, own(found.value))) >= _MANY_DIGITS


def _unproved(found: Found | None) -> bool:
    """Say whether letters stand in a number of which a part is hidden: nothing tells O from 0."""
    return found is not None and "*" in found.value and any(map(str.isalpha, found.value))


def _beside(found: Mapping[str, Found]) -> bool:
    """Say whether the receiver's number stands lower and in another column, and nobody paid."""
    name, number = found.get("receiver_name"), found.get("receiver_document")
    if not name or not number or not name.box or not number.box or "payer_name" in found:
        return False
    (left, right), (start, end) = _span(name.box), _span(number.box)
    return (end < left or right < start) and number.box[0][1] > name.box[2][1]


def _span(box: Quad) -> tuple[float, float]:
    across = [x for x, _ in box]
    return min(across), max(across)


def _run_together(found: Mapping[str, Found]) -> bool:
    """Say whether both sides' names stand in one, as where two columns were read as one line."""
    names = [found[f"{side}_name"].value for side in _SIDES if f"{side}_name" in found]
    numbers = {found[name].value for side in _SIDES if (name := f"{side}_document") in found}
    if len(names) < len(_SIDES) or (names[0] == names[1] and len(numbers) < len(_SIDES)):
        return False  # from one account of one's own to another
    return names[0] in names[1] or names[1] in names[0]


def _wanted(found: Mapping[str, Found]) -> Iterator[str]:
    """Yield what a receipt of this kind always bears."""
    yield from ("amount", "date")
    if "kind" not in found:
        yield "company"
        return
    if "entity" not in found:
        yield "receiver_name"
    if found["status"].value == "completed":
        yield "transaction_id"


def _minute(found: Mapping[str, Found]) -> date | None:
    """Return the day in Brazil that the id of a Pix was made on."""
    hits = e2e.find(found["transaction_id"].value) if "transaction_id" in found else []
    return (hits[0].value.minute - _LOCAL).date() if hits else None


def _confirmed(found: Mapping[str, Found]) -> dict[str, Found]:
    """Return the date as nearly certain where the id of the payment names the same."""
    made, day = _minute(found), found.get("date")
    if not made or not day or made.isoformat() != day.value:
        return {}
    return {"date": replace(day, confidence=max(day.confidence, _CONFIRMED))}


def _astray(found: Mapping[str, Found]) -> bool:
    """Say whether a payment bears another day than its id does, over a midnight's reach."""
    made, day, status = _minute(found), found.get("date"), found.get("status")
    if not made or not day or not status or status.value != "completed":
        return False
    return abs(made - date.fromisoformat(day.value)) > timedelta(days=1)


def _contradicted(name: str, read: Mapping[str, Found], known: Mapping[str, Found]) -> bool:
    """Say whether print and code differ in what decides: somebody has to look at both."""
    return name in read and name in known and read[name].value != known[name].value
