"""A Portuguese payment reference: five digits of the entity and nine of the reference."""

import re
from dataclasses import dataclass

from balcao.receipts.fields.hit import Hit
from balcao.receipts.fields.plain import plain
from balcao.receipts.fields.slips import SURE, digits

_ENTITY = rf"(?P<entity>{SURE}{{2}}[ ]?{SURE}{{3}})"
_REFERENCE = rf"(?P<reference>{SURE}{{3}}[ .]?{SURE}{{3}}[ .]?{SURE}{{3}})"
_PAIR = re.compile(
    rf"(?i:entidade|entity|ent\.)[^0-9OoIl]{{0,20}}{_ENTITY}(?![0-9])"
    rf"[^0-9]{{0,60}}?(?i:refer[eê]ncia|reference|ref\.?)[^0-9]{{0,20}}{_REFERENCE}(?![0-9])"
)


@dataclass(frozen=True)
class Multibanco:
    """To whom and for what; its check digits can only be recomputed with the amount."""

    entity: str
    reference: str


def find(text: str) -> list[Hit[Multibanco]]:
    """Return every pair whose words say what they are, in one line or over several."""
    return [_hit(match) for match in _PAIR.finditer(plain(text))]


def _hit(match: re.Match[str]) -> Hit[Multibanco]:
    written = [re.sub(r"[ .]", "", match[name]) for name in ("entity", "reference")]
    entity, reference = map(digits, written)
    repaired = [entity, reference] != written
    sure = 0.8 if repaired else 0.97
    return Hit(Multibanco(entity, reference), match.start("entity"), match.end(), sure, repaired)


def parse_entity(text: str) -> str | None:
    """Return the five digits a piece of text consists of."""
    return _only(text, _ENTITY)


def _only(text: str, pattern: str) -> str | None:
    match = re.fullmatch(pattern, plain(text).strip(" .:"))
    return digits(re.sub(r"[ .]", "", match[0])) if match else None


def parse_reference(text: str) -> str | None:
    """Return the nine digits a piece of text consists of, without its spaces."""
    return _only(text, _REFERENCE)
