"""`python -m benchmarks [NAME…] [--quick] [--json FILE]`: measures, prints, judges nobody."""

import argparse
import json
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

from benchmarks import (
    duplicates,
    enumeration,
    latency,
    machine,
    mail,
    memory,
    million,
    recovery,
    signups,
    start,
    table,
    throughput,
    uploads,
)
from benchmarks.lines import Line
from benchmarks.receipts import reading, sroie
from benchmarks.receipts.wish import wish as receipts


class Measure(Protocol):
    """What every figure's module offers."""

    def __call__(self, *, quick: bool) -> Iterator[Line]:
        """Measure and hand over one line after the other."""


FIGURES: dict[str, tuple[str, Measure]] = {
    "throughput": ("waiting no-op jobs, one worker process", throughput.measure),
    "latency": ("an idle house, from commit to the task's first line", latency.measure),
    "mail": ("mails to a server that takes its time: 1 ms a reply, 20 ms a mail", mail.measure),
    "signups": ("people who sign up, through the web as the launcher starts it", signups.measure),
    "enumeration": ("who has an account? one guess for each answer", enumeration.measure),
    "million": ("a million rows: what people look at, how work goes on", million.measure),
    "recovery": ("after a crash, with LEASE_SECONDS=10", recovery.measure),
    "duplicates": ("20 jobs a second while workers are killed at random", duplicates.measure),
    "start": ("the second start of the one command", start.measure),
    "reading": ("invented receipts of a seed nobody knows, read as they come", reading.measure),
    "sroie": ("scanned shop receipts of a public contest", sroie.measure),
    "upload": ("the whole house: answers to large files while others are read", uploads.measure),
    "memory": ("the whole house after its start, on SQLite", memory.measure),
}


def main() -> int:
    """Measure what was asked for; the exit status says only that everything could be measured."""
    wish = _parsed()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    facts = machine.facts()
    print("Measured on" + (" (--quick: sizes too small to believe)" if wish.quick else ""))
    print(*machine.lines_of(facts), sep="\n")
    figures = {name: _figure(name, quick=wish.quick) for name in wish.names or FIGURES}
    if wish.json:
        report = {"quick": wish.quick, "machine": facts, "figures": figures}
        wish.json.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    return 0


def _stop(number: int, _frame: FrameType | None) -> None:
    """Unwind, so that every process and folder of ours goes, even without a terminal."""
    sys.exit(128 + number)


def _figure(name: str, *, quick: bool) -> dict[str, Any]:
    sentence, measure = FIGURES[name]
    print(*table.title(name, sentence), sep="\n", flush=True)
    before, started, lines = machine.others(), time.monotonic(), []
    for line in measure(quick=quick):
        print(table.row(line), flush=True)
        lines.append(line.as_dict())
    seconds, after = time.monotonic() - started, machine.others()
    print(f"took {seconds:.0f} s; {machine.described('before', before)}; ", end="")
    print(machine.described("after", after), flush=True)
    return {"lines": lines, "seconds": seconds, "before": before, "after": after}


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FIGURES))
    parser.add_argument("--quick", action="store_true", help="small sizes, to try it out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the numbers there")
    parser.add_argument("--seed", type=int, default=0, help="of the invented receipts")
    parser.add_argument("--count", type=int, default=0, help="how many receipts to invent")
    parser.add_argument("--only", nargs="+", default=[], help="ways to spoil them: pdf_text ...")
    parser.add_argument("--sroie", type=Path, metavar="FOLDER", help="its labels.json and img/")
    wish = parser.parse_args()
    receipts.seed, receipts.count, receipts.sroie = wish.seed, wish.count, wish.sroie
    receipts.only = wish.only
    if unknown := set(wish.names) - set(FIGURES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(FIGURES)}")
    return wish


if __name__ == "__main__":
    sys.exit(main())
