"""Times of day: `14:22:05`, `08h58`, `3:30 PM`, also glued behind a date."""

import re
from datetime import time

from balcao.receipts.fields.hit import Hit, apart
from balcao.receipts.fields.plain import plain
from balcao.receipts.fields.slips import digits

NOON = 12
# Digits may stand in front only where they are the year of a date that was glued to it.
_START = (
    r"(?:(?<![0-9:.,])|(?<=[/.-](?:19|20)[0-9]{2})|(?<=[/.-][0-9]{2})"
    r"|(?<=[a-zA-Z. ](?:19|20)[0-9]{2})"
    r"|(?<=(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}))(?<![0-9][+-])"
)
_TIME = re.compile(
    rf"{_START}(?P<hour>[0-2Ool]?[0-9Ool])(?:[ ]?(?P<sign>:)[ ]?|[ ]?[hH][ ]?)"
    r"(?P<minute>[0-5Ool][0-9Ool])"
    r"(?:(?:[ ]?[:;.]|[ ]?m(?:in)?[ ]?)(?P<second>[0-5Ool][0-9Ool])s?)?(?![0-9:])"
    r"(?:[ ]?(?P<half>[AaPp])\.?[Mm]\b)?"
)


def find(text: str) -> list[Hit[time]]:
    """Return every time of day, seconds where they are printed."""
    hits = (_hit(match) for match in _TIME.finditer(plain(text)))
    return apart(hit for hit in hits if hit is not None)


def _hit(match: re.Match[str]) -> Hit[time] | None:
    written = (match["hour"], match["minute"], match["second"] or "0")
    hour, minute, second = (int(digits(part)) for part in written)
    try:
        value = time(_hour(hour, match["half"]), minute, second)
    except ValueError:
        return None
    repaired = any(digits(part) != part for part in written)
    sure = 0.97 if match["second"] else 0.93
    return Hit(value, match.start(), match.end(), sure * (0.8 if repaired else 1), repaired)


def _hour(hour: int, half: str | None) -> int:
    """Return the hour of 24; half a day may be printed behind one that has none."""
    if half is None or hour > NOON:
        return hour
    return hour % NOON + (NOON if half in "pP" else 0)
