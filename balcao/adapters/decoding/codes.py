"""Bar codes and QR codes on a picture, of the kinds that receipts carry."""

import zxingcpp
from zxingcpp import BarcodeFormat, BarcodeFormats, TextMode

from balcao.adapters.decoding import Code
from balcao.adapters.decoding.words import cleaned
from balcao.adapters.ocr import Picture, Quad

# Fiscal and Pix codes are QR, boletos ITF, some NFC-e Code128; each further kind is one more
# that stripes of a photograph can be mistaken for.
FORMATS = BarcodeFormats((BarcodeFormat.QRCode, BarcodeFormat.ITF, BarcodeFormat.Code128))
SHORTEST = 8
MOST = 20


def codes(picture: Picture, page: int = 0) -> list[Code]:
    """Return those that can be read, with their places."""
    found = zxingcpp.read_barcodes(picture, formats=FORMATS, text_mode=TextMode.Plain)
    read = [Code(one.format.name, cleaned(one.text), _box(one.position), page) for one in found]
    return [code for code in read if len(code.text) >= SHORTEST][:MOST]


def _box(at: zxingcpp.Position) -> Quad:
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    one, two, three, four = ((float(corner.x), float(corner.y)) for corner in corners)
    return one, two, three, four
