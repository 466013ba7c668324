"""Faded ink is brought back; a picture that can be read is left as it is."""

import numpy as np

from balcao.adapters.ocr.contrast import with_contrast


def paper(ink, ground):
    picture = np.full((80, 120, 3), ground, dtype=np.uint8)
    picture[20:60:2, 10:110] = ink
    return picture


def test_faded_ink_becomes_black_on_white():
    clear = with_contrast(paper(150, 200))

    assert clear.min() == 0
    assert clear.max() >= 254
    assert clear.dtype == np.uint8


def test_what_can_be_read_is_the_very_same_picture():
    picture = paper(20, 240)

    assert with_contrast(picture) is picture


def test_an_empty_page_stays_empty():
    picture = np.full((80, 120, 3), 200, dtype=np.uint8)

    assert with_contrast(picture) is picture
