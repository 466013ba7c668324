"""From a file to what stands on it, behind one door: whoever asks knows neither engine nor child.

The values live down here because a run carries the door among its tools; who knows how receipts
are read is handed in from above.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol

from balcao.adapters.decoding import Code
from balcao.adapters.ocr import Line, Quad

Source = Literal["pdf_text", "qr", "ocr"]
Tell = Callable[[str], None]  # a stage begins: decoding, codes, text, checking, second_look, google


@dataclass(frozen=True)
class Found:
    """One value as text: amounts `1234.56`, dates `2026-10-08`, times `14:22:05`."""

    value: str
    confidence: float
    source: Source
    box: Quad | None = None
    page: int = 0
    label: str = ""  # the words beside it that say what it is
    signs: tuple[str, ...] = ()  # keys of sentences: why it is doubtful, or what was repaired


@dataclass(frozen=True)
class Fields:
    """All that was found; `signs` are doubts about the whole, `doubtful` names what to look at."""

    found: Mapping[str, Found] = field(default_factory=dict)
    signs: tuple[str, ...] = ()
    doubtful: frozenset[str] = frozenset()

    @property
    def needs_review(self) -> bool:
        """Say whether a person should look before anybody relies on it."""
        return bool(self.doubtful or self.signs)

    def value(self, name: str) -> str | None:
        """Return the value of a field, or nothing where none was found."""
        found = self.found.get(name)
        return found.value if found else None


@dataclass(frozen=True)
class Reading:
    """A file that was read; boxes are in pixels of the preview of their page."""

    fields: Fields
    lines: Sequence[Line]
    codes: Sequence[Code]
    sizes: Sequence[tuple[int, int]]  # width and height of each page's preview
    previews: Sequence[bytes]  # JPEG, upright, re-encoded, at most 1600 px
    page_count: int
    media_type: str
    engine: str  # pdf_text, codes, local, google: the last one that was needed; none: nothing was
    look: str  # 64 bits in hex that stay nearly the same for the same picture
    steps: Mapping[str, float] = field(default_factory=dict)  # seconds


class Reader(Protocol):
    """Reads a file somewhere safe; raises UnreadableError, or an EngineError of the last engine."""

    def load(self) -> None:
        """Make ready whatever all children of this process can share."""

    def read(self, path: Path, tell: Tell, engine: str | None = None) -> Reading:
        """Return what stands on it; `engine` overrides the setting: local, google, auto, none."""
