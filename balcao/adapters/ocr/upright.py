"""What an engine of this machine promises beside lines: it finds out how a page is held."""

from dataclasses import dataclass
from typing import Protocol

from balcao.adapters.ocr import Line, Picture

PIXELS = 1024  # of the longer side: enough for letters of a usual size, and half of the work
CLOSER_PIXELS = 2000
GLANCE_PIXELS = 960


@dataclass(frozen=True)
class Upright:
    """A page as people hold it: by how many quarters it was turned, and what stands on it."""

    picture: Picture
    turns: int  # counter-clockwise
    lines: list[Line]


class LocalReader(Protocol):
    """Reads pictures held any way; loaded once, it serves all forks of its process."""

    def load(self) -> None:
        """Build what would else be built at the first picture."""

    def read(self, picture: Picture, seconds: float) -> Upright:
        """Return the picture as it is meant to be held, and what of it is read within that time."""

    def upright(self, picture: Picture) -> tuple[Picture, int]:
        """Return the picture and its turns, without reading it all."""

    def lines(self, picture: Picture, pixels: int, seconds: float) -> list[Line]:
        """Return what stands on an upright picture, looked at with so many pixels."""
