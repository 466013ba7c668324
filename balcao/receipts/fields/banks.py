"""Institutions by their public numbers and by the names receipts give them."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from balcao.receipts.fields.hit import Hit, apart
from balcao.receipts.fields.plain import bare

_DATA = Path(__file__).parent / "data"
# No accounts' codes, but names that stand on receipts like those of banks.
_SCHEMES = ("MB WAY", "Revolut", "Wise", "N26")
# What a bank's name may hold besides.
_FORMS = frozenset(("banco", "bco", "sa", "s", "a", "ip", "ltda", "do", "da", "de"))


@cache
def _brazilian() -> Mapping[str, Any]:
    """Read the institutions of Pix by ISPB, of the central bank's public list."""
    return dict(json.loads((_DATA / "ispb.json").read_text("utf-8")))


@cache
def _portuguese() -> Mapping[str, Any]:
    """Read the banks by the four digits that follow PT50, of the central bank's public list."""
    return dict(json.loads((_DATA / "portugal.json").read_text("utf-8")))


def by_ispb(ispb: str) -> str | None:
    """Return the short name of a Brazilian institution."""
    return _name(_brazilian().get(ispb))


def _name(entry: Mapping[str, Any] | None) -> str | None:
    return None if entry is None else str(entry["name"])


def by_iban(number: str) -> str | None:
    """Return the short name of the bank that holds a Portuguese or Brazilian account."""
    if number.startswith("PT"):
        return _name(_portuguese().get(number[4:8]))
    return by_ispb(number[4:12]) if number.startswith("BR") else None


def by_code(code: str) -> str | None:
    """Return the short name of a Brazilian bank by the three digits of its boletos."""
    entries = (entry for entry in _brazilian().values() if entry["code"] == code)
    return _name(next(entries, None))


def find(text: str) -> list[Hit[str]]:
    """Return the short names of banks that are named in a text, longest names first."""
    pattern, names = _written()
    found = [
        Hit(names[_key(match[0])], match.start(), match.end(), 0.9)
        for match in pattern.finditer(bare(text))
    ]
    return sorted(apart(found), key=lambda hit: hit.start - hit.end)


def is_one(name: str) -> bool:
    """Say whether a text names a bank and nobody else."""
    left = bare(name)
    for hit in find(name):
        left = left.replace(bare(name[hit.start : hit.end]), " ")
    return left != bare(name) and not set(re.findall(r"[a-z]+", left)) - _FORMS


@cache
def _written() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a pattern of all names, in which spaces may have been lost, and whose each is."""
    names = {_key(name): name for name in _SCHEMES}
    for entry in (*_portuguese().values(), *_brazilian().values()):
        names |= {_key(alias): entry["name"] for alias in (entry["name"], *entry["aliases"])}
    spelled = sorted({_loose(name) for name in _aliases()}, key=len, reverse=True)
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(spelled)})(?![a-z0-9])"), names


def _aliases() -> list[str]:
    entries = [*_portuguese().values(), *_brazilian().values()]
    return [*_SCHEMES, *(name for entry in entries for name in (entry["name"], *entry["aliases"]))]


def _loose(name: str) -> str:
    return "[ ]?".join(map(re.escape, bare(name).split()))


def _key(name: str) -> str:
    return bare(name).replace(" ", "")
