"""Whether two names are one: as printed by banks, without accents, cut, turned or shortened."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from balcao.receipts.fields.plain import bare, starred

SAME, CUT, SHORTENED, PERHAPS = 100, 95, 90, 78
_FORMS = {
    "ltda", "limitada", "me", "epp", "eireli", "mei", "sa", "lda", "unipessoal", "slu", "ei",
    "cia", "companhia", "sociedade",
}  # fmt: skip
_LINKS = {"de", "da", "do", "dos", "das", "e", "y"}
_CUT_LINKS = {"d"}  # where a column ends within one
_ALIKE = str.maketrans("01l58", "oiisb")  # how letters are misread, both ways
LONG_ENOUGH = 10  # letters that a cut name must have kept to tell anything
COLUMN = 15  # letters of the narrowest column in which a bank cuts names
ALIKE_WORD, ALIKE_NAME, NEARLY = 85, 95, 85


def name_score(printed: str, expected: str) -> int:
    """Return how well a printed name fits, 0 to 100; from `SHORTENED` on it is the same."""
    ours, theirs = words(expected), words(printed)
    if not ours or not theirs:
        return 0
    score = _score(theirs, ours)
    if score < PERHAPS and len(theirs) > 2 and theirs[-1] in _CUT_LINKS:  # noqa: PLR2004 - as below
        return _score(theirs[:-1], ours)
    return score


def _score(theirs: Sequence[str], ours: Sequence[str]) -> int:
    one, other = "".join(theirs), "".join(ours)
    if one == other or sorted(theirs) == sorted(ours):
        return SAME
    if other.startswith(one) and len(one) >= LONG_ENOUGH and len(ours) > 1:
        return CUT if len(one) >= COLUMN and len(one) * 2 >= len(other) else PERHAPS
    if min(len(one), len(other)) >= LONG_ENOUGH and fuzz.ratio(one, other) >= ALIKE_NAME:
        return CUT - 2
    return _by_words(theirs, ours) or _by_letters(one, other)


def words(name: str) -> list[str]:
    """Return what tells a name from others: no forms of companies, little words or numbers."""
    flat = re.sub(r"\bs[./ ]?\s?a\b\.?", " ", bare(starred(name[:200])))
    parts = re.sub(r"[^a-z0-9*]+", " ", flat).split()
    kept = [part for part in parts if part not in _FORMS and part not in _LINKS]
    return [part.translate(_ALIKE) for part in kept if not re.fullmatch(r"[0-9]{2,}", part)]


def _by_words(theirs: Sequence[str], ours: Sequence[str]) -> int:
    """Judge by words that fit: all of the shorter name must, and first and last in particular."""
    short, long = (theirs, ours) if len(theirs) <= len(ours) else (ours, theirs)
    places = _placed(short, long)
    if None in places:
        return 0
    hidden = sum("*" in word or len(word) == 1 for word in short)
    ends = {0, len(long) - 1} <= set(places)
    if len(short) - hidden < 2 or not ends:  # noqa: PLR2004 - two words in full
        return PERHAPS
    return SHORTENED


def _placed(short: Sequence[str], long: Sequence[str]) -> list[int | None]:
    """Return for each word the place of the one it fits, each used once, whole words first."""
    free = dict(enumerate(long))
    places: dict[int, int | None] = {}
    for at in sorted(range(len(short)), key=lambda at: -len(short[at])):
        fits = [place for place, word in free.items() if _fits(short[at], word)]
        best = min(fits, key=lambda place: (free[place] != short[at], place), default=None)
        places[at] = best
        if best is not None:
            del free[best]
    return [places[at] for at in range(len(short))]


def _fits(word: str, other: str) -> bool:
    """Say whether one is the other, its beginning, its initial, or the other misread."""
    shown, shown_other = word.split("*", maxsplit=1)[0], other.split("*", maxsplit=1)[0]
    if "*" in word or "*" in other or 1 in {len(word), len(other)}:
        return shown.startswith(shown_other) or shown_other.startswith(shown)
    if min(len(word), len(other)) >= 3 and (word.startswith(other) or other.startswith(word)):  # noqa: PLR2004
        return True
    return fuzz.ratio(word, other) >= ALIKE_WORD


def _by_letters(one: str, other: str) -> int:
    """Return what is left when words do not fit: lost spaces and misread letters, or others."""
    ratio = fuzz.ratio(one, other)
    return PERHAPS if ratio >= NEARLY else int(ratio * 0.7)
