"""Two processes that read as two workers do; each is a `python -m benchmarks.receipts.readers`.

It says when it is ready, reads the files it is told, each with a line, and prints what it saw.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from balcao.adapters.decoding import UnreadableError
from balcao.receipts.reading.reader import ForkReader
from benchmarks.families import ROOT, environment

WORKERS = 2
READY = "ready\n"
KIBIBYTES = 2**20  # in a gibibyte


@dataclass(frozen=True)
class Done:
    """How quickly they were together, and how large the largest process of each was."""

    rate: float
    files_each: int
    gibibytes: list[float]


def run(folder: Path, files: Sequence[str]) -> Done:
    """Let whoever is free take the next file, as from a queue, and wait for the last."""
    started = [_started(folder) for _ in range(WORKERS)]
    for one in started:
        _heard(one)
    left, begun = iter(files), time.monotonic()
    with ThreadPoolExecutor(WORKERS) as feeders:
        counts = list(feeders.map(partial(_feed, left=left), started))
    rate = len(files) / (time.monotonic() - begun)
    seen = [json.loads(one.communicate()[0]) for one in started]
    return Done(rate, min(counts), [float(one["gibibytes"]) for one in seen])


def _feed(one: subprocess.Popen[str], left: Iterator[str]) -> int:
    """Hand out files until none is left, and say how many."""
    count = 0
    for file in left:  # shared: one step of it is never taken twice
        _tell(one, file)
        _heard(one)
        count += 1
    return count


def _started(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.receipts.readers", str(folder)]
    return subprocess.Popen(  # noqa: S603 - a command of our own
        command, cwd=ROOT, env=environment(OMP_NUM_THREADS="1"), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def _heard(one: subprocess.Popen[str]) -> None:
    if not (one.stdout and one.stdout.readline() == READY):
        raise EOFError  # it ended before its time


def _tell(one: subprocess.Popen[str], file: str) -> None:
    if one.stdin:
        one.stdin.write(f"{file}\n")
        one.stdin.flush()


def main(folder: Path) -> None:
    """Load; read what is asked for, until nothing more is; and tell."""
    reader = ForkReader()
    reader.load()
    print(READY, end="", flush=True)
    for file in sys.stdin:
        with suppress(UnreadableError):
            reader.read(folder / file.strip(), lambda _stage: None)
        print(READY, end="", flush=True)
    own, below = (
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"gibibytes": max(own, below) / KIBIBYTES}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
