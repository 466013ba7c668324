"""The five kinds of Pix keys, in the one spelling in which two of them can be compared."""

import re
from dataclasses import dataclass
from typing import Literal

from balcao.receipts.fields import check_digits, documents
from balcao.receipts.fields.hit import Hit, apart
from balcao.receipts.fields.plain import plain, starred

Kind = Literal["cpf", "cnpj", "email", "phone", "random"]

_GAP = "[ \n]{0,2}"
_X = "[0-9a-fA-FOoIl]"
_RANDOM = re.compile(
    rf"(?<![0-9A-Za-z])(?P<n>{_X}{{8}}{_GAP}-{_GAP}{_X}{{4}}{_GAP}-{_GAP}{_X}{{4}}{_GAP}-{_GAP}{_X}{{4}}"
    rf"{_GAP}-{_GAP}{_X}{{12}})(?![0-9A-Za-z])"
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+*-])[A-Za-z0-9._%+*-]{1,64}@[A-Za-z0-9*-]{1,63}(?:\.[A-Za-z0-9*-]{1,63}){1,4}"
)
_AREA = r"\(?(?P<area>[1-9][1-9])\)?"
_PHONE = re.compile(
    rf"(?<![0-9A-Za-z.,/-])(?P<plus>\+[ ]?55|55(?=[ ]?\(?[1-9][1-9]\)?[ ]?9))?[ ]?{_AREA}[ ]?-?[ ]?"
    r"(?P<number>(?:9[ .]?)?[0-9]{4}[ .-]?[0-9]{4})(?![0-9A-Za-z]|[./,-][0-9])"
)
_HIDDEN_PHONE = re.compile(
    rf"(?P<plus>\+[ ]?55)?[ ]?(?:{_AREA}|\(?\*\*\)?)[ ]?(?P<number>[0-9*][0-9* .-]{{7,13}}[0-9*])"
)
_HEX_SLIPS = str.maketrans("OoIl", "0011")
LONGEST = 120


@dataclass(frozen=True)
class PixKey:
    """As the directory holds it: digits, lower-case address, `+55` phone, lower-case UUID."""

    kind: Kind
    value: str
    masked: bool = False


def find(text: str) -> list[Hit[PixKey]]:
    """Return every key; phones only with country or area code."""
    clean = plain(text)
    hits = [_random(match) for match in _RANDOM.finditer(clean)]
    hits += [_email(match) for match in _EMAIL.finditer(starred(text))]
    hits += [_phone(match) for match in _PHONE.finditer(clean)]
    for hit in documents.find(text, ("cpf", "cnpj")):
        key = PixKey(_kind(hit.value), hit.value.value, hit.value.masked)
        hits.append(Hit(key, hit.start, hit.end, hit.confidence, hit.repaired))
    return apart(hits)


def _random(match: re.Match[str]) -> Hit[PixKey]:
    solid = "".join(match["n"].split())
    value = solid.translate(_HEX_SLIPS).lower()
    repaired = value != solid.lower()
    key = PixKey("random", value)
    return Hit(key, match.start("n"), match.end("n"), 0.9 if repaired else 0.98, repaired)


def _email(match: re.Match[str]) -> Hit[PixKey]:
    value = match[0].rstrip(".-").lower()
    key = PixKey("email", value, "*" in value)
    return Hit(key, match.start(), match.start() + len(value), 0.95)


def _phone(match: re.Match[str]) -> Hit[PixKey]:
    number = re.sub(r"[^0-9]", "", match["number"])
    key = PixKey("phone", f"+55{match['area']}{number}")
    mobile = len(number) == len("912345678")
    sure = 0.97 if match["plus"] else 0.8 if mobile and "(" in match[0] else 0.5
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return Hit(key, start, match.end(), sure)


def _kind(document: documents.Document) -> Kind:
    return "cnpj" if document.kind == "cnpj" else "cpf"


def parse(text: str) -> PixKey | None:
    """Return the key that a piece of text beside the words `chave Pix` consists of."""
    if len(text) > LONGEST:
        return None
    found = find(text)
    if found:
        return max(found, key=lambda hit: (hit.confidence, hit.end - hit.start)).value
    solid = re.sub(r"[^0-9A-Za-z]", "", plain(text)).upper()
    if check_digits.cnpj(solid):
        return PixKey("cnpj", solid)
    return _hidden_phone(text)


def _hidden_phone(text: str) -> PixKey | None:
    """Return a phone of which a part is starred, with a star for each hidden digit."""
    match = _HIDDEN_PHONE.fullmatch(starred(text).strip())
    if match is None or "*" not in match["number"]:
        return None
    number = re.sub(r"[^0-9*]", "", match["number"])
    return PixKey("phone", f"+55{match['area'] or '**'}{number}", masked=True)
