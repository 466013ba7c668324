"""What a stranger does in a house that was just started: `python3 -m tools.visit [ADDRESS]`.

Signs up through the built-in mailbox, hands in a receipt, waits until it is read, takes it for an
order. Stands on Python alone, since a bare machine and an image have nothing else in common.
"""

import json
import re
import secrets
import sys
import time
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

T = TypeVar("T")
SAMPLE = Path(__file__).resolve().parents[1] / "static" / "samples" / "comprovante-exemplo.png"
WRITTEN = {
    "amount": "261.23",
    "date": "2026-03-31",
    "transaction_id": "E02038232202603312042B8JY5HJ1GME",
    "receiver_document": "93193293000151",
}
UPLOAD_PAGE, ORDER = "/financeiro/lancar-pagamento", "visit-1"
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')
LINK = re.compile(r"/verify/[\w.~-]+")
BOUNDARY = "a-line-that-is-in-no-file"
PATIENCE_SECONDS, PAUSE_SECONDS = 60, 0.25
JSON = {"Accept": "application/json"}


class Stranger:
    """Somebody with a browser and nothing else."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._browser = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> bytes:
        """Look at a page, after wherever it leads."""
        return self._answer(Request(self._site + path))  # noqa: S310 - the address is typed

    def send(self, page: str, path: str, fields: Mapping[str, str]) -> bytes:
        """Open a page, fill in its form, and send that."""
        typed = {"csrf_token": self._token(page), **fields}
        return self._answer(Request(self._site + path, urlencode(typed).encode()))  # noqa: S310

    def told(self, path: str) -> dict[str, Any]:
        """Ask as a program does."""
        answer: dict[str, Any] = json.loads(self.get(path))
        return answer

    def asked(self, path: str, body: bytes = b"", kind: str = "text/plain") -> dict[str, Any]:
        """Have something done, as a program does."""
        headers = {**JSON, "X-CSRFToken": self._token(UPLOAD_PAGE), "Content-Type": kind}
        request = Request(self._site + path, body, headers)  # noqa: S310 - as above
        answer: dict[str, Any] = json.loads(self._answer(request))
        return answer

    def _token(self, page: str) -> str:
        found = TOKEN.search(self.get(page).decode())
        return found[1] if found else ""

    def _answer(self, request: Request) -> bytes:
        with self._browser.open(request, timeout=PATIENCE_SECONDS) as response:
            content: bytes = response.read()
        return content


def visit(site: str) -> None:
    """Go the whole way, and say at each step that it was possible."""
    stranger = Stranger(site)
    _waited("somebody is there to read receipts", lambda: "ocr" in _queues(stranger))
    _join(stranger)
    began = time.monotonic()
    handed_in = stranger.asked(UPLOAD_PAGE, *_upload())
    print(f"ok: a receipt is handed in, answered after {time.monotonic() - began:.2f} s")
    receipt = _read(stranger, handed_in["receipt_id"])
    found = {name: receipt["fields"][name]["value"] for name in WRITTEN}
    _agreed("what stands on it", found, WRITTEN)
    print(f"ok: read by the engine {receipt['engine']!r} in {receipt['seconds']} s: {found}")
    picture = stranger.get(receipt["file"]["preview_urls"][0])
    _agreed("its picture", picture[:3], b"\xff\xd8\xff")
    taken = stranger.asked(f"/receipts/{receipt['id']}/confirm")
    _agreed("its order", taken["order"]["paid_amount"], float(WRITTEN["amount"]))
    print(f"ok: its payment is recorded for the order {taken['order']['reference']!r}")
    again = stranger.asked("/receipts/sample")
    _agreed("the sample", again["duplicate"]["kind"], "exact")
    _read(stranger, again["receipt_id"])
    print("ok: the sample by one click is known to be the same file")


def _queues(stranger: Stranger) -> list[str]:
    """Return what is served: without any worker the request itself would read."""
    queues: list[str] = stranger.told("/health")["parts"]["queues"]
    return queues


def _join(stranger: Stranger) -> None:
    address = f"visit-{secrets.token_hex(6)}@mail.example"
    password = f"slow cedar {secrets.token_hex(3)} lantern"
    stranger.send("/signup", "/signup", {"email": address, "password": password})
    inbox = f"/dev/mail.json?to={address}"
    link = _waited("the mail has come", lambda: LINK.search(stranger.get(inbox).decode()))
    stranger.get(link[0])
    stranger.send("/verify", "/verify", {})
    stranger.send("/login", "/login", {"email": address, "password": password})
    stranger.get(UPLOAD_PAGE)
    print("ok: its link made an account, which can log in")


def _upload() -> tuple[bytes, str]:
    line = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    order = f'{line}"pedido_id"\r\n\r\n{ORDER}\r\n'
    file = f'{line}"comprovante"; filename="{SAMPLE.name}"\r\nContent-Type: image/png\r\n\r\n'
    body = (order + file).encode() + SAMPLE.read_bytes() + f"\r\n--{BOUNDARY}--\r\n".encode()
    return body, f"multipart/form-data; boundary={BOUNDARY}"


def _read(stranger: Stranger, receipt_id: str) -> dict[str, Any]:
    address = f"/api/v1/receipts/{receipt_id}"

    def done() -> dict[str, Any] | None:
        receipt = stranger.told(address)
        return receipt if receipt["state"] != "waiting" else None

    receipt = _waited("a worker is done with it", done)
    _agreed("its state", receipt["state"], "read")
    return receipt


def _waited(what: str, look: Callable[[], T | None]) -> T:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            if seen := look():
                print(f"ok: {what}")
                return seen
        except URLError as error:
            if isinstance(error, HTTPError) and error.code < 500:  # noqa: PLR2004 - ours to mend
                raise
        time.sleep(PAUSE_SECONDS)
    sys.exit(f"still not: {what}")


def _agreed(what: str, seen: object, wanted: object) -> None:
    if seen != wanted:
        sys.exit(f"{what}: {seen!r} instead of {wanted!r}")


if __name__ == "__main__":
    visit(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
