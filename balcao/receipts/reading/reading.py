"""What comes of reading a file, and how it is asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from balcao.adapters.decoding import Code
from balcao.adapters.ocr import Line
from balcao.receipts.fields.found import Fields

Tell = Callable[[str], None]  # a stage begins: decoding, codes, text, checking, second_look, google


@dataclass(frozen=True)
class Reading:
    """A file that was read; boxes are in pixels of the picture of their page."""

    fields: Fields
    lines: Sequence[Line]
    codes: Sequence[Code]
    sizes: Sequence[tuple[int, int]]  # width and height of each page's preview
    previews: Sequence[bytes]  # JPEG, upright, re-encoded, at most 1600 px
    page_count: int
    media_type: str
    engine: str  # pdf_text, codes, local, google: the last one that was needed
    look: str  # 64 bits in hex that stay nearly the same for the same picture
    steps: Mapping[str, float] = field(default_factory=dict)  # seconds


class Reader(Protocol):
    """Reads a file somewhere safe; raises UnreadableError, or an EngineError of the last engine."""

    def read(self, path: Path, tell: Tell, engine: str | None = None) -> Reading:
        """Return what stands on it; `engine` overrides the setting: local, google, auto, none."""
