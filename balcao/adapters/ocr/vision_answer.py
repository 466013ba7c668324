"""From Google's words to lines; whatever an answer holds, what comes out has sensible bounds."""

import math
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from balcao.adapters.ocr import (
    EngineBusyError,
    EngineRefusedError,
    EngineSetUpError,
    Line,
    Point,
    Quad,
)

BUSY = "receipts.error.vision_busy"
REFUSED = "receipts.error.vision_refused"
FORBIDDEN = "receipts.error.vision_forbidden"
# Codes of google.rpc, which stand inside an answer that went well as a whole.
PASSING = {1, 2, 4, 8, 10, 13, 14}
NOT_ALLOWED = {7, 16}

MAX_WORDS = 5_000  # a page full of small print has a thousand
MAX_WORD = 100
MAX_LINE = 500
# Of DetectedBreak: what comes after a letter.
SPACE, WIDE_SPACE, LINE_END_AFTER_SPACE, HYPHEN, LINE_END = range(1, 6)
ENDS = {WIDE_SPACE, LINE_END_AFTER_SPACE, HYPHEN, LINE_END}
CORNERS = 4


@dataclass(frozen=True)
class Word:
    """A word in pixels of the page, and what comes after it."""

    text: str
    box: Quad
    confidence: float
    gap: int


def lines_in(answer: Any, size: tuple[int, int], page: int = 0) -> list[Line]:
    """Return the lines of the first picture of a BatchAnnotateImagesResponse, as protobuf has it.

    A wide gap ends a line, too: a label and its value stand apart, as other engines see them.
    """
    if len(answer.responses) != 1:
        raise EngineBusyError(BUSY)  # it was asked about one
    about = answer.responses[0]
    _raise_inside(about.error.code)
    text = about.full_text_annotation
    lines = [
        line
        for sheet in islice(text.pages, 1)
        for paragraph in _paragraphs(sheet)
        for line in _lines((_word(word, _scale(sheet, size), size) for word in paragraph), page)
    ]
    return sorted(lines, key=lambda line: (_middle(line.box), line.box[0][0]))


def _raise_inside(code: int) -> None:
    if code in PASSING:
        raise EngineBusyError(BUSY)
    if code in NOT_ALLOWED:
        raise EngineSetUpError(FORBIDDEN)
    if code:
        raise EngineRefusedError(REFUSED)


def _paragraphs(sheet: Any) -> Iterator[list[Any]]:
    left = MAX_WORDS
    for block in islice(sheet.blocks, MAX_WORDS):
        for paragraph in islice(block.paragraphs, left):
            words = list(islice(paragraph.words, left))
            left -= len(words)
            yield words


def _scale(sheet: Any, size: tuple[int, int]) -> tuple[float, float]:
    """Return how much larger our page is than the picture that was looked at."""
    return size[0] / (sheet.width or size[0]), size[1] / (sheet.height or size[1])


def _word(word: Any, scale: tuple[float, float], size: tuple[int, int]) -> Word | None:
    letters = list(islice(word.symbols, MAX_WORD))
    text = _clean("".join(letter.text[:MAX_WORD] for letter in letters))[:MAX_WORD]
    box = _box(word.bounding_box, scale, size)
    if not text or box is None:
        return None
    return Word(text, box, _share(word.confidence), letters[-1].property.detected_break.type_)


def _clean(text: str) -> str:
    """Leave out what cannot be seen: NUL, controls, marks that turn the reading direction."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in composed if unicodedata.category(sign)[0] not in "CZ")


def _share(confidence: float) -> float:
    return min(max(confidence, 0.0), 1.0) if math.isfinite(confidence) else 0.0


def _box(poly: Any, scale: tuple[float, float], size: tuple[int, int]) -> Quad | None:
    """Return the place on our page; nothing if there is none, or it has no area inside."""
    if len(poly.vertices) == CORNERS:
        corners = [(each.x * scale[0], each.y * scale[1]) for each in poly.vertices]
    elif len(poly.normalized_vertices) == CORNERS:
        corners = [(each.x * size[0], each.y * size[1]) for each in poly.normalized_vertices]
    else:
        return None
    first, second, third, fourth = (_inside(corner, size) for corner in corners)
    quad = (first, second, third, fourth)
    return quad if _area(quad) >= 1 else None


def _inside(corner: Point, size: tuple[int, int]) -> Point:
    x, y = (value if math.isfinite(value) else 0.0 for value in corner)
    return min(max(x, 0.0), float(size[0])), min(max(y, 0.0), float(size[1]))


def _area(quad: Quad) -> float:
    turned = (*quad[1:], quad[0])
    pairs = zip(quad, turned, strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _lines(words: Iterable[Word | None], page: int) -> Iterator[Line]:
    kept: list[Word] = []
    for word in words:
        if word:
            kept.append(word)
        # Where a word stands nowhere nobody knows what it would join.
        if word is None or word.gap in ENDS or sum(len(each.text) for each in kept) > MAX_LINE:
            yield from _joined(kept, page)
            kept = []
    yield from _joined(kept, page)


def _joined(words: list[Word], page: int) -> Iterator[Line]:
    if not words:
        return
    text = "".join(word.text + (" " if word.gap == SPACE else "") for word in words).strip()
    letters = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / letters
    first, last = words[0].box, words[-1].box
    yield Line(text, (first[0], last[1], last[2], first[3]), confidence, page)


def _middle(quad: Quad) -> float:
    return sum(corner[1] for corner in quad) / len(quad)
