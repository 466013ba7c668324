"""The models in the wheel: where lines stand on a picture, and what each of them says.

Importing this loads 150 MB of libraries, so it is imported by the first picture and no sooner.
"""

import math
import time
from typing import Any, NamedTuple

import cv2
import numpy as np
from omegaconf import flag_override
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec import TextRecInput
from rapidocr.utils.process_img import get_rotate_crop_image

from balcao.adapters.ocr import Picture
from balcao.adapters.ocr.alphabet import latin_reader
from balcao.adapters.ocr.boxes import Boxes, as_read, scale_for
from balcao.adapters.ocr.lookalikes import LettersInCodes

# Most lines are short: to pad each to the 320 px of the training is a third of all work.
SHORTEST_LINE = [3, 48, 160]
PARAMETERS = {
    "Global.log_level": "error",
    "Det.limit_type": "max",  # the size is chosen here, and bounded
    "Det.limit_side_len": 100_000,
    "Rec.rec_img_shape": SHORTEST_LINE,
    "Rec.rec_batch_num": 1,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


class Words(NamedTuple):
    """What one line says, and how sure the model is of it."""

    text: str
    score: float


UNREAD = Words("", 0.0)


class Models:
    """Both models, on one thread: a fork of a process with threads is a fork of half of it."""

    def __init__(self) -> None:
        cv2.setNumThreads(1)
        engine: Any = RapidOCR(params=PARAMETERS)
        # It would load them when they are first used: in each fork anew.
        self._find = engine._load_det_model()  # noqa: SLF001
        with flag_override(engine.cfg.Rec, "allow_objects", True):
            engine.cfg.Rec.session = latin_reader()
        self._read = engine._load_rec_model()  # noqa: SLF001
        self._read.postprocess_op = LettersInCodes(self._read.postprocess_op)

    def find(self, picture: Picture, pixels: int) -> Boxes:
        """Return where lines stand, looking with so many pixels."""
        height, width = picture.shape[:2]
        scale = scale_for(width, height, pixels)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        small = cv2.resize(picture, size, interpolation=how)
        found = self._find(cv2.cvtColor(small, cv2.COLOR_RGB2BGR)).boxes
        if found is None:
            return np.zeros((0, 4, 2), dtype=np.float32)
        back = np.array([width / size[0], height / size[1]], dtype=np.float32)
        return as_read(np.asarray(found, dtype=np.float32) * back)

    def cut(self, picture: Picture, boxes: Boxes) -> list[Picture]:
        """Return the lines as strips, straightened, as large as they came."""
        bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
        return [get_rotate_crop_image(bgr, box.copy()) for box in boxes]

    def words(self, cuts: list[Picture], until: float = math.inf) -> list[Words]:
        """Return what each strip says, as far as time allows."""
        return [self._word(cut) if time.monotonic() < until else UNREAD for cut in cuts]

    def _word(self, cut: Picture) -> Words:
        read = self._read(TextRecInput(img=[cut], return_word_box=False))
        return Words(read.txts[0], float(read.scores[0]))
