"""A set of receipts that nobody has seen before, read as `python -m balcao read` reads them."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from balcao.adapters.decoding import UnreadableError
from balcao.receipts.fields.found import NAMES, Fields
from balcao.receipts.reading.reader import ForkReader
from benchmarks.families import ROOT
from benchmarks.lines import Line, at_least, at_most
from benchmarks.receipts import peers, readers, score
from benchmarks.receipts.layouts import FIRST_SCORING_SEED, held_back
from benchmarks.receipts.make import LABELS
from benchmarks.receipts.outcomes import Read
from benchmarks.receipts.score import Label, Scored
from benchmarks.receipts.wish import wish

COUNT, QUICK_COUNT = 300, 15
LAST_SEED = 10**9
UNREAD = Read({}, flagged=True)  # a person is told, and has to look
EXPECTED_RATE, EXPECTED_GIB = 1.5, 1.2


def measure(*, quick: bool) -> Iterator[Line]:
    """Make a set, read it, compare; then let two workers read, and the peers."""
    seed = wish.seed or SystemRandom().randint(FIRST_SCORING_SEED, LAST_SEED)
    count = wish.count or (QUICK_COUNT if quick else COUNT)
    with TemporaryDirectory(prefix="balcao-bench-") as place:
        folder = Path(place)
        labels = _made(seed, count, folder)
        all_of = score.scored(labels, read_all(folder, labels))
        print(f"  seed {seed}, {count} receipts", *tables(all_of), sep="\n", flush=True)
        yield from score.accuracy(all_of, "Balcão")
        yield from score.seconds(all_of, "Balcão")
        yield from together(folder, labels)
        yield from peers.measure(folder, labels)


def _made(seed: int, count: int, folder: Path) -> list[Label]:
    """Let another process draw them: what that leaves in memory would be copied for each fork."""
    wanted = ["--seed", str(seed), "--count", str(count)]
    if wish.only:
        wanted += ["--only", *wish.only]
    command = [sys.executable, "-m", "benchmarks.receipts", "make", str(folder), *wanted]
    subprocess.run(  # noqa: S603 - a command of our own
        command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    labels: list[Label] = json.loads((folder / LABELS).read_text(encoding="utf-8"))
    return labels


def read_all(folder: Path, labels: Sequence[Label]) -> Mapping[str, Read]:
    """Read every file of a set, one after the other, warm."""
    reader = ForkReader()
    reader.load()
    return {label["file"]: _read(reader, folder / label["file"]) for label in labels}


def as_read(fields: Fields, steps: Mapping[str, float], seconds: float) -> Read:
    """Return what a scorer wants to know of found fields."""
    values = {name: fields.value(name) for name in NAMES}
    return Read(values, fields.needs_review, fields.doubtful, steps, seconds)


def tables(all_of: Sequence[Scored]) -> Iterator[str]:
    """Return everything about a set that a person may want to look at."""
    yield from score.fields(all_of)
    yield from score.groups(all_of, lambda one: str(one.label["degradation"]))
    yield from score.groups(all_of, lambda one: str(one.label["kind"]))
    back = held_back()
    yield from score.groups(
        all_of, lambda one: "layout kept back" if one.label["layout"] in back else "layout known"
    )


def together(folder: Path, labels: Sequence[Label]) -> Iterator[Line]:
    """Let two processes share the set, as two workers do."""
    done = readers.run(folder, [label["file"] for label in labels])
    yield Line("two workers together", "files/s", [done.rate], at_least(EXPECTED_RATE))
    what = f"largest process of a worker, after {done.files_each} files"
    yield Line(what, "GiB", done.gibibytes, at_most(EXPECTED_GIB))


def _read(reader: ForkReader, path: Path) -> Read:
    started = time.perf_counter()
    try:
        reading = reader.read(path, lambda _stage: None)
    except UnreadableError:
        return UNREAD
    return as_read(reading.fields, reading.steps, time.perf_counter() - started)
