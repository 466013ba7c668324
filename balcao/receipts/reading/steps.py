"""How long each step of a reading took, told to whoever waits where it has a name for people."""

import time
from dataclasses import dataclass, field

from balcao.adapters.reading import Tell


@dataclass
class Steps:
    """A stopwatch that stands where stages are told: the next one ends the one before."""

    tell: Tell
    seconds: dict[str, float] = field(default_factory=dict)
    _now: str = ""
    _begun: float = field(default_factory=time.perf_counter)
    _started: float = field(default_factory=time.monotonic)

    def __call__(self, stage: str) -> None:
        """Begin a step that people are told about."""
        self.begin(stage)
        self.tell(stage)

    def begin(self, step: str) -> None:
        """Begin a step; one that comes again adds to its time."""
        self.end()
        self._now, self._begun = step, time.perf_counter()

    def end(self) -> None:
        """End the step that is going on."""
        if self._now:
            took = time.perf_counter() - self._begun
            self.seconds[self._now] = round(self.seconds.get(self._now, 0.0) + took, 4)
        self._now = ""

    @property
    def spent(self) -> float:
        """Return the seconds of this reading, or of this process's core if those are more."""
        return max(time.monotonic() - self._started, time.process_time())
