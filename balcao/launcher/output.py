"""Puts what many processes print onto one stream, whole lines only, each with its owner's name."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from zlib import crc32

STDOUT = 1
COLOURS = (32, 33, 34, 35, 36)
LONGEST_LINE = 65536


def show(name: str, line: str | bytes) -> None:
    """Write one line under a name; a reader that has gone away is no reason to stop working."""
    text = line.encode() if isinstance(line, str) else line
    with suppress(OSError):
        os.write(STDOUT, _label(name) + text + b"\n")


def _label(name: str) -> bytes:
    label = f"{name:<7} | "
    if not sys.stdout.isatty() or "NO_COLOR" in os.environ:
        return label.encode()
    colour = COLOURS[crc32(name.encode()) % len(COLOURS)]
    return f"\033[{colour}m{label}\033[0m".encode()


class Lines:
    """Collects one process's output until a line is whole, however it was cut on the way."""

    def __init__(self, emit: Callable[[bytes], None]) -> None:
        self._emit = emit
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Pass on every line that is complete now; nothing at all means the end of the output."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if self._rest and (not data or len(self._rest) > LONGEST_LINE):
            lines.append(self._rest)
            self._rest = b""
        for line in lines:
            self._emit(line.rstrip(b"\r"))
