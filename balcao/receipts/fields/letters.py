"""Text as labels are compared: small letters and digits only, with the way back to the print."""

import unicodedata
from functools import cache, lru_cache

# Kept as they are by Unicode, but printed for what stands beside them.
_LIKE = {"º": "o", "ª": "a", "°": "o", "ı": "i"}  # noqa: RUF001 - a Turkish i is what engines read


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return a text without spaces, accents, signs and capitals: engines drop all of them."""
    return "".join(letter for letter, _ in _letters(text))


@lru_cache(maxsize=8192)
def words(text: str) -> str:
    """Return a text in small letters without accents, every sign a space, spaces at both ends."""
    kept = (_bare(sign) if sign.isalnum() else " " for sign in text)
    return f" {' '.join(''.join(kept).split())} "


@lru_cache(maxsize=8192)
def glued(phrase: str) -> str:
    """Return words without their spaces, as an engine may read them."""
    return phrase.replace(" ", "")


@cache
def solid(phrases: tuple[str, ...], least: int) -> tuple[str, ...]:
    """Return those without their spaces that have letters enough to be known by them alone."""
    return tuple(phrase for phrase in map(glued, phrases) if len(phrase) >= least)


@lru_cache(maxsize=8192)
def places(text: str) -> tuple[int, ...]:
    """Return for each sign of the plain text where the print goes on behind it."""
    return tuple(place + 1 for _, place in _letters(text))


def _letters(text: str) -> list[tuple[str, int]]:
    found = []
    for place, sign in enumerate(text):
        if sign.isascii():
            found += [(sign.lower(), place)] if sign.isalnum() else []
        else:
            found += [(letter, place) for letter in _bare(sign)]
    return found


@lru_cache(maxsize=1024)
def _bare(sign: str) -> str:
    if sign in _LIKE:
        return _LIKE[sign]
    parts = unicodedata.normalize("NFKD", sign)
    return "".join(part for part in parts if part.isalnum()).lower()
