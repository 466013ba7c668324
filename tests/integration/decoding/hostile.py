"""Files made to hurt or confuse whoever opens them, and the ends that each may come to."""

from collections.abc import Callable

PAPER = "paper"  # it was opened after all
USUAL_CPU_SECONDS = 20


class Hostile:
    """A file with the extension of its name, made when it is asked for."""

    def __init__(
        self,
        name: str,
        extension: str,
        make: Callable[..., bytes],
        *ends: str,
        cpu: int = USUAL_CPU_SECONDS,
    ) -> None:
        self.name = name
        self.extension = extension
        self.make = make
        self.ends = ends
        self.cpu = cpu
