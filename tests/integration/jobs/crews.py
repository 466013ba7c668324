"""Worker families as real processes that a test may kill, freeze and stop."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from tests.integration.jobs.ledger import Ledger
from tests.servers.valkey import Valkey
from tests.waiting import wait_until

ROOT = Path(__file__).parents[3]
START_SECONDS = 20
STOP_SECONDS = 35


class Crew:
    """One `worker.py` with the relay and a process for each queue."""

    def __init__(
        self,
        ledger: Ledger,
        redis: Valkey | None,
        *arguments: str,
        lease_seconds: int,
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._ledger = ledger
        environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(ledger.folder),
            "DATABASE_URL": ledger.url,
            "LEASE_SECONDS": str(lease_seconds),
            "RQ_DEFAULT_TIMEOUT": "1",
            "LOG_FORMAT": "text",
            **({"RQ_REDIS_URL": redis.url} if redis else {"USE_REDIS": "false"}),
            **settings,
        }
        self.log = ledger.folder / f"crew-{len(list(ledger.folder.glob('crew-*')))}.log"
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.workers", *arguments],
                cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        wait_until(self.members, START_SECONDS, "the workers give a sign of life")

    @property
    def pid(self) -> int:
        """Return the process that started the others."""
        return self._process.pid

    def members(self) -> dict[str, int]:
        """Return the living members of this crew by queue (the relay's is empty)."""
        children = set(children_of(self.pid))
        return {sign.queue: sign.pid for sign in self._ledger.signs() if sign.pid in children}

    def member(self, queue: str) -> int:
        """Return the process of one queue once it is there."""
        wait_until(lambda: queue in self.members(), START_SECONDS, f"a worker for {queue}")
        return self.members()[queue]

    def kill_member(self, queue: str) -> int:
        """Kill a member without any warning."""
        pid = self.member(queue)
        os.kill(pid, signal.SIGKILL)
        return pid

    def kill_parent(self) -> None:
        """Kill only the process that started the others."""
        self._process.kill()
        self._process.wait()

    def stop(self, *, group: bool = False) -> int:
        """Ask for a warm stop, of the parent or of the whole group, and return the exit status."""
        if self._process.poll() is None:
            (os.killpg if group else os.kill)(self.pid, signal.SIGTERM)
        return self._process.wait(STOP_SECONDS)

    def end(self) -> None:
        """Leave nothing behind, whatever the test did."""
        for pid in [*_descendants(self.pid), self.pid]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._process.wait()


def children_of(pid: int) -> list[int]:
    """Return the processes that a process has started, as long as both live."""
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for child in text.split()]


def _descendants(pid: int) -> list[int]:
    return [found for child in children_of(pid) for found in (*_descendants(child), child)]
