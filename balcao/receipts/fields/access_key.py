"""The 44 digits under every Brazilian invoice: state, month, seller, kind, and their proof."""

import re
from dataclasses import dataclass
from datetime import date

from balcao.receipts.fields import check_digits
from balcao.receipts.fields.hit import Hit, apart
from balcao.receipts.fields.plain import plain
from balcao.receipts.fields.slips import digits

LENGTH = 44
_STATES = {
    "11": "RO", "12": "AC", "13": "AM", "14": "RR", "15": "PA", "16": "AP", "17": "TO",
    "21": "MA", "22": "PI", "23": "CE", "24": "RN", "25": "PB", "26": "PE", "27": "AL",
    "28": "SE", "29": "BA", "31": "MG", "32": "ES", "33": "RJ", "35": "SP", "41": "PR",
    "42": "SC", "43": "RS", "50": "MS", "51": "MT", "52": "GO", "53": "DF",
}  # fmt: skip
_MODELS = ("55", "57", "58", "59", "62", "63", "65", "66", "67")
_GAP = "[ .\n-]{0,2}"
_KEY = re.compile(rf"(?=(?P<n>[1-5OlIS](?:{_GAP}[0-9A-Za-z|]){{43}}))")


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
    clean = plain(text)
    hits = (_hit(match) for match in _KEY.finditer(clean))
    return apart(hit for hit in hits if hit is not None)


def _hit(match: re.Match[str]) -> Hit[AccessKey] | None:
    written = re.sub(r"[ .\n-]", "", match["n"])
    for value in (written, digits(written)):
        key = parse(value)
        if key is not None:
            repaired = value != written
            return Hit(key, *match.span("n"), 0.93 if repaired else 0.99, repaired)
    return None


def parse(value: str) -> AccessKey | None:
    """Take 44 characters apart, or return nothing if they do not prove themselves."""
    fixed = value[:6] + value[20:]
    if len(value) != LENGTH or not (fixed.isascii() and fixed.isdigit()):
        return None
    known = value[:2] in _STATES and value[20:22] in _MODELS and "01" <= value[4:6] <= "12"
    if not known or not check_digits.access_key(value):
        return None
    issuer = value[6:20]
    if not check_digits.cnpj(issuer) and not check_digits.cpf(issuer[3:]):
        return None
    month = date(2000 + int(value[2:4]), int(value[4:6]), 1)
    series, number = int(value[22:25]), int(value[25:34])
    return AccessKey(value, _STATES[value[:2]], month, issuer, value[20:22], series, number)
