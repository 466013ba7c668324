"""What each process of the house occupies once it runs, and its share of what they share."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.families import below
from benchmarks.launched import Launched, launched, second_start
from benchmarks.lines import Line
from benchmarks.start import LONGEST_SECONDS, all_there
from tests.waiting import wait_until

PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
KNOWN = {"gunicorn": "web", "valkey": "Valkey", "worker.py": "workers' parent"}


def measure(*, quick: bool) -> Iterator[Line]:
    """Start the house once and look at every process; how many times makes no difference."""
    del quick
    with (
        TemporaryDirectory(prefix="balcao-bench-") as folder,
        launched(second_start(Path(folder))) as house,
    ):
        wait_until(lambda: all_there(house), LONGEST_SECONDS, "the house is open")
        occupied = _occupied(house)
    for name, sizes in occupied.items():
        yield Line(f"{name} (each)", "MiB PSS", sizes)
    yield Line("all of it", "MiB PSS", [sum(map(sum, occupied.values()))])


def _occupied(house: Launched) -> dict[str, list[float]]:
    queues = house.queues()
    occupied: dict[str, list[float]] = {}
    for pid in (house.pid, *below(house.pid)):
        name = _name(queues[pid]) if pid in queues else _program(pid)
        occupied.setdefault(name, []).append(_mebibytes(pid))
    return occupied


def _name(queue: str) -> str:
    return f"worker for {queue}" if queue else "relay"


def _program(pid: int) -> str:
    command = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
    return next((name for word, name in KNOWN.items() if word in command), "launcher")


def _mebibytes(pid: int) -> float:
    found = PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    return int(found[1]) / 1024 if found else 0.0
