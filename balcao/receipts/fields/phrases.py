"""Headings that say a side in small words, in all ways of a language: `Chega a`, `De onde veio`.

Such headings are patterns of the layouts, of words in small letters; whatever stands behind them in
capitals is their value.
"""

import re
from collections.abc import Iterator
from functools import cache

from balcao.receipts.fields.letters import words
from balcao.receipts.fields.wordings import layouts

_MOST = 7  # words of a heading
_WORD = re.compile(r"\S+")


def side_of(text: str) -> tuple[str, int] | None:
    """Return whose side a heading opens, and where in the text the heading ends."""
    for end in _ends(text):
        said = words(text[:end]).strip()
        for role, pattern in _patterns().items():
            if pattern.fullmatch(said):
                return role, end
    return None


def _ends(text: str) -> Iterator[int]:
    """Yield where a heading may end: at a colon, before a capital or a digit, or with the text."""
    colon = text.find(":")
    whole = colon if colon > 0 else len(text)
    spans = [match.span() for match in _WORD.finditer(text, 0, whole)]
    if len(spans) == 1:
        return
    if len(spans) <= _MOST:
        yield whole
    first = next((at for at, (start, _) in enumerate(spans) if at and not text[start].islower()), 0)
    if 1 < first <= _MOST and not text[:whole].isupper():
        yield spans[first - 1][1]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {role: re.compile("|".join(each)) for role, each in layouts().phrases.items()}
