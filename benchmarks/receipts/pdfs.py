"""Marks as a PDF: with words in it, as a bank sends it, or with nothing but a picture."""

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from benchmarks.receipts import fonts
from benchmarks.receipts.draw import square
from benchmarks.receipts.marks import Band, Mark, Sheet, Square, Words

ASCENT = 0.93  # of a line's height, from its top to the foot of its letters
SQUARE_DOTS = 600


def with_text(sheet: Sheet, path: Path) -> None:
    """Write a page of the sheet's size whose words can be selected."""
    canvas = _canvas(path, sheet.width, sheet.height)
    canvas.setFillColor(sheet.paper)
    canvas.rect(0, 0, sheet.width, sheet.height, stroke=0, fill=1)
    for mark in sheet.marks:
        _put(canvas, mark, sheet.height)
    canvas.save()


def with_picture(image: Image.Image, path: Path) -> None:
    """Write a page that was scanned."""
    wide, high = image.width * 0.5, image.height * 0.5
    canvas = _canvas(path, wide, high)
    kept = BytesIO()
    image.save(kept, "JPEG", quality=82)
    canvas.drawImage(ImageReader(kept), 0, 0, wide, high)
    canvas.save()


def _canvas(path: Path, wide: float, high: float) -> Canvas:
    # invariant: without the hour of its making, so that a seed gives the same bytes
    return Canvas(str(path), pagesize=(wide, high), invariant=1, pageCompression=1)


def _put(canvas: Canvas, mark: Mark, height: float) -> None:
    if isinstance(mark, Words):
        canvas.setFillColor(mark.colour)
        canvas.setFont(_registered(mark.family, bold=mark.bold), mark.size)
        canvas.drawString(mark.x, height - mark.y - mark.size * ASCENT, mark.text)
    elif isinstance(mark, Band):
        canvas.setFillColor(mark.colour)
        foot = height - mark.y - mark.height
        canvas.roundRect(mark.x, foot, mark.width, mark.height, mark.radius, stroke=0, fill=1)
    elif isinstance(mark, Square):
        dots = ImageReader(square(mark.text, SQUARE_DOTS))
        canvas.drawImage(dots, mark.x, height - mark.y - mark.side, mark.side, mark.side)
    else:
        canvas.setStrokeColor(mark.colour)
        canvas.setDash(4, 4) if mark.dashed else canvas.setDash()
        canvas.line(mark.x, height - mark.y, mark.x + mark.width, height - mark.y)


@cache
def _registered(family: str, *, bold: bool) -> str:
    name = f"{family}-{'bold' if bold else 'regular'}"
    pdfmetrics.registerFont(TTFont(name, str(fonts.path(family, bold=bold))))
    return name
