"""People who sign up, each with a browser of their own; a process apart, which prints what it saw.

`python -m benchmarks.visitors PORT SECONDS FIRST RATE`: RATE sign-ups a second, or with 0 as many
as the web takes. At a rate the time runs from the moment a sign-up was due, not from when there
was a browser free for it. It speaks over a bare socket and costs as little as it can, because it
shares the machine with those whom it measures.
"""

import json
import re
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode
from uuid import uuid4

BROWSERS = 16
HOST = "127.0.0.1"
PATIENCE_SECONDS = 30
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORM = "Content-Type: application/x-www-form-urlencoded"
SET_COOKIE = re.compile(rb"(?im)^set-cookie: ([^;\r]+)")
LENGTH = re.compile(rb"(?im)^content-length: (\d+)")
READ_BYTES = 65536
LOST = 0  # instead of a status, where there was no answer


@dataclass(frozen=True)
class Plan:
    """How long, how often, and the number of the first person."""

    port: int
    seconds: float
    first: int
    rate: float


class Browser:
    """Keeps its connection, its cookies and the token of the form."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = _connected(port)
        self._cookies: dict[str, str] = {}
        status, page = self._ask("GET", "/signup")
        found = TOKEN.search(page)
        if found is None:
            message = f"no form: {status} {page[:300]}"
            raise RuntimeError(message)
        self._token = found[1]

    def sign_up(self, number: int) -> int:
        """Send the form for one person and return the status."""
        typed = {
            "csrf_token": self._token,
            "idempotency_key": uuid4().hex,
            "email": f"person-{number}@mail.example",
            "name": "",
            "password": f"slow cedar {number} lantern",
        }
        return self._ask("POST", "/signup", urlencode(typed))[0]

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        try:
            return self._told(method, path, body)
        except OSError:  # the web hangs up on who was idle
            self._connection.close()
            self._connection = _connected(self._port)
            return self._told(method, path, body)

    def _told(self, method: str, path: str, body: str) -> tuple[int, str]:
        jar = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        lines = (
            f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self._port}", f"Cookie: {jar}",
            FORM, f"Content-Length: {len(body)}", "", body,
        )  # fmt: skip
        self._connection.sendall("\r\n".join(lines).encode())
        head, _, page = self._until(lambda got: b"\r\n\r\n" in got).partition(b"\r\n\r\n")
        for cookie in SET_COOKIE.findall(head):
            name, _, value = cookie.decode().partition("=")
            self._cookies[name] = value
        size = int(LENGTH.findall(head)[0])
        page += self._until(lambda got: len(page) + len(got) >= size) if len(page) < size else b""
        return int(head[9:12]), page.decode()

    def _until(self, enough: Callable[[bytes], bool]) -> bytes:
        got = b""
        while not enough(got):
            more = self._connection.recv(READ_BYTES)
            if not more:
                raise ConnectionResetError
            got += more
        return got


def _connected(port: int) -> socket.socket:
    connection = socket.create_connection((HOST, port), PATIENCE_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def visit(plan: Plan) -> dict[str, object]:
    """Let all browsers sign people up; return each time in milliseconds, and the statuses."""
    browsers = [Browser(plan.port) for _ in range(BROWSERS)]
    numbers, started = count(), time.monotonic()
    seen: list[tuple[float, int]] = []

    def go_on(browser: Browser) -> None:
        for number, due in _due(plan, numbers, started):
            try:
                status = browser.sign_up(plan.first + number)
            except OSError:
                status = LOST
            seen.append(((time.monotonic() - due) * 1000, status))

    with ThreadPoolExecutor(BROWSERS) as pool:
        for visit in [pool.submit(go_on, browser) for browser in browsers]:
            visit.result()
    statuses = Counter(status for _, status in seen)
    took = time.monotonic() - started
    return {"ms": [ms for ms, _ in seen], "statuses": statuses, "seconds": took}


def _due(plan: Plan, numbers: Iterator[int], started: float) -> Iterator[tuple[int, float]]:
    while True:
        number = next(numbers)
        due = started + number / plan.rate if plan.rate else time.monotonic()
        if due > started + plan.seconds:
            return
        time.sleep(max(0.0, due - time.monotonic()))
        yield number, due


if __name__ == "__main__":
    port, seconds, first, rate = sys.argv[1:]
    print(json.dumps(visit(Plan(int(port), float(seconds), int(first), float(rate)))))
