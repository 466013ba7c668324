"""Files as people send them, and the parts from which odd ones are put together."""

import io
import struct
import zlib
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, PngImagePlugin

PNG_START = b"\x89PNG\r\n\x1a\n"
WORDS = ("Comprovante de exemplo", "Valor pago", "R$ 1.234,56", "Recebedor", "Padaria Inventada")


def receipt(mode="RGB", size=(360, 640)):
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    for row, words in enumerate(WORDS):
        pen.text((24, 40 + 60 * row), words, fill=0, font_size=24)
    return image.convert(mode)


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def jpeg(**options):
    return saved(receipt(), "JPEG", **options)


def png(mode="RGB", **options):
    return saved(receipt(mode), "PNG", **options)


def webp(**options):
    return saved(receipt(), "WEBP", **options)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))


def png_of(width, height, depth, colour, *more: bytes) -> bytes:
    """A PNG that is black all over, however large: each row compresses to nearly nothing."""
    bits = width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    packer = zlib.compressobj(1)
    row = bytes(1 + (bits + 7) // 8)
    data = [packer.compress(row) for _ in range(height)]
    header = struct.pack("!IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = b"".join([*data, packer.flush()])
    return PNG_START + chunk(b"IHDR", header) + b"".join(more) + ending(body)


def ending(body: bytes) -> bytes:
    return chunk(b"IDAT", body) + chunk(b"IEND", b"")


def noted_png(**notes):
    info = PngImagePlugin.PngInfo()
    for name, text in notes.items():
        info.add_text(name, text, zip=True)
    return saved(receipt(), "PNG", pnginfo=info)


def deep_png():
    """16 bits, as some scanners write: what is white there is 65535."""
    deep = np.asarray(receipt("L")).astype(np.uint16) * 257
    return saved(Image.fromarray(deep), "PNG")


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def document(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    file, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    at = len(file)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    file += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    file += b"trailer << /Size %d /Root 1 0 R %s >>\n" % (count, trailer)
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % at)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
INK = b"BT /F1 18 Tf 40 700 Td (Valor pago R$ 1.234,56 ao recebedor Padaria Inventada) Tj ET"


def page(box=b"0 0 595 842", content=INK, resources=b"", more=b"", page_more=b""):
    """A PDF of one page; objects from 6 on are `resources`' own, one after the other in `more`."""
    return document(
        [
            CATALOGUE,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R %s"
            b" /Resources << /Font << /F1 5 0 R >> %s >> >>" % (box, page_more, resources),
            stream(content),
            FONT,
            *(more or ()),
        ]
    )


def pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(count))
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R >>"
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return document([CATALOGUE, tree, stream(b"0 0 m 9 9 l S"), *[leaf] * count])
