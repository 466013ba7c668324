"""Numbers of which a bank shows only a part, in every way bullets are printed and misread."""

import re
from collections.abc import Iterator
from typing import Literal

from balcao.receipts.fields.hit import Hit
from balcao.receipts.fields.plain import starred

_M = r"[*xX#]"
# A bullet may be read as a point, a dash, an o, or as nothing; three digits twice remain.
_HEAD = rf"(?P<head>(?:{_M}|[.,'\"°o]){{0,6}}[ ]?[.,]?[ ]?)"
_TAIL = rf"(?P<tail>[ ]?[-./]{{0,3}}[ ]?(?:{_M}|[.,'\"°o]){{0,5}})"
_MIDDLE = re.compile(
    rf"(?<![0-9A-Za-z*])(?<![0-9][.,/-]){_HEAD}"
    rf"(?P<one>[0-9]{{3}})(?P<by>[.,]?[ ]?)(?P<two>[0-9]{{3}}){_TAIL}(?![0-9*/]|[.,-][0-9])"
)
_ENDS = re.compile(
    rf"(?<![0-9.*])(?P<first>[0-9]{{3}})[. ]?{_M}{{3}}[. ]?{_M}{{3}}[- ]{{0,2}}"
    r"(?P<last>[0-9]{2})(?![0-9*])"
)
_C = "[0-9A-Zx*#]"
_COMPANY = re.compile(
    rf"(?<![0-9A-Za-z*.])(?P<n>{_C}{{2}}\.{_C}{{3}}\.{_C}{{3}}/{_C}{{4}}-[0-9*xX#]{{2}})"
    r"(?![0-9A-Za-z*])"
)
# The bullets read as points: `....345.678/0001-..`.
_COMPANY_READ_AWAY = re.compile(
    r"(?<![0-9A-Za-z*])[.*°'\"]{1,6}(?P<n>[0-9A-Z]{3}\.[0-9A-Z]{3}/[0-9]{4})-[.*°'\"]{1,6}(?![0-9A-Za-z])"
)
FEWEST_SHOWN = 5  # of a company's fourteen: fewer say nothing


def masked_hits(text: str, kind: Literal["cpf", "cnpj"]) -> Iterator[Hit[str]]:
    """Give what is shown of each number, with an asterisk for what is hidden."""
    clean = starred(text)
    if kind == "cnpj":
        yield from _companies(clean)
        return
    for match in _MIDDLE.finditer(clean):
        confidence = _certainty(match)
        if confidence:
            start = match.start() + len(match["head"]) - len(match["head"].lstrip(" "))
            shown = f"***{match['one']}{match['two']}**"
            yield Hit(shown, start, match.start("tail") + len(match["tail"].rstrip()), confidence)
    for match in _ENDS.finditer(clean):
        yield Hit(f"{match['first']}******{match['last']}", match.start(), match.end(), 0.95)


def _certainty(match: re.Match[str]) -> float:
    """Say how much of a mask is left around the six digits; without any there is none."""
    stars = [sum(character in "*xX#" for character in match[part]) for part in ("head", "tail")]
    if all(stars):
        return 0.97
    read_away = (
        any(len(match[part].strip()) > 1 for part in ("head", "tail")) or "-" in match["tail"]
    )
    dotted = match["by"].strip() == "."
    if any(stars):  # one X alone may be the check character of an account
        return 0.9 if sum(stars) > 1 or (dotted and "*" in match[0]) else 0.0
    # `.456.789-`: the bullets were read away, what they stood around is left
    both = bool(match["head"].strip()) and "-" in match["tail"]
    return 0.75 if both and dotted else 0.6 if read_away and dotted else 0.0


def _companies(text: str) -> Iterator[Hit[str]]:
    for match in _COMPANY.finditer(text):
        shown = re.sub(r"[xX#]", "*", re.sub(r"[./-]", "", match["n"]))
        hidden = shown.count("*")  # one alone is an X that was read as a small one
        if hidden > 1 and len(shown) - hidden >= FEWEST_SHOWN:
            yield Hit(shown, match.start(), match.end(), 0.95)
    for match in _COMPANY_READ_AWAY.finditer(text):
        shown = f"**{re.sub(r'[./]', '', match['n'])}**"
        yield Hit(shown, match.start(), match.end(), 0.8)
