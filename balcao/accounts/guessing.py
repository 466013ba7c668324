"""How much of a password somebody would have to guess, counted in letters, by simple rules.

`static/js/controllers/password.js` counts by the same rules while the person types; the list of
common passwords stays here.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

LIST = Path(__file__).parent / "data" / "common-passwords.txt"
LONGEST_COMMON: Final = 50
SHORTEST_KNOWN: Final = 3  # shorter ones are part of too many words
OURS: Final = "balcao"
KNOWN: Final = "\x01"  # stands for a word that an attacker knows
AGAIN = re.compile(r"(.{1,32}?)\1+", re.DOTALL)
WORD = re.compile(r"[^\W_]+")
YEAR = re.compile(r"(19|20)\d\d")
ROWS: Final = "1234567890 qwertyuiop asdfghjkl zxcvbnm"
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


@dataclass(frozen=True)
class Common:
    """What people choose: whole passwords, words, and what they put behind a word."""

    whole: frozenset[str]
    words: frozenset[str]
    tails: frozenset[str]


def holds_known(password: str, known: Sequence[str]) -> bool:
    """Say whether a word that an attacker knows is part of it."""
    return KNOWN in _without(_folded(password), _words_of([OURS, *known]))


def surprise(password: str, known: Sequence[str] = ()) -> int:
    """Count the letters that follow from nothing: not known, not repeated, not next in a row."""
    text = _without(_folded(password), _words_of([OURS, *known]))
    text = AGAIN.sub(r"\1", text)
    near = [False, *(_is_near(a, b) for a, b in pairwise(text))]
    return len(text) - sum(now and before for before, now in pairwise(near))


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if unicodedata.category(letter)[0] != "M")


def _words_of(known: Iterable[str]) -> list[str]:
    words = {word for text in known for word in WORD.findall(_folded(text))}
    return sorted((w for w in words if len(w) >= SHORTEST_KNOWN), key=lambda w: (-len(w), w))


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, KNOWN)
    return text


def _is_near(one: str, other: str) -> bool:
    """Say whether two letters are the same, or neighbours in alphabet, numbers or keyboard."""
    in_row = one + other in ROWS or other + one in ROWS
    return abs(ord(one) - ord(other)) <= 1 or in_row


def is_common(password: str) -> bool:
    """Say whether many people have chosen it, or one that differs by a number behind it."""
    text = _folded(password)
    if len(text) > LONGEST_COMMON:
        return False
    cuts = range(1, len(text))
    return text in _common().whole or any(_is_pair(text[:cut], text[cut:]) for cut in cuts)


def _is_pair(head: str, tail: str) -> bool:
    return (_is_word(head) and (tail == head or _is_tail(tail))) or (
        _is_tail(head) and _is_word(tail)
    )


def _is_word(text: str) -> bool:
    words = _common().words
    return text in words or text.translate(LOOKALIKES) in words


def _is_tail(text: str) -> bool:
    return text in _common().tails or YEAR.fullmatch(text) is not None


@cache
def _common() -> Common:
    heads, *parts = re.split(r"^\[(\w+)\]$", LIST.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert heads.startswith("#")  # noqa: S101 - what stands before the first part is its explanation
    entries = {
        name: frozenset(text.split()) for name, text in zip(parts[::2], parts[1::2], strict=True)
    }
    return Common(**entries)
