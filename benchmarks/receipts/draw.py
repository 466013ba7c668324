"""Marks as pixels."""

import segno
from PIL import Image, ImageDraw

from benchmarks.receipts import fonts
from benchmarks.receipts.marks import Band, Mark, Rule, Sheet, Square, Words

DASH = 4
QUIET_ZONE = 2


def picture(sheet: Sheet, scale: float) -> Image.Image:
    """Draw a sheet with so many pixels a point."""
    size = (round(sheet.width * scale), round(sheet.height * scale))
    image = Image.new("RGB", size, sheet.paper)
    pencil = ImageDraw.Draw(image)
    for mark in sheet.marks:
        _draw(image, pencil, mark, scale)
    return image


def _draw(image: Image.Image, pencil: ImageDraw.ImageDraw, mark: Mark, scale: float) -> None:
    if isinstance(mark, Words):
        face = fonts.font(mark.family, round(mark.size * scale, 1), bold=mark.bold)
        pencil.text((mark.x * scale, mark.y * scale), mark.text, mark.colour, face)
    elif isinstance(mark, Band):
        right, bottom = mark.x + mark.width, mark.y + mark.height
        edges = [mark.x * scale, mark.y * scale, right * scale, bottom * scale]
        pencil.rounded_rectangle(edges, mark.radius * scale, mark.colour)
    elif isinstance(mark, Square):
        code = square(mark.text, round(mark.side * scale))
        image.paste(code, (round(mark.x * scale), round(mark.y * scale)))
    else:
        _rule(pencil, mark, scale)


def _rule(pencil: ImageDraw.ImageDraw, mark: Rule, scale: float) -> None:
    step = DASH if mark.dashed else mark.width
    at = 0.0
    while at < mark.width:
        ends = [(mark.x + at) * scale, mark.y * scale]
        ends += [(mark.x + min(mark.width, at + step)) * scale, mark.y * scale]
        pencil.line(ends, mark.colour, max(1, round(scale)))
        at += 2 * step


def square(text: str, side: int) -> Image.Image:
    """Return a QR code in whole dots, as large as fits."""
    code = segno.make_qr(text, error="m")
    modules = code.symbol_size(border=QUIET_ZONE)[0]
    dots = Image.new("1", (modules, modules))
    dots.putdata([not dark for row in code.matrix_iter(border=QUIET_ZONE) for dark in row])
    return dots.convert("RGB").resize((side, side), Image.Resampling.NEAREST)
