"""Days in every order and language a receipt writes them in; impossible ones are refused."""

import re
from datetime import date

from balcao.receipts.fields.hit import Hit, apart
from balcao.receipts.fields.plain import bare, has_digit, plain
from balcao.receipts.fields.slips import digits

FIRST_YEAR, LAST_YEAR = 1990, 2099
CENTURY_TURNS = 70  # a year of two digits from here on is one of the last century
_MONTHS = (  # without accents; English beside Portuguese, short beside long
    ("janeiro", "january", "jan"),
    ("fevereiro", "february", "fev", "feb"),
    ("marco", "march", "mar"),
    ("abril", "april", "abr", "apr"),
    ("maio", "may", "mai"),
    ("junho", "june", "jun"),
    ("julho", "july", "jul"),
    ("agosto", "august", "ago", "aug"),
    ("setembro", "september", "set", "sept", "sep"),
    ("outubro", "october", "out", "oct"),
    ("novembro", "november", "nov"),
    ("dezembro", "december", "dez", "dec"),
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}


def _slipped(name: str) -> str:
    alike = {"o": "[o0]", "i": "[i1l]", "l": "[l1i]"}
    return "".join(alike.get(letter, letter) for letter in name)


_MONTH = "|".join(_slipped(name) for name in sorted(_MONTH_OF, key=len, reverse=True))
_D = "[0-9OoIl]"
# In front: nothing that makes it part of a longer number, except cents or a bill's number that
# were glued to it.
_START = (
    r"(?:(?<![0-9])|(?<=[0-9][.,][0-9]{2})|(?<=[0-9])(?=[0-3][0-9]/[01][0-9]/20[0-9]{2}))"
    r"(?<![0-9]/)"
)
_YEAR = r"(?P<year>[0-9]{2}(?=[0-9]{2}:[0-9]{2})|(?:19|20)[0-9]{2}|[0-9]{2}(?![0-9]))"
_TAIL = r"(?![/-]?[0-9](?![0-9]?[ ]?[:h]))"
_NUMBERS = re.compile(
    rf"{_START}(?P<day>{_D}{{1,2}})[ ]?(?P<sign>[/.-])[ ]?(?P<month>{_D}{{1,2}})[ ]?(?P=sign)[ ]?"
    rf"{_YEAR}{_TAIL}"
)
_ISO = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<sign>[-/.])(?P<month>[0-9]{2})(?P=sign)"
    r"(?P<day>[0-9]{2})(?![0-9](?![0-9]?[:h]))"
)
_WORDS = re.compile(
    rf"{_START}(?P<day>[0-9]{{1,2}})(?:\.?[ºo°]|st|nd|rd|th)?[ ]?(?:de[ ]?)?[-/., ]?[ ]?"
    rf"(?P<month>{_MONTH})\.?[ ]?(?:de(?:[ ]|(?=[0-9])))?[-/., ]?[ ]?{_YEAR}{_TAIL}"
)
_AMERICAN = re.compile(
    rf"(?<![a-z])(?P<month>{_MONTH})\.?[ ]?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[, ][ ]?"
    rf"(?P<year>(?:19|20)[0-9]{{2}}){_TAIL}"
)


def find(text: str) -> list[Hit[date]]:
    """Return every day; what can be read both ways is day first, with less confidence."""
    clean = plain(text)
    if not has_digit(clean):
        return []
    small = bare(text)
    hits = [_hit(match) for match in (*_NUMBERS.finditer(clean), *_ISO.finditer(clean))]
    hits += [_hit(match) for match in (*_WORDS.finditer(small), *_AMERICAN.finditer(small))]
    return apart(hit for hit in hits if hit is not None)


def _hit(match: re.Match[str]) -> Hit[date] | None:
    day, month, year = digits(match["day"]), match["month"], _year(match["year"])
    named = match.re in {_WORDS, _AMERICAN}
    number = _month(month) if named else int(digits(month))
    try:
        value = date(year, number, int(day))
    except ValueError:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    repaired = day != match["day"] or (not named and digits(month) != month)
    confidence = _confidence(match, value, named=named) * (0.8 if repaired else 1)
    return Hit(value, match.start(), match.end(), round(confidence, 3), repaired)


def _year(written: str) -> int:
    year = int(written)
    if year > 99:  # noqa: PLR2004 - more than two digits
        return year
    return year + (1900 if year >= CENTURY_TURNS else 2000)


def _month(written: str) -> int:
    for read, meant in (("", ""), ("0", "o"), ("1", "i"), ("1", "l"), ("l", "i"), ("i", "l")):
        name = written.replace("0", "o").replace(read, meant) if read else written
        if name in _MONTH_OF:
            return _MONTH_OF[name]
    return 0


def _confidence(match: re.Match[str], value: date, *, named: bool) -> float:
    short = len(match["year"]) == len("25")
    if named or match.re is _ISO:
        return 0.9 if short else 0.98
    either_way = value.day <= 12 and value.day != value.month  # noqa: PLR2004 - months
    if short:
        return 0.6 if match["sign"] == "." else 0.85
    return 0.95 if either_way else 0.98
