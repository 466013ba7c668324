"""Photos and screenshots to one upright RGB picture, whatever format and phone they come from."""

import math
import struct
import zlib
from pathlib import Path

import numpy as np
import pi_heif
from PIL import Image

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.decoding.webp import webp_size
from balcao.adapters.ocr import Picture

MEGA = 1_000_000
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
# What fits into the memory of the limited child. JPEG is shrunk while it is decoded.
MOST_PIXELS = {"image/jpeg": 65 * MEGA, "image/heic": 50 * MEGA}
MOST_PIXELS_OTHERWISE = 40 * MEGA
PAGE_PIXELS = 12 * MEGA  # more shows nothing more of a receipt, but every later step pays for it
LONGEST_SIDE = 12_000
SHORTEST_SIDE = 32  # less is filled up with white: engines fall over slivers
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Decoders raise whatever they come across; what is missing here ends as `crashed`.
STUMBLES = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)


def picture_of(path: Path, media_type: str) -> Picture:
    """Return its first frame, upright, without transparency, at most `PAGE_PIXELS` large."""
    most = MOST_PIXELS.get(media_type, MOST_PIXELS_OTHERWISE)
    if media_type == "image/webp":  # opening one allocates its canvas
        _check(webp_size(path), most)
    try:
        with Image.open(path, formats=(FORMATS[media_type],)) as image:
            _check(image.size, most)
            return _upright(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableError("pixels") from error
    except STUMBLES as error:
        raise UnreadableError("damaged") from error


def _check(size: tuple[int, int], most: int) -> None:
    if size[0] * size[1] > most:
        raise UnreadableError("pixels")


def _upright(image: Image.Image) -> Picture:
    image.draft(None, _fitting(image.size))
    image.load()
    turn = TURNS.get(_orientation(image))
    flat = _on_white(_shrunk(_plain(image)))
    if turn is not None:
        flat = flat.transpose(turn)
    return filled_up(np.asarray(flat))


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size that a picture is shrunk to, which is mostly its own."""
    width, height = size
    scale = min(1.0, math.sqrt(PAGE_PIXELS / (width * height)), LONGEST_SIDE / max(size))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held; what cannot be read was not said."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except STUMBLES:  # a picture is not worse for what was written beside it
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """Return it with eight bits per channel and without palette, ready to be scaled."""
    if image.mode.startswith("I"):  # 16 bits: Pillow itself would turn all but black to white
        deep = np.asarray(image)
        return Image.fromarray((np.clip(deep, 0, 0xFFFF) >> 8).astype(np.uint8))
    see_through = image.has_transparency_data
    if image.mode in {"L", "RGB", "CMYK", "RGBA"} and see_through == (image.mode == "RGBA"):
        return image  # every copy of a large picture counts
    return image.convert("RGBA" if see_through else "RGB")


def _shrunk(image: Image.Image) -> Image.Image:
    size = _fitting(image.size)
    if size == image.size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def filled_up(picture: Picture) -> Picture:
    """Return it at least `SHORTEST_SIDE` wide and high, with white to its right and below."""
    height, width = picture.shape[:2]
    below, beside = max(0, SHORTEST_SIDE - height), max(0, SHORTEST_SIDE - width)
    if not below and not beside:
        return picture
    return np.pad(picture, ((0, below), (0, beside), (0, 0)), constant_values=255)
