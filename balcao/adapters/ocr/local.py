"""The engine that needs nobody: models that come inside the wheel, on one core of this machine.

What it is known to do, and whoever uses its lines has to live with: it drops spaces between tokens
(`24/04/202403:30:51`, `CNPJ22.896`), and reads text that stands on its head as nonsense.
Finding lines costs by the pixel and works on a small picture; reading them costs by the line, so
the lines are cut out of the picture as large as it came.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec import TextRecInput
from rapidocr.utils.process_img import get_rotate_crop_image

from balcao.adapters.ocr import Line, Picture
from balcao.adapters.ocr.boxes import Boxes, from_the_top, quad_of, scale_for, sideways

PIXELS = 1280  # of the longer side: fewer lose lines, more find almost none
CLOSER_PIXELS = 2000
GLANCE_PIXELS = 960
NOISE = 0.5  # what is read with less is none of what stands there
UPRIGHT = 0.9  # lines upside down never score as much
JUDGES = 10
PARAMETERS = {
    "Global.log_level": "error",
    "Det.limit_type": "max",  # the size is chosen here, and bounded
    "Det.limit_side_len": 100_000,
    "Rec.rec_img_shape": [
        3,
        48,
        160,
    ],  # most lines are short: padding to 320 is a third of the work
    "Rec.rec_batch_num": 1,  # what a line says does not depend on its neighbours
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


@dataclass(frozen=True)
class Upright:
    """A page as people hold it: by how many quarters it was turned, and what stands on it."""

    picture: Picture
    turns: int  # counter-clockwise
    lines: list[Line]


@dataclass(frozen=True)
class _Words:
    text: str
    score: float


class LocalEngine:
    """Reads with the models of PP-OCR; a process loads them once and its forks share them."""

    name = "local"

    def __init__(self) -> None:
        self._engine: Any = None

    def load(self) -> None:
        """Build the sessions and let each run once, so that no fork has to."""
        blank = np.full((96, 320, 3), 255, dtype=np.uint8)
        cv2.putText(blank, "1.234,56", (10, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (0, 0, 0), 3)
        self.lines(blank)

    def lines(self, picture: Picture, pixels: int = PIXELS) -> list[Line]:
        """Return what stands on an upright picture, from top to bottom."""
        boxes = self._found(picture, pixels)
        return _lines(boxes, self._read(_cuts(picture, boxes)))

    def read(self, picture: Picture, pixels: int = PIXELS) -> Upright:
        """Return what stands on a picture held any way; an upright one costs no more."""
        picture, boxes, turns = self._level(picture, pixels)
        cuts = _cuts(picture, boxes)
        words = self._read(cuts)
        if not self._upside_down(cuts, words):
            return Upright(picture, turns, _lines(boxes, words))
        picture = _turned(picture, 2)
        return Upright(picture, turns + 2, self.lines(picture, pixels))

    def upright(self, picture: Picture) -> tuple[Picture, int]:
        """Return the picture as it is meant to be held, and its turns; reads a few lines only."""
        picture, boxes, turns = self._level(picture, GLANCE_PIXELS)
        cuts = sorted(_cuts(picture, boxes), key=_width, reverse=True)[:JUDGES]
        if not self._upside_down(cuts, self._read(cuts)):
            return picture, turns
        return _turned(picture, 2), turns + 2

    def _level(self, picture: Picture, pixels: int) -> tuple[Picture, Boxes, int]:
        boxes = self._found(picture, pixels)
        if not sideways(boxes):
            return picture, boxes, 0
        picture = _turned(picture, 1)
        return picture, self._found(picture, pixels), 1

    def _found(self, picture: Picture, pixels: int) -> Boxes:
        height, width = picture.shape[:2]
        scale = scale_for(width, height, pixels)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        small = cv2.resize(picture, size, interpolation=how)
        found = self._sessions().text_det(cv2.cvtColor(small, cv2.COLOR_RGB2BGR)).boxes
        if found is None:
            return np.zeros((0, 4, 2), dtype=np.float32)
        back = np.array([width / size[0], height / size[1]], dtype=np.float32)
        return np.asarray(found, dtype=np.float32) * back

    def _read(self, cuts: list[Picture]) -> list[_Words]:
        if not cuts:
            return []
        read = self._sessions().text_rec(TextRecInput(img=cuts, return_word_box=False))
        return [_Words(*each) for each in zip(read.txts, map(float, read.scores), strict=True)]

    def _upside_down(self, cuts: list[Picture], words: list[_Words]) -> bool:
        """Read the longest lines the other way too, unless they made sense as they were."""
        longest = sorted(range(len(cuts)), key=lambda n: _width(cuts[n]), reverse=True)[:JUDGES]
        score = sum(words[n].score for n in longest)
        if score >= UPRIGHT * len(longest):
            return False
        turned = self._read([_turned(cuts[n], 2) for n in longest])
        return sum(each.score for each in turned) > score

    def _sessions(self) -> Any:
        if self._engine is None:
            cv2.setNumThreads(1)  # a fork of a process with threads is a fork of half of it
            engine: Any = RapidOCR(params=PARAMETERS)
            # It would load them when first used: in each fork anew.
            engine.text_det = engine._load_det_model()  # noqa: SLF001
            engine.text_rec = engine._load_rec_model()  # noqa: SLF001
            self._engine = engine
        return self._engine


def _cuts(picture: Picture, boxes: Boxes) -> list[Picture]:
    bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    return [get_rotate_crop_image(bgr, box.copy()) for box in boxes]


def _width(cut: Picture) -> int:
    return int(cut.shape[1])


def _turned(picture: Picture, turns: int) -> Picture:
    return np.ascontiguousarray(np.rot90(picture, turns))


def _lines(boxes: Boxes, words: list[_Words]) -> list[Line]:
    return from_the_top(
        [
            Line(each.text, quad_of(box), round(each.score, 4))
            for box, each in zip(boxes, words, strict=True)
            if each.score >= NOISE and each.text.strip()
        ]
    )
