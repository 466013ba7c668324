"""A camera before a sheet or a screen: perspective, shadow, blur, noise, stripes and creases."""

from io import BytesIO
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
LONGEST = 2200  # pixels of a photograph, after a telephone has shrunk it
TABLES = ((120, 96, 74), (70, 74, 80), (188, 180, 168), (38, 42, 46), (150, 152, 148))


def taken(image: Image.Image, rng: Random, *, lean: float, turn: float, room: float) -> Image.Image:
    """Lay a sheet on a table and look at it from a corner, so many degrees askew."""
    high, wide = image.height, image.width
    frame_wide, frame_high = round(wide * (1 + room * 2)), round(high * (1 + room))
    scale = min(1.0, LONGEST / max(frame_wide, frame_high))
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    moved = corners - np.array([wide / 2, high / 2], np.float32)
    angle = np.radians(rng.uniform(-turn, turn))
    spin = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    moved = moved @ spin
    moved += np.array(
        [[rng.uniform(-lean, lean) * wide, rng.uniform(-lean, lean) * wide] for _ in corners]
    )
    moved -= moved.min(axis=0)
    spare = np.array([frame_wide, frame_high]) - moved.max(axis=0)
    shift = np.maximum(spare, 8) * np.array([rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.7)])
    frame = np.maximum(np.array([frame_wide, frame_high]), moved.max(axis=0) + 16)
    matrix = cv2.getPerspectiveTransform(corners, ((moved + shift) * scale).astype(np.float32))
    size = (round(float(frame[0]) * scale), round(float(frame[1]) * scale))
    table = _table(rng, size)
    warped = cv2.warpPerspective(
        _pixels(image), matrix, size, dst=table, flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_TRANSPARENT,
    )  # fmt: skip
    return Image.fromarray(warped)


def _table(rng: Random, size: tuple[int, int]) -> Pixels:
    """Return something to lie on, with a grain."""
    wide, high = size
    grain = _noise(rng).normal(0, 6, (max(1, high // 4), max(1, wide // 4), 1))
    grown = cv2.resize(grain.astype(np.float32), size)[..., None]
    return np.clip(np.array(rng.choice(TABLES)) + grown, 0, 255).astype(np.uint8)


def shadowed(image: Image.Image, rng: Random, depth: float) -> Image.Image:
    """Darken one side, as the hand that holds the telephone does."""
    pixels = _pixels(image).astype(np.float32)
    high, wide = pixels.shape[:2]
    angle = rng.uniform(0, 2 * np.pi)
    x, y = np.meshgrid(np.linspace(-1, 1, wide), np.linspace(-1, 1, high))
    slope = np.clip((x * np.cos(angle) + y * np.sin(angle)) * rng.uniform(1, 3), -1, 1)
    light = 1 - rng.uniform(0.1, depth) * (slope + 1) / 2
    return Image.fromarray(np.clip(pixels * light[..., None], 0, 255).astype(np.uint8))


def blurred(image: Image.Image, rng: Random, most: float) -> Image.Image:
    """Focus badly, or shake a little."""
    pixels = cv2.GaussianBlur(_pixels(image), (0, 0), rng.uniform(0.3, most))
    return Image.fromarray(pixels.astype(np.uint8))


def noisy(image: Image.Image, rng: Random, deviation: float) -> Image.Image:
    """Add the grain of a small sensor."""
    pixels = _pixels(image).astype(np.float32)
    grain = _noise(rng).normal(0, deviation, pixels.shape)
    return Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))


def striped(image: Image.Image, rng: Random) -> Image.Image:
    """Lay the waves over it that a camera sees on a screen."""
    pixels = _pixels(image).astype(np.float32)
    high, wide = pixels.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    for _ in range(2):
        angle, length = rng.uniform(0, np.pi), rng.uniform(5, 14)
        wave = np.sin(
            (x * np.cos(angle) + y * np.sin(angle) + 8 * np.sin(y / 160)) * 2 * np.pi / length
        )
        pixels *= 1 + rng.uniform(0.06, 0.16) * wave[..., None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def crumpled(image: Image.Image, rng: Random) -> Image.Image:
    """Fold and unfold the paper: it bends a little, and each crease throws a shadow."""
    pixels = _pixels(image)
    high, wide = pixels.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    light = np.ones((high, wide), np.float32)
    for _ in range(rng.randint(4, 8)):
        angle = rng.uniform(0, np.pi)
        across = (x - rng.uniform(0, wide)) * np.cos(angle) + (y - rng.uniform(0, high)) * np.sin(
            angle
        )
        bump = np.exp(-np.abs(across) / (wide * rng.uniform(0.02, 0.08)))
        x = x + bump * rng.uniform(-1, 1) * wide * 0.01
        y = y + bump * rng.uniform(-1, 1) * wide * 0.01
        light *= 1 - bump * np.sign(across) * rng.uniform(0.05, 0.3)
    bent = cv2.remap(pixels, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR,
                     borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    return Image.fromarray(np.clip(bent * light[..., None], 0, 255).astype(np.uint8))


def compressed(image: Image.Image, quality: int) -> Image.Image:
    """Return what is left after a JPEG of this quality."""
    kept = BytesIO()
    image.save(kept, "JPEG", quality=quality)
    return Image.open(kept).convert("RGB")


def _pixels(image: Image.Image) -> Pixels:
    return np.array(image.convert("RGB"))


def _noise(rng: Random) -> np.random.Generator:
    return np.random.default_rng(rng.getrandbits(64))
