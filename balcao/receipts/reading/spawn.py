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

from balcao.adapters.decoding.frames import Frames
from balcao.adapters.reading import Reading, Tell
from balcao.receipts.reading.packed import Letters, unpacked

LOOK_SECONDS = 1.0  # an exception from another thread waits no longer than this
ENDED = "the program that reads ended without an answer"
SILENT = "the program that reads did not answer"
ROOT = Path(__file__).resolve().parents[3]
# It holds a stranger's file, so it is told no secret of ours.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


@dataclass(frozen=True)
class SpawnReader:
    """Reads in a program of its own, which has so long for all it does.

    Where the program itself comes to harm no file is to blame: it is an OSError, and passes.
    """

    wall_seconds: float = 40.0  # what the child may take, and a slow start
    program: tuple[str, ...] = (sys.executable, "-m", "balcao.receipts.reading")

    def load(self) -> None:
        """Do nothing: what this process loads, no other would have."""

    def read(self, path: Path, tell: Tell, engine: str | None = None) -> Reading:
        """Return what stands on it, as far as this machine can say."""
        with subprocess.Popen(  # noqa: S603 - our own program, and a file name of our own making
            [*self.program, str(path.resolve()), engine or "auto"],
            cwd=ROOT,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        ) as started:
            try:
                return self._heard(started, tell)
            finally:
                started.kill()

    def _heard(self, started: "subprocess.Popen[bytes]", tell: Tell) -> Reading:
        assert started.stdout  # noqa: S101 - it was asked for
        pipe, frames, letters = started.stdout.fileno(), Frames(), Letters(tell)
        deadline = time.monotonic() + self.wall_seconds
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([pipe], [], [], min(left, LOOK_SECONDS))[0]:
                continue
            goes_on = frames.take(pipe)
            for kind, data in frames.whole():
                if answer := letters.read(kind, data):
                    return unpacked(answer)
            if not goes_on:
                raise ChildProcessError(ENDED)
        raise TimeoutError(SILENT)
