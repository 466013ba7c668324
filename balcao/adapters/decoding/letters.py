"""What a PDF says it prints: letters with their boxes, as an upright reader sees them."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

MOST_LETTERS = 20_000
LOOKED_AT = 200
QUARTER = 90
FULL = 360
QUARTER_RADIANS = math.pi / 2
MOST_CODE = 0x10FFFF
INVISIBLE = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}


@dataclass(frozen=True)
class Letter:
    """One letter; the box is left, top, right, bottom in points of the upright page, y down."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Return how high its line is, not how high the letter itself."""
        return self.bottom - self.top


def turn_of(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> int:
    """Return by how many degrees clockwise the page must be turned to be read.

    Most pages need none; some are scanned or exported lying, with text that says so.
    """
    angles = Counter(
        round(angle / QUARTER_RADIANS) % 4  # in quarters
        for at in range(min(text.count_chars(), LOOKED_AT))
        if (angle := raw.FPDFText_GetCharAngle(text, at)) >= 0
    )
    if not angles:
        return 0
    quarters, _ = angles.most_common(1)[0]
    return int(-(quarters * QUARTER + page.get_rotation()) % FULL)


def letters_of(page: pdfium.PdfPage, text: pdfium.PdfTextPage, turn: int) -> Iterator[Letter]:
    """Give out what can be seen, in the order of reading; a line's end is a letter without box."""
    turned = (page.get_rotation() + turn) % FULL
    frame = page.get_bbox()
    for at in range(min(text.count_chars(), MOST_LETTERS)):
        number = raw.FPDFText_GetUnicode(text, at)
        letter = chr(number) if number <= MOST_CODE else "\ufffd"
        if letter in "\r\n":
            yield Letter(letter, 0, 0, 0, 0)
        elif raw.FPDFText_IsGenerated(text, at) == 1 or _is_drawn(text, at):
            yield Letter(letter, *_upright(text.get_charbox(at, loose=True), frame, turned))


def _is_drawn(text: pdfium.PdfTextPage, at: int) -> bool:
    """Say whether it is ink: what only programs see was put there by a program, or to deceive."""
    drawn_by = raw.FPDFText_GetTextObject(text, at)
    return not drawn_by or raw.FPDFTextObj_GetTextRenderMode(drawn_by) not in INVISIBLE


def _upright(
    box: tuple[float, float, float, float], frame: tuple[float, float, float, float], turned: int
) -> tuple[float, float, float, float]:
    """Move a box from PDF space, y up, to the page as it is seen after turning it clockwise."""
    left, bottom, right, top = box
    west, south, east, north = frame
    if turned == QUARTER:
        return bottom - south, left - west, top - south, right - west
    if turned == 2 * QUARTER:
        return east - right, bottom - south, east - left, top - south
    if turned == 3 * QUARTER:
        return north - top, east - right, north - bottom, east - left
    return left - west, north - top, right - west, north - bottom
