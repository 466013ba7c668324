"""Two processes that read as two workers do; each is a `python -m benchmarks.receipts.readers`.

It waits for a line on its input when it is ready, reads its files, and prints what it saw.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from balcao.adapters.decoding import UnreadableError
from balcao.receipts.reading.reader import ForkReader
from benchmarks.families import ROOT, environment

WORKERS = 2
KIBIBYTES = 2**20  # in a gibibyte


@dataclass(frozen=True)
class Done:
    """How quickly they were together, and how large the largest process of each was."""

    rate: float
    files_each: int
    gibibytes: list[float]


def run(folder: Path, files: Sequence[str]) -> Done:
    """Share the files out, let all begin at once, and wait for the last."""
    shares = [list(files[at::WORKERS]) for at in range(WORKERS)]
    started = [_started(folder, share) for share in shares]
    for one in started:
        _line(one)
    begun = time.monotonic()
    for one in started:
        _tell(one)
    seen = [json.loads(one.communicate()[0]) for one in started]
    rate = len(files) / (time.monotonic() - begun)
    return Done(rate, len(shares[-1]), [float(one["gibibytes"]) for one in seen])


def _started(folder: Path, files: Sequence[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.receipts.readers", str(folder), *files]
    return subprocess.Popen(  # noqa: S603 - a command of our own
        command, cwd=ROOT, env=environment(OMP_NUM_THREADS="1"), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def _line(one: subprocess.Popen[str]) -> str:
    return one.stdout.readline() if one.stdout else ""


def _tell(one: subprocess.Popen[str]) -> None:
    if one.stdin:
        one.stdin.write("go\n")
        one.stdin.flush()


def main(folder: Path, files: Sequence[str]) -> None:
    """Load, wait, read, and tell."""
    reader = ForkReader()
    reader.load()
    print("ready", flush=True)
    sys.stdin.readline()
    for file in files:
        try:
            reader.read(folder / file, lambda _stage: None)
        except UnreadableError:
            continue
    own, below = (
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"gibibytes": max(own, below) / KIBIBYTES}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
