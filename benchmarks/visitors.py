"""People who sign up, each with a browser of their own; a process apart, which prints what it saw.

`python -m benchmarks.visitors PORT SECONDS FIRST RATE`: RATE sign-ups a second, or with 0 as many
as the web takes. At a rate the time runs from the moment a sign-up was due, not from when there
was a browser free for it.
"""

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode
from uuid import uuid4

BROWSERS = 16
HOST = "127.0.0.1"
PATIENCE_SECONDS = 30
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
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
        self._connection = HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)
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

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        try:
            self._send(method, path, body)
            response = self._connection.getresponse()
        except (OSError, HTTPException):  # the web hangs up on who was idle
            self._connection.close()
            self._send(method, path, body)
            response = self._connection.getresponse()
        page = response.read().decode()
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response.status, page

    def _send(self, method: str, path: str, body: str | None) -> None:
        jar = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._connection.request(method, path, body, {"Cookie": jar, **(FORM if body else {})})


def visit(plan: Plan) -> dict[str, object]:
    """Let all browsers sign people up; return each time in milliseconds, and the statuses."""
    browsers = [Browser(plan.port) for _ in range(BROWSERS)]
    numbers, started = count(), time.monotonic()
    seen: list[tuple[float, int]] = []

    def go_on(browser: Browser) -> None:
        for number, due in _due(plan, numbers, started):
            try:
                status = browser.sign_up(plan.first + number)
            except (OSError, HTTPException):
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
