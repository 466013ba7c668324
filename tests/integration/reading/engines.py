"""Engines that do what they are told: read from a script, or do harm to their process."""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field

from balcao.adapters.ocr import Line, Picture
from balcao.adapters.ocr.upright import Upright

HIGH = 30


def lines_of(*said: tuple[str, float]) -> list[Line]:
    """Return lines one below the other, each as sure as it is told."""
    return [
        Line(text, ((20, top), (400, top), (400, top + HIGH), (20, top + HIGH)), confidence)
        for top, (text, confidence) in zip(
            range(20, 20 + 2 * HIGH * 20, 2 * HIGH), said, strict=False
        )
    ]


@dataclass
class Script:
    """Reads one thing at the first look and another at a closer one."""

    first: Sequence[Line]
    closer: Sequence[Line] = ()
    name: str = field(default="local", init=False)

    def load(self) -> None:
        """Need nothing."""

    def read(self, picture: Picture, seconds: float) -> Upright:
        """Return the first look, as far as there is time for one."""
        return Upright(picture, 0, list(self.first) if seconds > 0 else [])

    def upright(self, picture: Picture) -> tuple[Picture, int]:
        """Hold it as it came."""
        return picture, 0

    def lines(self, _picture: Picture, _pixels: int, _seconds: float) -> list[Line]:
        """Return the closer look."""
        return list(self.closer)


@dataclass
class Harm(Script):
    """Does harm to whatever process it reads in."""

    first: Sequence[Line] = ()
    how: str = "killed"

    def read(self, picture: Picture, _seconds: float) -> Upright:
        """Do it."""
        if self.how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "eats":
            return Upright(picture, len(bytearray(8 << 30)), [])
        if self.how == "breaks":
            raise KeyError(self.how)
        while self.how == "spins":
            pass
        signal.pause()
        raise AssertionError(self.how)
