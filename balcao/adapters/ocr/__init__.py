"""What reads the words of a picture, whoever built it: lines with a place and a confidence."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:  # whoever only speaks of lines, as every process does, need not load it
    import numpy as np
    from numpy.typing import NDArray

Point = tuple[float, float]
# Clockwise from where the text begins; in pixels of the upright page, x to the right, y down.
Quad = tuple[Point, Point, Point, Point]
Picture: TypeAlias = "NDArray[np.uint8]"  # height x width x 3, RGB, upright


@dataclass(frozen=True)
class Line:
    """A run of text as it stands on the page, of a PDF's text layer or read by an engine."""

    text: str
    box: Quad
    confidence: float = 1.0  # 0 to 1
    page: int = 0


class Engine(Protocol):
    """Reads one upright picture; may raise any `EngineError`."""

    @property
    def name(self) -> str:
        """Return what a result names as its engine: `local` or `google`."""

    def lines(self, picture: Picture) -> list[Line]:
        """Return what stands there, from top to bottom."""


class EngineError(Exception):
    """The engine did not read; `code` says why, and is a key of a sentence."""

    def __init__(self, code: str, *, retry_after: float = 0) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class EngineBusyError(EngineError):
    """Nothing is wrong with the picture: later it may be read (429, 503, time-outs)."""


class EngineSetUpError(EngineError):
    """Somebody has to change a setting, a key or a bill before it reads anything (401, 403)."""


class EngineRefusedError(EngineError):
    """The engine looked at this picture and will never read it (400, error inside a 200)."""
