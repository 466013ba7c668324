"""Reading for a process with threads and connections, such as the web's, which must not fork.

It starts a fresh program, which loads the engine, forks its limited child, and answers in frames.
That costs two seconds, which only a house without a worker pays.
"""

import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.decoding.frames import Frames, GarbledError
from balcao.adapters.reading import Reading, Tell
from balcao.receipts.reading.packed import Letters, unpacked

LOOK_SECONDS = 1.0  # an exception from another thread waits no longer than this
ROOT = Path(__file__).resolve().parents[3]
# It holds a stranger's file, so it is told no secret of ours.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


@dataclass(frozen=True)
class SpawnReader:
    """Reads in a program of its own, which has so long for all it does."""

    wall_seconds: float = 40.0  # what the child may take, and a slow start

    def load(self) -> None:
        """Do nothing: what this process loads, no other would have."""

    def read(self, path: Path, tell: Tell, engine: str | None = None) -> Reading:
        """Return what stands on it, as far as this machine can say."""
        setting = "local" if engine in (None, "auto") else engine
        command = [sys.executable, "-m", __package__, str(path.resolve()), setting]
        with subprocess.Popen(  # noqa: S603 - our own program, and a file name of our own making
            command,
            cwd=ROOT,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as program:
            try:
                return self._heard(program, tell)
            finally:
                program.kill()

    def _heard(self, program: "subprocess.Popen[bytes]", tell: Tell) -> Reading:
        assert program.stdout  # noqa: S101 - it was asked for
        pipe, frames, letters = program.stdout.fileno(), Frames(), Letters(tell)
        deadline = time.monotonic() + self.wall_seconds
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([pipe], [], [], min(left, LOOK_SECONDS))[0]:
                continue
            try:
                goes_on = frames.take(pipe)
                for kind, data in frames.whole():
                    if answer := letters.read(kind, data):
                        return unpacked(answer)
            except GarbledError:
                goes_on = False
            if not goes_on:
                raise UnreadableError("crashed")
        raise UnreadableError("time")
