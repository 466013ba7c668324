"""A PDF as large as a scanner makes it: one receipt in far too many pixels."""

from io import BytesIO
from itertools import count
from pathlib import Path
from random import Random

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from benchmarks.receipts import photo
from benchmarks.receipts.draw import picture
from benchmarks.receipts.layouts import filled, known

BYTES = 5_000_000
SCALE, GRAIN, QUALITY = 7, 20, 92
PAGE = (420, 595)


def heavy_pdf(path: Path, rng: Random) -> bytes:
    """Write one of about five megabytes and return it."""
    sheet, _ = filled(known(1)[0], rng)
    scans = (_jpeg(photo.noisy(picture(sheet, scale), rng, GRAIN)) for scale in count(SCALE))
    large = next(scan for scan in scans if len(scan) > BYTES)
    canvas = Canvas(str(path), pagesize=PAGE, invariant=1)
    canvas.drawImage(ImageReader(BytesIO(large)), 0, 0, *PAGE)
    canvas.save()
    return path.read_bytes()


def _jpeg(image: Image.Image) -> bytes:
    kept = BytesIO()
    image.save(kept, "JPEG", quality=QUALITY)
    return kept.getvalue()
