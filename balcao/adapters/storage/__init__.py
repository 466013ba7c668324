"""Where files are kept, whoever keeps them."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol


class StoreError(Exception):
    """The store did not keep it: it is full, or not there."""


class FileStore(Protocol):
    """Keeps files under keys of ours, such as `receipts/ab/ab12…_1763700000.jpg`."""

    def keep(self, key: str, path: Path) -> None:
        """Take over a finished file; after this returns it outlives a power cut."""

    def keep_bytes(self, key: str, content: bytes) -> None:
        """Keep what is small enough to be held in memory, as firmly."""

    def open(self, key: str) -> BinaryIO:
        """Open it for reading; `FileNotFoundError` when there is none."""

    def local(self, key: str) -> AbstractContextManager[Path]:
        """Lend it as a file of this machine, for as long as the block lasts."""

    def remove(self, key: str) -> None:
        """Forget it; not there is fine."""

    def keys(self, prefix: str) -> Iterator[str]:
        """Go through all that is kept below a prefix."""
