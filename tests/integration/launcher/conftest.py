"""A launcher started as a person would start it: real processes, a folder and a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from redis import Redis

from balcao.foundation.settings.folders import socket_in
from balcao.launcher import health
from tests.waiting import wait_until

ROOT = Path(__file__).parents[3]
START_SECONDS = 60
STOP_SECONDS = 60


class Launched:
    """One launcher, what it prints and the processes below it."""

    def __init__(self, var_dir: Path, port: int, **settings: str) -> None:
        self.port = port
        self.var_dir = var_dir
        self._log = var_dir.with_name(f"{port}-{time.monotonic_ns()}.log")
        environment = {"APP_ENV": "development", **os.environ, "VAR_DIR": str(var_dir)}
        for given in ("REDIS_URL", "RQ_REDIS_URL", "DATABASE_URL", "PUBLIC_URL"):
            environment.pop(given, None)
        with self._log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "balcao.launcher"],
                cwd=ROOT,
                env=environment | {"PORT": str(port)} | settings,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self._log.read_text(errors="replace")

    def until_open(self) -> "Launched":
        wait_until(lambda: "Balcão is open" in self.output, START_SECONDS, "an open web")
        return self

    def answers(self) -> bool:
        return health.answers("127.0.0.1", self.port)

    def child(self, word: str) -> int | None:
        return next((pid for pid in children(self.process.pid) if word in command(pid)), None)

    def family(self) -> list[int]:
        found = [self.process.pid]
        for pid in found:  # grows while it is walked
            found.extend(children(pid))
        return found

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(STOP_SECONDS)


def children(pid: int) -> list[int]:
    """Ask the kernel for the processes a process has started or adopted."""
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def command(pid: int) -> str:
    """Show a process's command line; nothing when it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@pytest.fixture
def port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def launch(tmp_path: Path, port: int) -> Iterator[Callable[..., Launched]]:
    """Start launchers, and leave none of them behind."""
    started: list[Launched] = []

    def start(var_dir: Path = tmp_path / "var", on: int = port, **settings: str) -> Launched:
        started.append(Launched(var_dir, on, **settings))
        return started[-1]

    yield start
    for launched in started:
        if launched.process.poll() is None:
            launched.end()


@pytest.fixture
def redis_of() -> Iterator[Callable[[Launched], Redis]]:
    """Open connections to the Valkey of a launcher."""
    opened: list[Redis] = []

    def connect(launched: Launched) -> Redis:
        opened.append(Redis(unix_socket_path=str(socket_in(launched.var_dir, None))))
        return opened[-1]

    yield connect
    for redis in opened:
        redis.close()
