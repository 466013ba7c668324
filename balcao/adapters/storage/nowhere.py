"""No store at all: for processes and tests that have nothing to do with files."""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from balcao.adapters.storage import StoreError


class NoFiles:
    """Has nothing, and keeps nothing."""

    def keep(self, key: str, _path: Path) -> NoReturn:
        """Refuse to lose a file."""
        raise StoreError(key)

    def keep_bytes(self, key: str, _content: bytes) -> NoReturn:
        """Refuse to lose a file."""
        raise StoreError(key)

    def open(self, key: str) -> NoReturn:
        """Say that there is none."""
        raise FileNotFoundError(key)

    def local(self, key: str) -> NoReturn:
        """Say that there is none."""
        raise FileNotFoundError(key)

    def remove(self, _key: str) -> None:
        """Do nothing: not there is fine."""

    def keys(self, _prefix: str) -> Iterator[str]:
        """Go through nothing."""
        return iter(())
