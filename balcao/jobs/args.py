"""What a job is told, and the promises that belong to its kind."""

from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

TIMEOUTS = {
    "email": 300,
    "ocr": 300,
    "messages": 60,
    "document_processing": 1800,
    "cleanup_tasks": 1800,
    "reports": 600,
}
DEFAULT_TIMEOUT = 300
QUEUES = tuple(TIMEOUTS)
HEAVY_QUEUES = frozenset({"ocr", "document_processing"})


def timeout_of(queue: str, default: int = DEFAULT_TIMEOUT) -> int:
    """Return how many seconds a run may take in this queue."""
    return TIMEOUTS.get(queue, default)


@dataclass(frozen=True)
class Retry:
    """How often a failed run is repeated, and how long it waits before each time."""

    delays: tuple[float, ...] = (5, 30, 120)
    jitter: float = 0.1

    @property
    def times(self) -> int:
        """Return how many runs may follow the first one."""
        return len(self.delays)


class JobArgs(BaseModel):
    """A small, typed order: ids only, never rows, secrets, addresses or files.

    A subclass names its kind, which is stored and must never change, and its queue. A field that
    an older program does not know is ignored by it, so that new and old code can run side by side.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: ClassVar[str]
    queue: ClassVar[str]
    priority: ClassVar[int] = 0
    retry: ClassVar[Retry] = Retry()
    # Running twice does no harm. False: a run that was cut off while it acted is never repeated
    # by itself; its outcome is `unknown` until a person decides.
    repeatable: ClassVar[bool] = True
    # Which sentences describe it to people: `mail` are the seed's own words.
    words: ClassVar[str] = "work"
    poll_ms: ClassVar[int] = 1000
