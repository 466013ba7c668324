"""Files in a folder of this machine, each of them there as a whole or not at all."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EXDEV
from pathlib import Path
from typing import BinaryIO

from balcao.adapters.storage import StoreError
from balcao.foundation.clock import utcnow

PART = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
DEEPEST, LONGEST = 4, 200
INCOMING = "incoming"  # files that are not finished; in the same file system as the finished ones


class LocalFiles:
    """A folder nobody else writes to; its files are readable by this user only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def incoming(self) -> Path:
        """Return the folder where files are written before they are kept."""
        return self._made(self._folder / INCOMING)

    def keep(self, key: str, path: Path) -> None:
        """Move the file to its place; a copy is made only across file systems."""
        place = self._place(key)
        try:
            self._made(place.parent)
            _settle(path)
            try:
                path.replace(place)
            except OSError as error:
                if error.errno != EXDEV:
                    raise
                self._copied(path, place)
            _settle(place.parent)
        except OSError as error:
            raise StoreError(key) from error

    def keep_bytes(self, key: str, content: bytes) -> None:
        """Write them beside their place first, so that nobody ever sees half a file."""
        fresh = self._folder / INCOMING / _fresh_name()
        try:
            self._made(fresh.parent)
            fresh.write_bytes(content)
            self.keep(key, fresh)
        except OSError as error:
            raise StoreError(key) from error
        finally:
            fresh.unlink(missing_ok=True)

    def open(self, key: str) -> BinaryIO:
        """Open it for reading."""
        return self._place(key).open("rb")

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        """Lend the file itself, for there is no nearer one."""
        place = self._place(key)
        if not place.is_file():
            raise FileNotFoundError(key)
        yield place

    def remove(self, key: str) -> None:
        """Forget it, and a folder that it leaves empty."""
        place = self._place(key)
        place.unlink(missing_ok=True)
        with suppress(OSError):  # others are in it, or it never was
            place.parent.rmdir()

    def keys(self, prefix: str) -> Iterator[str]:
        """Go through all files below the prefix, which is a folder, in no order."""
        top = self._place(prefix.rstrip("/"))
        for folder, _, names in os.walk(top):
            for name in names:
                yield (Path(folder) / name).relative_to(self._folder).as_posix()

    def _place(self, key: str) -> Path:
        parts = key.split("/")
        if len(key) > LONGEST or len(parts) > DEEPEST or not all(map(PART.fullmatch, parts)):
            message = "not a key of ours"
            raise ValueError(message)
        return self._folder.joinpath(*parts)

    def _made(self, folder: Path) -> Path:
        if not folder.is_dir():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for above in (folder.parent, *folder.parent.parents):
                _settle(above)
                if above in {self._folder, self._folder.parent}:
                    break
        return folder

    def _copied(self, path: Path, place: Path) -> None:
        fresh = self.incoming / _fresh_name()
        try:
            shutil.copyfile(path, fresh)
            _settle(fresh)
            fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)
        path.unlink()


def _fresh_name() -> str:
    """Return a name that says how old an unfinished file is, should it be left behind."""
    return f"{int(utcnow().timestamp())}_{secrets.token_hex(16)}"


def _settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
