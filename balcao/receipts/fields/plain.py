"""Text as patterns want it, character for character: places found in it hold in the original."""

import re
import unicodedata
from functools import cache

_SPACES = "\u00a0\u1680\u202f\u205f\u3000\t\v\f\r" + "".join(map(chr, range(0x2000, 0x200B)))
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_BULLETS = "•●∙◦⋅‧·▪■★✱※○◉⚫\u2217\uff0a\u204e\ufe61"
_WIDE = {chr(sign + 0xFEE0): chr(sign) for sign in range(ord("!"), ord("~") + 1)}
_NARROW = str.maketrans(_WIDE)
_PLAIN = str.maketrans(
    _WIDE | dict.fromkeys(_SPACES, " ") | dict.fromkeys(_DASHES, "-") | {"’": "'"}  # noqa: RUF001
)
_DIGIT = re.compile("[0-9]")
_STARS = str.maketrans(dict.fromkeys(_BULLETS, "*"))


def narrow(text: str) -> str:
    """Make every full-width sign, as engines read them from scripts that have such, a usual one."""
    return text.translate(_NARROW)


def plain(text: str) -> str:
    """Make every space, dash and full-width sign the ordinary one."""
    return text if _is_plain(text) else text.translate(_PLAIN)


def starred(text: str) -> str:
    """Make every bullet that hides a character an asterisk, in plain text."""
    return plain(text).translate(_STARS)


def bare(text: str) -> str:
    """Drop accents and case, and nothing else."""
    return text.lower() if _is_plain(text) else "".join(map(_bare_character, plain(text)))


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def has_digit(text: str) -> bool:
    """Say whether a plain text can hold a number at all: most pieces of a page cannot."""
    return _DIGIT.search(text) is not None


@cache
def _bare_character(character: str) -> str:
    lowered = unicodedata.normalize("NFKD", character)[0].lower()
    return lowered if len(lowered) == 1 else character
