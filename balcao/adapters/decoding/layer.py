"""A PDF's letters to lines, as if an engine had read them, and whether to trust them."""

import math
import re
from collections.abc import Iterable, Iterator

from balcao.adapters.decoding.letters import Letter
from balcao.adapters.decoding.words import cleaned
from balcao.adapters.ocr import Line, Picture, Quad

# In heights of a line: where a label ends and the value of the next column begins.
COLUMN_GAP = 1.5
ROW_SHIFT = 0.5
ENOUGH_LETTERS = 30
MOST_UNKNOWN = 0.05
INK = 32  # of 255: less between the lightest and the darkest and nobody sees a letter
WORD = re.compile(r"[^\W\d_]{3,}")
AMOUNT = re.compile(r"\d[.,]\d{2}(?!\d)")
IDENTITY = re.compile(r"(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{20,}|\d{9,}")
UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")


def lines_of(letters: Iterable[Letter], scale: float, page: int) -> list[Line]:
    """Return the lines from top to bottom, in pixels, of which `scale` make one point."""
    runs = (_line(run, scale, page) for run in _runs(letters))
    return sorted((line for line in runs if line.text), key=lambda line: line.box[0][::-1])


def seen(lines: Iterable[Line], picture: Picture) -> list[Line]:
    """Return those where the page shows something: white on white is for programs, not people."""
    return [line for line in lines if _has_ink(line.box, picture)]


def _has_ink(box: Quad, picture: Picture) -> bool:
    (west, north), (east, south) = box[0], box[2]
    rows = slice(max(0, math.floor(north)), max(0, math.ceil(south)))
    columns = slice(max(0, math.floor(west)), max(0, math.ceil(east)))
    patch = picture[rows, columns]
    return bool(patch.size) and int(patch.max()) - int(patch.min()) >= INK


def trusted(lines: list[Line]) -> bool:
    """Say whether they can stand for the page: words, and an amount or an identity."""
    text = " ".join(line.text for line in lines)
    seen = sum(not letter.isspace() for letter in text)
    if seen < ENOUGH_LETTERS or len(UNKNOWN.findall(text)) > MOST_UNKNOWN * seen:
        return False
    return bool(WORD.search(text) and (AMOUNT.search(text) or IDENTITY.search(text)))


def _runs(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Cut where the line ends, where a column begins, and where the next letter is elsewhere."""
    run: list[Letter] = []
    last: Letter | None = None
    for letter in letters:
        if letter.text.isspace() and letter.text not in "\r\n":
            run.append(letter)
            continue
        if last and (letter.text in "\r\n" or not _goes_on(last, letter)):
            yield run
            run, last = [], None
        if letter.height > 0:
            run.append(letter)
            last = letter
    if last:
        yield run


def _goes_on(last: Letter, letter: Letter) -> bool:
    height = max(last.height, letter.height)
    shift = abs((letter.top + letter.bottom) - (last.top + last.bottom)) / 2
    gap = letter.left - last.right
    return shift < ROW_SHIFT * height and -height < gap < COLUMN_GAP * height


def _line(run: list[Letter], scale: float, page: int) -> Line:
    inked = [letter for letter in run if not letter.text.isspace()]
    text = cleaned("".join(letter.text for letter in run))
    return Line(text, _box(inked, scale), page=page)


def _box(letters: list[Letter], scale: float) -> Quad:
    left, right = min(one.left for one in letters), max(one.right for one in letters)
    top, bottom = min(one.top for one in letters), max(one.bottom for one in letters)
    west, north, east, south = (value * scale for value in (left, top, right, bottom))
    return (west, north), (east, north), (east, south), (west, south)
