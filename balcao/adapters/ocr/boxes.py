"""Where lines stand on a page, and what that says about how the page is held: pure geometry."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from balcao.adapters.ocr import Line, Quad

Boxes = NDArray[np.float32]  # n x 4 corners x 2, clockwise from where the text begins

SHORT_PIXELS = 576  # of the shorter side: smaller letters are not found
SMALL, WELL = 20.0, 28.0  # pixels of a line, with room: when it is too small, and when it is not
MOST_AREA = 0.75  # of the longer side's square: no long strip costs more than a photograph
WITNESSES = 10


def scale_for(width: int, height: int, pixels: int) -> float:
    """Return how to scale a page before lines are sought: long strips cost no more than pages."""
    scale = max(pixels / max(width, height), SHORT_PIXELS / min(width, height))
    return min(scale, pixels * math.sqrt(MOST_AREA / (width * height)))


@dataclass(frozen=True)
class Window:
    """A part of a picture that is to be looked at again, and with how many pixels."""

    left: int
    top: int
    right: int
    bottom: int
    pixels: int


def closer(boxes: Boxes, width: int, height: int, pixels: int, most: int) -> Window | None:
    """Return where to look again if the lines that were found are too small to find them all."""
    if not len(boxes):
        return None
    lying_or_not = np.minimum(_lengths(boxes), _heights(boxes))
    tall = float(np.median(lying_or_not))
    seen = tall * scale_for(width, height, pixels)
    if seen >= SMALL:
        return None
    corners, margin = boxes.reshape(-1, 2), 3 * tall
    left, top = np.maximum(corners.min(axis=0) - margin, 0).astype(int)
    right, bottom = np.minimum(corners.max(axis=0) + margin, (width, height)).astype(int)
    wanted = WELL / tall * max(right - left, bottom - top)
    return Window(left, top, right, bottom, int(min(max(wanted, pixels), most)))


def sideways(boxes: Boxes) -> bool:
    """Say whether the text runs up or down: long lines have more of a say than short ones."""
    wide, tall = _lengths(boxes), _heights(boxes)
    return float(tall[tall > wide].sum()) > float(wide[wide >= tall].sum())


def with_page(boxes: Boxes, width: float, height: float, turns: int) -> Boxes:
    """Return where the boxes stand once the page is turned by quarters, each as one reads it."""
    there = [turned(cast("Quad", box), width, height, turns) for box in boxes]
    return as_read(np.array(there, dtype=np.float32).reshape(-1, 4, 2))


def as_read(boxes: Boxes) -> Boxes:
    """Begin each box with the corner from which its upper edge runs to the right."""
    edges = np.roll(boxes, -1, axis=1) - boxes
    to_the_right = edges[..., 0] / np.maximum(np.linalg.norm(edges, axis=2), 1)
    first = np.argmax(to_the_right, axis=1)[:, None] + np.arange(4)
    return np.take_along_axis(boxes, first[..., None] % 4, axis=1)


def longest_first(boxes: Boxes) -> Boxes:
    """Put the boxes first that have the most to say about how a page is held."""
    return boxes[np.argsort(-_lengths(boxes), kind="stable")]


def _lengths(boxes: Boxes) -> NDArray[np.float32]:
    return np.asarray(np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1), dtype=np.float32)


def _heights(boxes: Boxes) -> NDArray[np.float32]:
    return np.asarray(np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1), dtype=np.float32)


def from_the_top(lines: Sequence[Line]) -> list[Line]:
    """Put lines in the order people read them, also on a page that hangs askew."""
    slope = slope_of(lines)
    return sorted(lines, key=lambda line: _left_edge(line.box, slope))


def slope_of(lines: Sequence[Line]) -> float:
    """Return how much rows fall to the right: the middle one of what the longest lines say."""
    longest = sorted(lines, key=lambda line: line.box[0][0] - line.box[1][0])[:WITNESSES]
    slopes = sorted(_slope(line.box) for line in longest)
    return slopes[len(slopes) // 2] if slopes else 0.0


def turned(box: Quad, width: float, height: float, turns: int) -> Quad:
    """Return where a box of a page of that size stands, once the page is turned by quarters."""
    for _ in range(turns):
        box = cast("Quad", tuple((y, width - x) for x, y in box))
        width, height = height, width
    return box


def scaled(box: Quad, factor: float) -> Quad:
    """Return where a box stands on a page drawn larger or smaller."""
    return cast("Quad", tuple((round(x * factor, 1), round(y * factor, 1)) for x, y in box))


def _slope(box: Quad) -> float:
    (left, top), (right, fallen) = box[0], box[1]
    return (fallen - top) / max(1.0, right - left)


def _left_edge(box: Quad, slope: float) -> float:
    """Return the height at which the row of this box crosses the left edge of the page."""
    return box[0][1] - slope * box[0][0]


def quad_of(corners: NDArray[np.float32]) -> Quad:
    """Return the corners of one box as everybody else knows them."""
    one, two, three, four = ((round(float(x), 1), round(float(y), 1)) for x, y in corners)
    return one, two, three, four
