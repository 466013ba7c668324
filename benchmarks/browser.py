"""The web as the launcher starts it, and a browser that keeps its connection and its cookie."""

import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from balcao.launcher import health
from benchmarks.families import SECRET, environment, process
from benchmarks.ledgers import Ledger
from tests.waiting import wait_until

HOST = "127.0.0.1"
START_SECONDS = 60


class Browser:
    """A visitor whom the web has seen before."""

    def __init__(self, connection: HTTPConnection, viewer: str) -> None:
        self._connection = connection
        self._headers = {"Cookie": f"balcao={_session(viewer)}"}

    def get(self, path: str) -> None:
        """Ask, and read the answer to its last byte."""
        self._connection.request("GET", path, headers=self._headers)
        with self._connection.getresponse() as response:
            body = response.read()
        if response.status != HTTPStatus.OK:
            message = f"{path}: {response.status} {body[:200]!r}"
            raise RuntimeError(message)


@contextmanager
def browser(ledger: Ledger, viewer: str) -> Iterator[Browser]:
    """Open the house on a port of this machine, for one visitor."""
    with (
        web(ledger, USE_REDIS="false") as port,
        closing(HTTPConnection(HOST, port, timeout=START_SECONDS)) as connection,
    ):
        yield Browser(connection, viewer)


@contextmanager
def web(ledger: Ledger, **settings: str) -> Iterator[int]:
    """Start the web as the launcher does and yield its port."""
    port = free_port()
    told = {"VAR_DIR": str(ledger.folder), "DATABASE_URL": ledger.url, "WEB_CONCURRENCY": "2"}
    command = [
        sys.executable, "-m", "gunicorn", "--threads=8", "--no-control-socket",
        f"--bind={HOST}:{port}", "app:create_app()",
    ]  # fmt: skip
    with process(command, environment(**told | settings), ledger.folder / "web.log"):
        wait_until(lambda: health.answers(HOST, port), START_SECONDS, "the web answers")
        yield port


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _session(viewer: str) -> str:
    app = Flask(__name__)
    app.secret_key = SECRET
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    if signer is None:
        raise RuntimeError
    return str(signer.dumps({"viewer": viewer, "_permanent": True}))
