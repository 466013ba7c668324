"""International account numbers, proved by their remainder of 97."""

import re

from balcao.receipts.fields import check_digits
from balcao.receipts.fields.hit import Hit, apart
from balcao.receipts.fields.plain import plain
from balcao.receipts.fields.slips import digits

# Those of Portugal and Brazil, and of where people and shops there have accounts too.
LENGTHS = {"PT": 25, "BR": 29, "ES": 24, "FR": 27, "DE": 22, "IT": 27, "GB": 22, "NL": 18} | {
    "IE": 22,
    "LU": 20,
    "BE": 16,
    "CH": 21,
    "AT": 20,
    "LT": 20,
    "MT": 31,
    "PL": 28,
}
_ALL_DIGITS = {"PT", "ES", "DE", "AT", "BE", "LT", "PL", "BR"}
_BR_DIGITS = 27  # characters, before the kind of account and its holder
_NUMBER = re.compile(rf"(?=(?P<n>(?:{'|'.join(LENGTHS)})(?:[ \n.-]?[0-9A-Za-z|]){{14,29}}))")


def find(text: str) -> list[Hit[str]]:
    """Return every account number without spaces: `PT50` and 21 digits, `BR` and 27 characters."""
    hits = (_hit(match) for match in _NUMBER.finditer(plain(text)))
    return apart(hit for hit in hits if hit is not None)


def _hit(match: re.Match[str]) -> Hit[str] | None:
    country, start = match["n"][:2], match.start("n")
    places = [at for at, character in enumerate(match["n"]) if character not in " \n.-"]
    if len(places) < LENGTHS[country]:
        return None
    places = places[: LENGTHS[country]]
    written = "".join(match["n"][at] for at in places)
    for number in (written.upper(), _repaired(written)):
        if valid(number):
            repaired = number != written.upper()
            return Hit(number, start, start + places[-1] + 1, 0.93 if repaired else 0.99, repaired)
    return None


def _repaired(written: str) -> str:
    """Return it with digits where its country has nothing else."""
    if written[:2] not in _ALL_DIGITS:
        return written
    end = _BR_DIGITS if written[:2] == "BR" else len(written)
    return written[:2] + digits(written[2:end]) + written[end:].upper()


def valid(number: str) -> bool:
    """Say whether this is an account number of a country whose length we know."""
    country = number[:2]
    if LENGTHS.get(country) != len(number) or not number[2:4].isdigit():
        return False
    if country in _ALL_DIGITS and country != "BR" and not number[2:].isdigit():
        return False
    return check_digits.iban(number)
