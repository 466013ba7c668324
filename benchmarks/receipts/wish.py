"""What the command line asked of the families that read receipts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Wish:
    """Unless told, a seed is drawn, and what needs the scanned receipts is left out."""

    seed: int = 0
    count: int = 0
    sroie: Path | None = None
    only: Sequence[str] = ()  # ways to spoil a receipt; all of them


wish = Wish()
