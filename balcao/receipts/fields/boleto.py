"""Boletos: the line of 47 or 48 digits and the 44 of the bars, each proved by check digits."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from balcao.receipts.fields import check_digits
from balcao.receipts.fields.hit import Hit, apart
from balcao.receipts.fields.plain import plain
from balcao.receipts.fields.slips import digits

# Days were counted from 1997 until the four digits ran out; 1000 stood for 2025-02-22 again.
FIRST_COUNT, SECOND_COUNT, COUNT_BEGINS = date(1997, 10, 7), date(2025, 2, 22), 1000
OLD_COUNT_SINCE = 6000  # without a day to compare with: above it, the first count is meant
BANK_LINE, UTILITY_LINE, BARS = 47, 48, 44
_UTILITY = "8"
_BY_TEN, _IN_REAIS = "67", "68"  # third digits: check by modulo ten; amount is in reais
_D = "[0-9OoIl|SB]"
_LINE = re.compile(rf"(?=(?<![0-9A-Za-z])(?P<n>{_D}(?:[ .\n-]{{0,3}}{_D}){{46,47}})(?![0-9]))")


@dataclass(frozen=True)
class Boleto:
    """What a line asks for; a bill of a utility names no bank and often no day."""

    line: str  # 47 digits, 48 for utilities and taxes
    bars: str  # 44 digits
    bank: str | None  # three digits
    amount: Decimal | None
    due: date | None


def find(text: str, *, near: date | None = None) -> list[Hit[Boleto]]:
    """Return every line that proves itself; `near` tells which round of day counting it is."""
    hits = (_hit(match, near) for match in _LINE.finditer(plain(text)))
    return apart(hit for hit in hits if hit is not None)


def _hit(match: re.Match[str], near: date | None) -> Hit[Boleto] | None:
    written = re.sub(r"[ .\n-]", "", match["n"])
    for length in dict.fromkeys((len(written), BANK_LINE)):  # the word behind may begin with a B
        line = digits(written[:length])
        bars = _bars_of(line)
        found = from_bars(bars, near=near) if bars else None
        if found is not None and found.line == line:
            repaired = line != written[:length]
            return Hit(found, *match.span("n"), 0.95 if repaired else 0.99, repaired)
    return None


def _bars_of(line: str) -> str | None:
    """Return the bars behind a line, whatever its check digits say."""
    if len(line) == UTILITY_LINE and line[0] == _UTILITY:
        return "".join(line[at : at + 11] for at in range(0, UTILITY_LINE, 12))
    if len(line) != BANK_LINE or line[0] == _UTILITY:
        return None
    return line[:4] + line[32] + line[33:] + line[4:9] + line[10:20] + line[21:31]


def from_bars(bars: str, *, near: date | None = None) -> Boleto | None:
    """Return what the 44 digits of a bar code say, or nothing if they do not prove themselves."""
    if len(bars) != BARS or not (bars.isascii() and bars.isdigit()):
        return None
    return _utility(bars) if bars[0] == _UTILITY else _bank(bars, near)


def _utility(bars: str) -> Boleto | None:
    digit: Callable[[str], int] = (
        check_digits.ten if bars[2] in _BY_TEN else check_digits.utility_eleven
    )
    if bars[2] not in "6789" or int(bars[3]) != digit(bars[:3] + bars[4:]):
        return None
    blocks = [bars[at : at + 11] for at in range(0, BARS, 11)]
    line = "".join(f"{block}{digit(block)}" for block in blocks)
    amount = Decimal(bars[4:15]) / 100 if bars[2] in _IN_REAIS else None
    return Boleto(line, bars, None, amount or None, None)


def _bank(bars: str, near: date | None) -> Boleto | None:
    if int(bars[4]) != check_digits.boleto_eleven(bars[:4] + bars[5:]) or bars[:3] == "000":
        return None
    fields = [bars[:4] + bars[19:24], bars[24:34], bars[34:44]]
    checked = "".join(f"{field}{check_digits.ten(field)}" for field in fields)
    amount = Decimal(bars[9:19]) / 100
    line = checked + bars[4:19]
    return Boleto(line, bars, bars[:3], amount or None, _due(int(bars[5:9]), near))


def _due(count: int, near: date | None) -> date | None:
    """Return the day of a count; of its two meanings the one nearer to a known day."""
    if count < COUNT_BEGINS:
        return None
    first = FIRST_COUNT + timedelta(days=count)
    second = SECOND_COUNT + timedelta(days=count - COUNT_BEGINS)
    if near is None:
        return first if count >= OLD_COUNT_SINCE else second
    return min(first, second, key=lambda day: abs(day - near))
