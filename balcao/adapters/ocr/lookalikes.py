"""O or 0, l or 1, within codes: where no word around them tells which one it is.

The model has learnt from words and sums, where a round sign among digits is a zero. In the free
letters of an id each is as likely as any other, and still it said 0 for O 48 times and O for 0
once in 98 ids that came out wrong. So there, where it was not sure of the digit, the letter wins.
"""

import re
import string
from collections.abc import Iterator
from typing import Any

import numpy as np

Weights = np.ndarray[tuple[int, int], np.dtype[np.float32]]
CODE = re.compile(r"[A-Za-z0-9]{11,}")
HEX, FEWEST_DIGITS = frozenset(string.hexdigits), 4
# How many times surer of the digit than of the letter it has to be; weighed out on 338 ids.
SURER = {"0": {"O": 12, "o": 12}, "1": {"l": 30, "I": 30}}


class LettersInCodes:
    """Decodes as the engine does, and looks at the codes again."""

    def __init__(self, decode: Any) -> None:
        self._decode = decode

    def __call__(self, weights: Any, *how: Any, **more: Any) -> tuple[list[tuple[str, float]], Any]:
        """Return text and confidence of each line, given the weight of each sign at each step."""
        lines, words = self._decode(weights, *how, **more)
        looked_at = zip(lines, weights, strict=True)
        return [(self._said(text, steps), score) for (text, score), steps in looked_at], words

    def _said(self, text: str, steps: Weights) -> str:
        codes = [code for code in CODE.finditer(text) if _has_free_letters(code[0])]
        if not codes:
            return text
        said, peaks = list(text), list(_peaks(steps))
        for at in (at for code in codes for at in range(*code.span())):
            said[at] = self._likelier(said[at], peaks[at])
        return "".join(said)

    def _likelier(self, sign: str, peak: Any) -> str:
        place = self._decode.dict
        weighed = {sign: peak[place[sign]]}
        for letter, times in SURER.get(sign, {}).items():
            weighed[letter] = peak[place[letter]] * times
        return max(weighed, key=weighed.__getitem__)


def _has_free_letters(code: str) -> bool:
    """Tell an id from a label or a country that runs into its digits, and from hexadecimals."""
    digits = sum(one.isdigit() for one in code)
    return digits >= FEWEST_DIGITS and not HEX.issuperset(code[len(code) // 2 :])


def _peaks(steps: Weights) -> Iterator[Any]:
    """Yield the surest step of each sign: it is said once for all steps in a row that say it."""
    likeliest = steps.argmax(axis=1)
    starts = np.flatnonzero(np.diff(likeliest, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(steps)], strict=True):
        if sign := likeliest[start]:
            yield steps[start + steps[start:end, sign].argmax()]
