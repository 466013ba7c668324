"""Whatever a phone, a scanner or a program made: upright, dark on white, and never too large."""

import io

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.decoding.pictures import LONGEST_SIDE, PAGE_PIXELS, picture_of
from balcao.adapters.decoding.webp import webp_size
from tests.integration.decoding.good import deep_png, jpeg, png, png_of, receipt, saved, webp

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIC": "image/heic"}
ORIENTATION = 0x0112
# How a camera stores an upright picture when it is held in each of eight ways.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
UPRIGHT = np.asarray(receipt()).astype(int)


@pytest.fixture
def decoded(tmp_path):
    def decode(data, kind="PNG"):
        path = tmp_path / "file"
        path.write_bytes(data)
        return picture_of(path, KINDS[kind])

    return decode


def shows_the_receipt(picture):
    return picture.shape == UPRIGHT.shape and np.abs(picture - UPRIGHT).mean() < 3


def taken(how):
    """The receipt as a camera that was held so stores it, and what it writes beside it."""
    exif = Image.Exif()
    exif[ORIENTATION] = how
    turn = STORED[how]
    return receipt() if turn is None else receipt().transpose(turn), exif


@pytest.mark.parametrize("how", STORED)
def test_however_the_camera_was_held_the_picture_is_upright(how, decoded):
    stored, exif = taken(how)

    assert shows_the_receipt(decoded(saved(stored, "JPEG", exif=exif, quality=95), "JPEG"))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_kind_of_pixel_shows_the_same(mode, decoded):
    assert shows_the_receipt(decoded(png(mode)))


def test_sixteen_bits_are_not_all_white(decoded):
    assert shows_the_receipt(decoded(deep_png()))


def test_cmyk_shows_the_same(decoded):
    assert shows_the_receipt(decoded(saved(receipt("CMYK"), "JPEG", quality=95), "JPEG"))


@pytest.mark.parametrize("how", STORED)
def test_a_phone_that_writes_heic_may_be_held_in_any_way_as_well(how, decoded):
    stored, exif = taken(how)

    assert shows_the_receipt(decoded(heic(stored, exif=exif.tobytes()), "HEIC"))


def heic(image, **options):
    file = io.BytesIO()
    pillow_heif.from_pillow(image).save(file, quality=90, **options)
    return file.getvalue()


def test_webp_shows_the_same(decoded):
    assert shows_the_receipt(decoded(webp(lossless=True), "WEBP"))


def test_dark_text_on_nothing_stands_on_white(decoded):
    clear = Image.new("RGBA", receipt().size, (0, 0, 0, 0))
    clear.putalpha(Image.fromarray((255 - UPRIGHT[..., 0]).astype(np.uint8)))

    assert shows_the_receipt(decoded(saved(clear, "PNG")))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_what_moves_the_first_picture_counts(kind, decoded):
    others = [Image.new("RGB", receipt().size, "black")] * 3
    film = saved(receipt(), kind, save_all=True, append_images=others, lossless=True)

    assert shows_the_receipt(decoded(film, kind))


def test_a_large_picture_is_made_smaller_and_a_sliver_thicker(decoded):
    height, width, _ = decoded(png_of(5000, 4000, 8, 0)).shape
    assert PAGE_PIXELS * 0.99 < height * width <= PAGE_PIXELS * 1.01
    assert decoded(png_of(50_000, 10, 8, 0)).shape == (32, LONGEST_SIDE, 3)


def test_a_large_photo_keeps_its_proportions(decoded):
    photo = saved(Image.new("RGB", (8000, 4000), "white"), "JPEG")

    height, width, _ = decoded(photo, "JPEG").shape

    assert height * width <= PAGE_PIXELS * 1.01
    assert width / height == pytest.approx(2, abs=0.01)


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (png_of(9000, 9000, 1, 0), "PNG", "pixels"),
        (jpeg()[:3000], "JPEG", "damaged"),
        (png()[:-40], "PNG", "damaged"),
        (jpeg(), "PNG", "damaged"),
    ],
    ids=["large", "cut", "cut-late", "another"],
)
def test_what_cannot_be_shown_is_said(data, kind, code, decoded):
    with pytest.raises(UnreadableError) as caught:
        decoded(data, kind)

    assert caught.value.code == code


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"exif": b"Exif\0\0II*\0"}])
def test_the_size_of_a_webp_is_known_before_it_is_opened(options, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(saved(receipt(size=(301, 523)), "WEBP", **options))

    assert webp_size(path) == (301, 523)
