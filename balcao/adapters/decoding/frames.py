"""What a limited child says, in frames: a letter, a length, and that many bytes."""

import os
import struct
from collections.abc import Iterator

HEADER = struct.Struct("!cI")
READ_BYTES = 1 << 18
MOST_BYTES = 48 << 20  # of everything that one child ever says


class GarbledError(Exception):
    """The child does not keep to what was agreed; nothing it said is to be believed."""


def send(pipe: int, kind: bytes, data: bytes) -> None:
    """Say one thing, whole."""
    left = memoryview(HEADER.pack(kind, len(data)) + data)
    while left:
        left = left[os.write(pipe, left) :]


class Frames:
    """Takes in bytes as they come and gives out what is complete."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._taken = 0

    def take(self, pipe: int) -> bool:
        """Read what is there; false when nothing will come any more."""
        data = os.read(pipe, READ_BYTES)
        self._taken += len(data)
        if self._taken > MOST_BYTES:
            message = "too much"
            raise GarbledError(message)
        self._buffer += data
        return bool(data)

    def whole(self) -> Iterator[tuple[bytes, bytes]]:
        """Give out each frame once: its letter and its bytes."""
        while len(self._buffer) >= HEADER.size:
            kind, length = HEADER.unpack_from(self._buffer)
            end = HEADER.size + length
            if len(self._buffer) < end:
                return
            data = bytes(self._buffer[HEADER.size : end])
            del self._buffer[:end]
            yield kind, data
