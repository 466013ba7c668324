"""The engine that needs nobody: models that come inside a wheel, on one core of this machine.

What it is known to do, and whoever uses its lines has to live with: it drops spaces between tokens
(`24/04/202403:30:51`, `CNPJ22.896`), and reads text that stands on its head as nonsense.
Finding lines costs by the pixel and works on a small picture; reading them costs by the line, so
the lines are cut out of the picture as large as it came.
"""

import math
import time
from typing import TYPE_CHECKING

import numpy as np

from balcao.adapters.ocr import Line, Picture
from balcao.adapters.ocr.boxes import (
    Boxes,
    closer,
    from_the_top,
    longest_first,
    quad_of,
    sideways,
    with_page,
)
from balcao.adapters.ocr.contrast import with_contrast
from balcao.adapters.ocr.upright import CLOSER_PIXELS, GLANCE_PIXELS, PIXELS, Upright

if TYPE_CHECKING:
    from balcao.adapters.ocr.models import Models, Words

NOISE = 0.5  # what is read with less is none of what stands there
UPRIGHT = 0.9  # lines upside down never score as much
JUDGES = 5


class LocalEngine:
    """Reads with the models of PP-OCR; a process loads them once and its forks share them."""

    name = "local"

    def __init__(self) -> None:
        self._loaded: Models | None = None

    def load(self) -> None:
        """Build the models and let each run once, so that no fork has to."""
        page = np.full((96, 320, 3), 255, dtype=np.uint8)
        page[36:60, 20:300:2] = 0
        self._models().words([page])
        self.lines(page)

    def lines(
        self, picture: Picture, pixels: int = PIXELS, seconds: float = math.inf
    ) -> list[Line]:
        """Return what stands on an upright picture, from top to bottom."""
        models, until = self._models(), time.monotonic() + seconds
        picture = with_contrast(picture)
        boxes = self._find(picture, pixels)
        return _lines(boxes, models.words(models.cut(picture, boxes), until))

    def read(self, picture: Picture, seconds: float = math.inf) -> Upright:
        """Return what stands on a picture held any way; an upright one costs no more."""
        models, until = self._models(), time.monotonic() + seconds
        clear, boxes, turns = self._level(with_contrast(picture), PIXELS)
        cuts = models.cut(clear, boxes)
        words = models.words(cuts[:JUDGES])
        if other := self._upside_down(cuts[:JUDGES], words):
            height, width = clear.shape[:2]
            boxes, turns = with_page(boxes, width, height, 2), turns + 2
            words, cuts = other, [_turned(cut, 2) for cut in cuts]
        words += models.words(cuts[JUDGES:], until)
        return Upright(_turned(picture, turns), turns, _lines(boxes, words))

    def upright(self, picture: Picture) -> tuple[Picture, int]:
        """Return the picture as it is meant to be held, and its turns; reads a few lines only."""
        models = self._models()
        picture, boxes, turns = self._level(picture, GLANCE_PIXELS)
        cuts = models.cut(picture, boxes[:JUDGES])
        if not self._upside_down(cuts, models.words(cuts)):
            return picture, turns
        return _turned(picture, 2), turns + 2

    def _level(self, picture: Picture, pixels: int) -> tuple[Picture, Boxes, int]:
        """Turn a picture until its lines lie, and say where they do, the longest first."""
        boxes, turns = self._find(picture, pixels), 0
        if sideways(boxes):
            # Not sought again: lines are found whichever way they run.
            picture, boxes, turns = *_with_boxes(picture, boxes, 1), 1
        return picture, longest_first(boxes), turns

    def _find(self, picture: Picture, pixels: int) -> Boxes:
        """Return where lines stand; small ones are looked at again, and closer."""
        height, width = picture.shape[:2]
        boxes = self._models().find(picture, pixels)
        window = closer(boxes, width, height, pixels, CLOSER_PIXELS)
        if window is None:
            return boxes
        part = picture[window.top : window.bottom, window.left : window.right]
        corner = np.array([window.left, window.top], dtype=np.float32)
        return self._models().find(np.ascontiguousarray(part), window.pixels) + corner

    def _upside_down(self, cuts: "list[Picture]", words: "list[Words]") -> "list[Words]":
        """Return what these lines say the other way, if that makes more sense; else nothing."""
        score = sum(each.score for each in words)
        if score >= UPRIGHT * len(words):
            return []
        turned = self._models().words([_turned(cut, 2) for cut in cuts])
        return turned if sum(each.score for each in turned) > score else []

    def _models(self) -> "Models":
        if self._loaded is None:
            from balcao.adapters.ocr.models import Models  # noqa: PLC0415 - see there

            self._loaded = Models()
        return self._loaded


def _turned(picture: Picture, turns: int) -> Picture:
    return np.ascontiguousarray(np.rot90(picture, turns))


def _with_boxes(picture: Picture, boxes: Boxes, turns: int) -> tuple[Picture, Boxes]:
    height, width = picture.shape[:2]
    return _turned(picture, turns), with_page(boxes, width, height, turns)


def _lines(boxes: Boxes, words: "list[Words]") -> list[Line]:
    return from_the_top(
        [
            Line(each.text, quad_of(box), round(each.score, 4))
            for box, each in zip(boxes, words, strict=True)
            if each.score >= NOISE and each.text.strip()
        ]
    )
