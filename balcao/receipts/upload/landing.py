"""Where the bytes of an upload land: on the disk once, counted and hashed while they pass."""

import hashlib
import secrets
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from balcao.adapters.decoding.sniff import START_BYTES
from balcao.foundation.clock import utcnow


class Landing:
    """A file that is being received; what is too large is heard to its end, but not written.

    So one file that is too large does not spoil the others that were sent with it.
    """

    def __init__(self, folder: Callable[[], Path], most: int) -> None:
        self.path: Path | None = None
        self._file: FileIO | None = None
        self.size = 0
        self.start = b""
        self.full = False  # the disk, or what this process may write
        self._most = most
        self._sum = hashlib.sha256()
        try:
            self.path = folder() / f"{int(utcnow().timestamp())}_{secrets.token_hex(16)}"
            self._file = FileIO(self.path, "xb")
        except OSError:
            self.full = True

    @property
    def too_big(self) -> bool:
        """Say whether more came than may."""
        return self.size > self._most

    @property
    def sha256(self) -> str:
        """Return the hash of what came."""
        return self._sum.hexdigest()

    def write(self, chunk: bytes) -> int:
        """Take the next bytes."""
        self.size += len(chunk)
        if self.too_big or self.full or self._file is None:
            return len(chunk)
        self.start += chunk[: START_BYTES - len(self.start)]
        self._sum.update(chunk)
        rest = memoryview(chunk)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError:
            self.full = True
        return len(chunk)

    def seek(self, offset: int, _whence: int = 0) -> int:
        """Answer the parser, which goes back to the start for readers we do not have."""
        return offset

    def close(self) -> None:
        """End it; unless somebody has moved the file away it is gone."""
        if self._file:
            self._file.close()
        if self.path:
            self.path.unlink(missing_ok=True)
