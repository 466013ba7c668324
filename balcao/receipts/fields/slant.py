"""How the rows of a photographed page run: up or down, and steeper towards one end."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from balcao.adapters.ocr import Quad

_LONG = 3.0  # heights a run must be long for its slope to be trusted
_ENOUGH = 5  # runs that are needed to see a slope grow down the page
_ASTRAY = 0.05  # from the middle slope: not a row's
_FLATTEST = 0.2  # of a row's height far from the middle: nearer to where rows meet is nothing


@dataclass(frozen=True)
class Slant:
    """The slope of a row by its height in the middle: all rows meet at one point far away."""

    start: float = 0.0
    growth: float = 0.0
    middle: float = 0.0  # of the page, where rows keep their height

    def levelled(self, box: Quad) -> tuple[float, float, float, float]:
        """Return left, right, top and bottom of a run as if its row were level."""
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = box
        out, y = (ax + bx + cx + dx) / 4 - self.middle, (ay + by + cy + dy) / 4
        level = (y - self.start * out) / max(1 + self.growth * out, _FLATTEST)
        tall = (abs(dy - ay) + abs(cy - by)) / 2
        return min(ax, dx), max(bx, cx), level - tall / 2, level + tall / 2


def slant_of(boxes: Sequence[Quad]) -> Slant:
    """Fit the slopes of the long runs by a straight line, without those that go astray."""
    long = [(_slope(box), box) for box in boxes if _long(box)]
    if not long:
        return Slant()
    usual = median(slope for slope, _ in long)
    middle = median((box[0][0] + box[1][0]) / 2 for box in boxes)
    kept = [
        (slope, _height(box, slope, middle), _wide(box))
        for slope, box in long
        if abs(slope - usual) < _ASTRAY
    ]
    if len(kept) < _ENOUGH:
        return Slant(usual, 0.0, middle)
    start, growth = _line(kept)
    return Slant(start, growth, middle)


def _height(box: Quad, slope: float, middle: float) -> float:
    """Return at which height the row of a run crosses the middle of the page."""
    x, y = (box[0][0] + box[2][0]) / 2, (box[0][1] + box[2][1]) / 2
    return y - slope * (x - middle)


def _wide(box: Quad) -> float:
    return abs(box[1][0] - box[0][0])


def _long(box: Quad) -> bool:
    return _wide(box) > _LONG * max(abs(box[3][1] - box[0][1]), 1.0)


def _slope(box: Quad) -> float:
    """Return how far a run sinks a pixel to the right, between its upper and its lower edge."""
    upper = (box[1][1] - box[0][1]) / (box[1][0] - box[0][0])
    lower = (box[2][1] - box[3][1]) / ((box[2][0] - box[3][0]) or 1.0)
    return (upper + lower) / 2


def _line(seen: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """Return start and growth with the least squares, long runs counting more."""
    total = sum(weight for _, _, weight in seen)
    slope = sum(s * w for s, _, w in seen) / total
    height = sum(y * w for _, y, w in seen) / total
    spread = sum(w * (y - height) ** 2 for _, y, w in seen)
    growth = sum(w * (y - height) * (s - slope) for s, y, w in seen) / spread if spread else 0.0
    return slope - growth * height, growth
