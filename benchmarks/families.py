"""Our processes as a benchmark starts, watches and ends them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.ledgers import Ledger
from tests.waiting import wait_until

ROOT = Path(__file__).parents[1]
START_SECONDS = 30
STOP_SECONDS = 40
SECRET = "a secret that is only good for measuring"  # noqa: S105 - invented


def environment(**settings: str) -> dict[str, str]:
    """Return what a process is told, and nothing of what this terminal happens to know."""
    return {"PATH": os.environ["PATH"], "APP_ENV": "development", "SECRET_KEY": SECRET, **settings}


@contextmanager
def process(
    command: Sequence[str], settings: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in the checkout and end it, with everything below it."""
    with log.open("ab") as output:
        started = subprocess.Popen(  # noqa: S603 - our own commands
            command, cwd=ROOT, env=settings, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    try:
        yield started
    finally:
        _end(started)


@contextmanager
def family(
    ledger: Ledger, redis_url: str, *queues: str, **settings: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `worker.py`: a relay and a process for each queue, with default settings or these."""
    told = {
        "VAR_DIR": str(ledger.folder),
        "DATABASE_URL": ledger.url,
        "RQ_REDIS_URL": redis_url,
        "MAIL_SERVER": "127.0.0.1",  # no built-in mailbox beside the queues
    }
    command = [sys.executable, "-m", "benchmarks.workers", *queues]
    with process(command, environment(**told | settings), ledger.folder / "workers.log") as parent:
        yield parent


def until_alive(ledger: Ledger, *queues: str) -> dict[str, int]:
    """Wait for a sign of life of the relay and of each queue's process; return their pids."""
    wanted = {"", *queues}
    wait_until(
        lambda: ledger.signs().keys() >= wanted, START_SECONDS, f"workers for {', '.join(queues)}"
    )
    return ledger.signs()


def below(pid: int) -> list[int]:
    """Return every process below one."""
    with suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [found for child in map(int, children) for found in (child, *below(child))]
    return []


def _end(started: subprocess.Popen[bytes]) -> None:
    started.send_signal(signal.SIGTERM)
    try:
        started.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        for pid in [*below(started.pid), started.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        started.wait()
