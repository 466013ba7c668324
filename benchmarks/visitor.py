"""A visitor of the web who fills in forms, times one answer, and compares it byte for byte."""

import base64
import json
import re
import time
import zlib
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPMessage
from http.cookies import SimpleCookie
from typing import Any, NamedTuple, Self
from urllib.parse import quote, urlencode

from benchmarks.browser import HOST

PATIENCE = 30
SESSION = "balcao"
HIDDEN = re.compile(r'name="(csrf_token|idempotency_key)" value="([^"]+)"')
JOB = re.compile(r'data-job-id="([^"]+)"')
BOUNDARY = "a-line-that-is-in-no-file"
OF_EACH_ANSWER = {"date", "x-request-id", "set-cookie"}
# What is drawn anew for each answer, or is the time of day.
RANDOM = (
    (re.compile(r'(name="[ci][a-z_-]+" (?:content|value)=)"[^"]+"'), r'\1"TOKEN"'),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"/assets/[0-9a-f]+/"), "/assets/VERSION/"),
    (re.compile(r"<time [^>]*>[^<]*</time>"), "TIME"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(\+00:00|Z)"), "MOMENT"),
    (re.compile(r"(?<=Expires=)[^;]+"), "MOMENT"),
    (re.compile(r"(?<=icket )[0-9A-F]{4}\b|(?<=>)[0-9A-F]{4}(?=<)"), "NUMBER"),
)  # fmt: skip


class Answer(NamedTuple):
    """What came back, and how many seconds it took to its last byte."""

    status: int
    headers: HTTPMessage
    body: str
    seconds: float

    def face(self, address: str) -> str:
        """Return everything a stranger can read, without the address that they typed."""
        headers = sorted(
            f"{name}: {value}" for name, value in self.headers.items()
            if name.lower() not in OF_EACH_ANSWER
        )  # fmt: skip
        cookies = sorted(map(_cookie, self.headers.get_all("Set-Cookie", [])))
        text = "\n".join([str(self.status), *headers, *cookies, self.body])
        for spelling in (address, quote(address), quote(address, safe="")):
            text = text.replace(spelling, "ADDRESS")
        for pattern, name in RANDOM:
            text = pattern.sub(name, text)
        return text


class Visitor:
    """One browser with a connection and cookies of its own."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=PATIENCE)
        self._cookies: dict[str, str] = {}

    def __enter__(self) -> Self:
        """Come in."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Go."""
        self._connection.close()

    def get(self, path: str) -> Answer:
        """Look at a page."""
        return self._ask("GET", path)

    def send(self, page: str, path: str, fields: Mapping[str, str]) -> Answer:
        """Open a page, fill in its form, and time only the answer to that."""
        hidden = dict(HIDDEN.findall(self.get(page).body))
        return self._ask("POST", path, urlencode({**hidden, **fields}))

    def hand_in(self, page: str, path: str, field: str, file: tuple[str, bytes]) -> Answer:
        """Open a page, hand in a file as a program does, and time only the answer to that."""
        token = dict(HIDDEN.findall(self.get(page).body))["csrf_token"]
        start, end = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=", f"--{BOUNDARY}--\r\n"
        first = f'{start}"csrf_token"\r\n\r\n{token}\r\n{start}"{field}"; filename="{file[0]}"'
        body = f"{first}\r\n\r\n".encode() + file[1] + f"\r\n{end}".encode()
        return self._ask("POST", path, body)

    def job(self, page: str) -> str | None:
        """Return the ticket that a page shows."""
        found = JOB.search(self.get(page).body)
        return found[1] if found else None

    def told(self, job_id: str) -> dict[str, Any]:
        """Return what is said of a job."""
        known: dict[str, Any] = json.loads(self.get(f"/api/v1/jobs/{job_id}").body)
        return known

    def _ask(self, method: str, path: str, body: str | bytes | None = None) -> Answer:
        headers = {"Accept-Language": "en", "Accept": "text/html"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if isinstance(body, bytes):
            headers["Accept"] = "application/json"
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
        elif body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self._connection.request(method, path, body, headers)
        with self._connection.getresponse() as response:
            text = response.read().decode()
        seconds = time.perf_counter() - started
        for line in response.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: kept.value for name, kept in SimpleCookie(line).items()}
        return Answer(response.status, response.headers, text, seconds)


def _cookie(line: str) -> str:
    """Return a cookie as its holder can read it; ours are signed, not secret."""
    pair, _, flags = line.partition(";")
    name, _, value = pair.partition("=")
    if name != SESSION or not value:
        return f"{name}={len(value)};{flags}"
    packed = value.startswith(".")
    payload = value.lstrip(".").partition(".")[0]
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    kept = json.loads(zlib.decompress(raw) if packed else raw)
    kept |= {name: "RANDOM" for name in ("csrf_token", "viewer") if name in kept}
    return f"{name}={json.dumps(kept, sort_keys=True)};{flags}"
