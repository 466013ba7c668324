"""Pictures for a browser: re-encoded, so that nothing of the original file but its look is left."""

from io import BytesIO

from PIL import Image

from balcao.adapters.ocr import Picture

MOST_SIDE = 1600
QUALITY = 82


def small(picture: Picture) -> Image.Image:
    """Return it as large as a browser gets it: at most 1600 px on its longest side."""
    size = preview_size(picture)
    image = Image.fromarray(picture)
    return image if size == image.size else image.resize(size, Image.Resampling.HAMMING)


def preview(image: Image.Image) -> bytes:
    """Return the file for a browser."""
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=QUALITY)
    return encoded.getvalue()


def preview_size(picture: Picture) -> tuple[int, int]:
    """Return the width and height that `small` gives this picture."""
    height, width = picture.shape[:2]
    scale = min(1.0, MOST_SIDE / max(height, width))
    return max(1, round(width * scale)), max(1, round(height * scale))
