"""The whole house as one command starts it, from a folder that looks like a second start."""

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from benchmarks.browser import HOST, free_port
from benchmarks.families import ROOT, environment, process

SCRIPT = "start_with_rq.sh"


class Launched:
    """A running house."""

    def __init__(self, pid: int, port: int, var_dir: Path) -> None:
        self.pid = pid
        self.port = port
        self.database = var_dir / "balcao.db"

    def health(self) -> dict[str, Any]:
        """Return what the house says about itself; nothing while it says nothing."""
        with closing(HTTPConnection(HOST, self.port, timeout=5)) as connection:
            try:
                connection.request("GET", "/health")
                response = connection.getresponse()
                body = response.read()
            except (OSError, HTTPException):
                return {}
        found: dict[str, Any] = json.loads(body) if response.status == HTTPStatus.OK else {}
        return found

    def queues(self) -> dict[int, str]:
        """Return which process serves which queue; the relay serves none."""
        with closing(sqlite3.connect(self.database)) as connection:
            return dict(connection.execute("SELECT pid, queue FROM workers"))


@contextmanager
def launched(checkout: Path, **more: str) -> Iterator[Launched]:
    """Run the one command, and Ctrl-C it at the end."""
    port, var_dir = free_port(), checkout / "var"
    settings = environment(VAR_DIR=str(var_dir), HOST=HOST, PORT=str(port), **more)
    with process([str(checkout / SCRIPT)], settings, checkout / "log") as started:
        yield Launched(started.pid, port, var_dir)


def second_start(folder: Path) -> Path:
    """Lay out this checkout and this environment as the first start leaves them behind.

    The links keep the real environment from being installed into, whoever made it.
    """
    checkout = folder / "checkout"
    checkout.mkdir()
    for entry in ROOT.iterdir():
        if entry.name not in {".venv", "var", SCRIPT}:
            (checkout / entry.name).symlink_to(entry)
    shutil.copy(ROOT / SCRIPT, checkout)  # it works in the folder where it lies
    (checkout / ".venv").mkdir()
    for entry in Path(sys.prefix).iterdir():
        (checkout / ".venv" / entry.name).symlink_to(entry)
    installed = checkout / ".venv" / ".installed"
    installed.unlink(missing_ok=True)
    shutil.copy(ROOT / "requirements.txt", installed)
    return checkout
