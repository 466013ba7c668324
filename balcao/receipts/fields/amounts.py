"""Sums of money in every spelling a bank or a till prints, and the slips of reading them."""

import re
from dataclasses import dataclass
from decimal import Decimal

from balcao.receipts.fields.hit import Hit, apart, without
from balcao.receipts.fields.plain import has_digit, plain
from balcao.receipts.fields.slips import digits

# A sign that stands before its number, with what it is misread as; then one that stands behind.
_BEFORE = (
    r"(?P<BRL>[Rr]\$|(?<![A-Z])R[S58](?=[ ]?[0-9OIl-])|\bBRL"
    r"|(?<![A-Za-z])R(?=[ ][0-9.]{1,9},[0-9]{2}))"
    r"|(?P<EUR>€|(?<![A-Za-z])EUR(?:OS?)?)|(?P<MYR>(?<![A-Za-z])RM|\bMYR)|(?P<USD>US\$|\bUSD)"
    r"|(?P<GBP>£|\bGBP)|(?P<DOLLAR>\$)|(?P<SLIP>(?<![A-Za-z0-9.,])[CE](?=[ ]?[0-9.]{1,9},))"
)
_BEHIND = (
    r"(?P<BRL>BRL\b|REAIS\b|reais\b)|(?P<EUR>€|EUR(?:OS?)?(?![A-Za-z])|euros?\b)"
    r"|(?P<MYR>MYR\b|RM(?![A-Za-z0-9 ]))|(?P<USD>USD\b)|(?P<GBP>GBP\b)"
    r"|(?P<SLIP>(?<=,[0-9]{2})[ ]?[CE](?![A-Za-z0-9]))"
)
# Behind the number: no further digits, unless a day or a time was glued to it.
_END = (
    r"(?:(?![0-9])(?![.,][0-9])(?![ ]?%)|(?=[0-3][0-9]/[01][0-9]/)|(?=[0-2][0-9]:[0-5][0-9]))"
    r"(?P<last>-(?![0-9]))?"
)


def _number(digit: str, gap: str = "") -> str:
    grouped = rf"{digit}{{1,3}}(?:(?P<by>[.,' ]){digit}{{3}})(?:(?P=by){digit}{{3}}){{0,2}}"
    return rf"(?P<number>(?:{grouped}|{digit}{{1,9}})(?:{gap}[.,]{gap}{digit}{{2}})?)"


_SIGNED = re.compile(
    rf"(?P<minus>-[ ]?)?(?:{_BEFORE})[ ]{{0,3}}(?P<inner>-[ ]?)?"
    rf"{_number('[0-9OoIl|SB]', '[ ]?')}{_END}"
)
_START = r"(?<![0-9][.,])(?<![0-9])(?P<minus>-)?"
_NUMBER_FIRST = re.compile(rf"{_START}{_number('[0-9]', '[ ]?')}[ ]{{0,2}}(?:{_BEHIND})")
_BARE = re.compile(rf"{_START}{_number('[0-9]')}{_END}")
_IN_CODE = re.compile(r"[A-Za-z][0-9.,]+[A-Za-z]")
_CENTS = re.compile(r"[.,][0-9]{2}\Z")
LONGEST = 60  # characters of a piece that consists of one amount
_ALONE = re.compile(r"(?P<minus>-)?(?P<number>[0-9][0-9., ']{0,24})")


@dataclass(frozen=True)
class Amount:
    """What is paid; `currency` is ISO 4217, and empty where no sign stands beside it."""

    value: Decimal
    currency: str = ""

    @property
    def text(self) -> str:
        """Return it as fields carry it: `1234.56`."""
        return f"{self.value:.2f}"


def find(text: str, *, bare: bool = True) -> list[Hit[Amount]]:
    """Return every amount; without `bare`, only those beside a sign of a currency."""
    clean = plain(text)
    if not has_digit(clean):
        return []
    hits = apart([*_hits(_SIGNED, clean), *_hits(_NUMBER_FIRST, clean)])
    if bare:
        hits += _hits(_BARE, without(clean, hits))
    return sorted(hits, key=lambda hit: hit.start)


def _hits(pattern: re.Pattern[str], text: str) -> list[Hit[Amount]]:
    return [_hit(text, match) for match in pattern.finditer(text) if _plausible(text, match)]


def _plausible(text: str, match: re.Match[str]) -> bool:
    written = match["number"]
    cents = _CENTS.search(digits(written).replace(" ", ""))
    if not cents and (match.re is _BARE or text[match.end() : match.end() + 1].isalnum()):
        return False
    if match.re is _BARE and _IN_CODE.fullmatch(text[max(match.start() - 1, 0) : match.end() + 1]):
        return False
    slips = sum(character in "Il|SB" for character in written)  # O for 0 may stand everywhere
    return slips <= len(written) // 3 and any(map(str.isdigit, written))


def _hit(text: str, match: re.Match[str]) -> Hit[Amount]:
    number = digits(match["number"])
    currency, guessed = _currency(match)
    repaired = guessed or number != match["number"]
    value = -_value(number) if _negative(text, match) else _value(number)
    confidence = _confidence(match, number) * (0.75 if repaired else 1)
    amount = Amount(value, currency)
    return Hit(amount, match.start(), match.end(), round(confidence, 3), repaired)


def _currency(match: re.Match[str]) -> tuple[str, bool]:
    """Return the currency beside the number, and whether its sign had to be guessed."""
    signs = [(name, said) for name, said in match.groupdict().items() if said and name.isupper()]
    if not signs:
        return "", False
    name, said = signs[0]
    if name == "SLIP":
        return "EUR", True
    return ("" if name == "DOLLAR" else name), said in {"R", "RS", "R5", "R8"}


def _value(number: str) -> Decimal:
    """Return the value; only what stands before two last digits is a decimal sign."""
    number = number.replace(" ", "").replace("'", "")
    whole, cents = (number[:-3], number[-2:]) if _CENTS.search(number) else (number, "00")
    return Decimal(f"{whole.replace('.', '').replace(',', '')}.{cents}")


def _negative(text: str, match: re.Match[str]) -> bool:
    said = match.groupdict()
    if said.get("inner") or said.get("last"):
        return True
    if said["minus"]:  # in `Total - R$ 12,00` the dash only parts the words from the sum
        return said["minus"] == "-" or not text[: match.start()].strip(" ")
    return text[: match.start()].endswith("(") and text[match.end() : match.end() + 1] == ")"


def _confidence(match: re.Match[str], number: str) -> float:
    signed, by, last = match.re is not _BARE, match["by"], number.replace(" ", "")[-3:-2]
    if last not in {",", "."}:
        return 0.8
    sure = 0.98 if signed else 0.85 if last == "," else 0.7
    if by == " ":
        return sure - (0.05 if signed else 0.3)  # `2 150,00` may be two pieces at 150,00
    return sure - 0.25 if by == last else sure  # 1.234.56: one of the dots was a comma


def parse(text: str) -> Hit[Amount] | None:
    """Return the one amount a piece of text consists of, more tolerant than `find`: `45` too."""
    if len(text) > LONGEST:
        return None
    found = find(text)
    if found:
        return found[0] if len(found) == 1 else None
    match = _ALONE.fullmatch(plain(text).strip())
    if match is None:
        return None
    number = re.sub(r"([.,][0-9])\Z", r"\g<1>0", match["number"].strip(" .,'"))
    value = -_value(number) if match["minus"] else _value(number)
    return Hit(Amount(value), 0, len(text), 0.5)
