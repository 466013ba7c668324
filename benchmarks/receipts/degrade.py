"""What happens to a picture on its way: telephones, messengers, cameras, paper and time."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageEnhance, ImageFilter

from benchmarks.receipts import photo

Way = Callable[[Image.Image, Random], Image.Image]
HARSH_WIDTH = 480


@dataclass(frozen=True)
class Spoilt:
    """How a degradation is done and kept."""

    way: Way
    suffix: str = "jpg"
    quality: tuple[int, int] = (70, 92)
    harsh: bool = False
    exif: bool = False


def _as_is(image: Image.Image, _rng: Random) -> Image.Image:
    return image


def _messenger(image: Image.Image, rng: Random) -> Image.Image:
    """Shrink and compress twice, as when a picture is passed on."""
    width = min(image.width, rng.randint(600, 800))
    return photo.compressed(_to_width(image, width), rng.randint(45, 70))


def _narrow(image: Image.Image, rng: Random) -> Image.Image:
    return photo.compressed(_to_width(image, HARSH_WIDTH), rng.randint(40, 60))


def _to_width(image: Image.Image, width: int) -> Image.Image:
    size = (width, max(1, round(image.height * width / image.width)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _photo(image: Image.Image, rng: Random) -> Image.Image:
    taken = photo.taken(image, rng, lean=0.05, turn=4, room=0.12)
    return photo.noisy(photo.shadowed(photo.blurred(taken, rng, 1.0), rng, 0.35), rng, 5)


def _tilted(image: Image.Image, rng: Random) -> Image.Image:
    return photo.noisy(photo.taken(image, rng, lean=0.12, turn=17, room=0.1), rng, 4)


def _far(image: Image.Image, rng: Random) -> Image.Image:
    taken = photo.taken(image, rng, lean=0.04, turn=5, room=0.9)
    return photo.noisy(photo.blurred(taken, rng, 0.8), rng, 4)


def _moire(image: Image.Image, rng: Random) -> Image.Image:
    return _photo(photo.striped(image, rng), rng)


def _crumpled(image: Image.Image, rng: Random) -> Image.Image:
    return photo.noisy(
        photo.taken(photo.crumpled(image, rng), rng, lean=0.04, turn=4, room=0.1), rng, 5
    )


def _faded(image: Image.Image, rng: Random) -> Image.Image:
    """Take most of the ink away, as years and heat do with thermal paper."""
    weak = ImageEnhance.Contrast(image).enhance(rng.uniform(0.2, 0.4))
    brightened = ImageEnhance.Brightness(weak).enhance(rng.uniform(1.0, 1.2))
    return photo.noisy(brightened.filter(ImageFilter.GaussianBlur(0.6)), rng, 4)


def _turned(quarter: Image.Transpose) -> Way:
    return lambda image, rng: _photo(image, rng).transpose(quarter)


SPOILT = {
    "screenshot": Spoilt(_as_is, "png"),
    "messenger": Spoilt(_messenger, quality=(60, 80)),
    "photo": Spoilt(_photo),
    "rotated_90": Spoilt(_turned(Image.Transpose.ROTATE_90)),
    "rotated_180": Spoilt(_turned(Image.Transpose.ROTATE_180)),
    "rotated_270": Spoilt(_turned(Image.Transpose.ROTATE_270)),
    "exif": Spoilt(_photo, exif=True),
    "narrow": Spoilt(_narrow, quality=(50, 70), harsh=True),
    "moire": Spoilt(_moire, harsh=True),
    "crumpled": Spoilt(_crumpled, harsh=True),
    "far": Spoilt(_far, harsh=True),
    "faded": Spoilt(_faded, harsh=True),
    "tilted": Spoilt(_tilted, harsh=True),
}
PDFS = ("pdf_text", "pdf_picture")
ALL = (*SPOILT, *PDFS)
HARSH = frozenset(name for name, spoilt in SPOILT.items() if spoilt.harsh)
EXIF_TURNS = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}
ORIENTATION = 0x0112
