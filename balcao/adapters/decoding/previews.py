"""Pictures for a browser: re-encoded, so that nothing of the original file but its look is left."""

from io import BytesIO

from PIL import Image

from balcao.adapters.ocr import Picture

MOST_SIDE = 1600
QUALITY = 82


def preview(picture: Picture) -> bytes:
    """Return a JPEG of at most 1600 px on its longest side."""
    size = preview_size(picture)
    image = Image.fromarray(picture)
    if size != image.size:
        image = image.resize(size, Image.Resampling.HAMMING)
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=QUALITY, optimize=True)
    return encoded.getvalue()


def preview_size(picture: Picture) -> tuple[int, int]:
    """Return the width and height that `preview` gives this picture."""
    height, width = picture.shape[:2]
    scale = min(1.0, MOST_SIDE / max(height, width))
    return max(1, round(width * scale)), max(1, round(height * scale))
