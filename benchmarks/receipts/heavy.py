"""A PDF as large as a scanner makes it: one receipt in far too many pixels."""

from io import BytesIO
from random import Random

from PIL import Image

from benchmarks.receipts import photo
from benchmarks.receipts.draw import picture
from benchmarks.receipts.layouts import filled, known

BYTES = 5_000_000
SCALE, GRAIN, DOTS_PER_INCH = 7, 20, 500
QUALITIES = range(70, 101)


def heavy_pdf(rng: Random) -> bytes:
    """Return one of hardly more than five megabytes."""
    sheet, _ = filled(known(1)[0], rng)
    scan = photo.noisy(picture(sheet, SCALE), rng, GRAIN)
    return next(pdf for quality in QUALITIES if len(pdf := _pdf(scan, quality)) > BYTES)


def _pdf(scan: Image.Image, quality: int) -> bytes:
    kept = BytesIO()
    scan.save(kept, "PDF", quality=quality, resolution=DOTS_PER_INCH)
    return kept.getvalue()
