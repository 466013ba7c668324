"""The same picture keeps its look, another one has another, and a preview carries no secrets."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from balcao.adapters.decoding.look import look
from balcao.adapters.decoding.previews import MOST_SIDE, preview, preview_size, small

LIKELY_SAME = 6  # bits


def scene(seed, size=(600, 900)):
    chance = np.random.default_rng(seed)
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for _ in range(25):
        x, y, wide = (int(number) for number in chance.integers((0, 0, 20), (500, 850, 300)))
        shade = int(chance.integers(0, 200))
        pen.rectangle((x, y, x + wide, y + 30), fill=(shade, shade, shade))
    return image


def difference(one, other):
    return (int(look(one), 16) ^ int(look(other), 16)).bit_count()


def compressed(image, quality):
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return Image.open(file).convert("RGB")


@pytest.mark.parametrize("seed", range(5))
def test_the_same_picture_keeps_its_look(seed):
    image = scene(seed)

    assert difference(image, image.resize((300, 450))) <= LIKELY_SAME
    assert difference(image, image.resize((1500, 2250))) <= LIKELY_SAME
    assert difference(image, compressed(image, 30)) <= LIKELY_SAME


@pytest.mark.parametrize("seed", range(5))
def test_another_picture_has_another_look(seed):
    assert difference(scene(seed), scene(seed + 100)) > LIKELY_SAME


def test_a_look_is_sixteen_digits_even_of_nothing():
    assert look(Image.new("RGB", (1, 1))) == "0" * 16


@pytest.mark.parametrize(
    ("size", "expected"),
    [((800, 600), (800, 600)), ((3200, 1600), (1600, 800)), ((100, 16000), (10, 1600)),
     ((1, 12000), (1, 1600))],
)  # fmt: skip
def test_a_preview_is_a_jpeg_of_the_size_that_was_said(size, expected):
    picture = np.zeros((size[1], size[0], 3), np.uint8)

    made = Image.open(io.BytesIO(preview(small(picture))))

    assert made.format == "JPEG"
    assert made.size == preview_size(picture) == expected
    assert max(made.size) <= MOST_SIDE


def test_a_preview_holds_nothing_but_the_picture():
    made = Image.open(io.BytesIO(preview(scene(1))))

    assert not made.getexif()
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
