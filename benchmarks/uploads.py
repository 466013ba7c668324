"""How soon whoever hands in a large file is answered, while the files before it are being read."""

import subprocess
import sys
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.families import ROOT, environment
from benchmarks.launched import Launched, launched, second_start
from benchmarks.lines import MEDIAN, Line, at_most
from benchmarks.receipts.heavy import heavy_pdf
from benchmarks.visitor import Visitor
from tests.waiting import wait_until

PAGE = "/financeiro/lancar-pagamento"
EMAIL, PASSWORD = "till@balcao.example", "slow cedar counter lantern"
UPLOADS, QUICK_UPLOADS = 60, 8
PAUSE_SECONDS = 0.3
START_SECONDS, READ_SECONDS = 60, 60
MOST_MS, P95 = 110, 0.95


def measure(*, quick: bool) -> Iterator[Line]:
    """Start the house, hand in one file after the other, and never wait for the reading."""
    with TemporaryDirectory(prefix="balcao-bench-") as folder:
        checkout = second_start(Path(folder))
        content = heavy_pdf(Random(1))  # noqa: S311 - noise
        with launched(checkout, LIMITS="load-test") as house:
            wait_until(lambda: "ocr" in _queues(house), START_SECONDS, "the house is open")
            _user(checkout)
            with Visitor(house.port) as visitor:
                visitor.send("/login", "/login", {"email": EMAIL, "password": PASSWORD})
                yield from _handed_in(visitor, content, QUICK_UPLOADS if quick else UPLOADS)


def _queues(house: Launched) -> set[str]:
    return set(house.queues().values()) if house.health() else set()


def _user(checkout: Path) -> None:
    command = [sys.executable, "-m", "balcao", "user", "create", EMAIL, "--password-stdin"]
    subprocess.run(  # noqa: S603 - a command of our own
        command, cwd=ROOT, env=environment(VAR_DIR=str(checkout / "var")), check=True,
        input=PASSWORD.encode(), stdout=subprocess.DEVNULL,
    )  # fmt: skip


def _handed_in(visitor: Visitor, content: bytes, count: int) -> Iterator[Line]:
    answers = []
    for number in range(count):
        file = (f"{number}.pdf", content + b"\n%" + str(number).encode())  # else: a duplicate
        answers.append(visitor.hand_in(PAGE, PAGE, "comprovante", file))
        time.sleep(PAUSE_SECONDS)
    times = [answer.seconds * 1000 for answer in answers]
    size = f"{len(content) / 1e6:.1f} MB"
    yield Line(f"POST of a PDF of {size}, OCR beside it, p50", "ms", times, None, MEDIAN)
    yield Line(f"POST of a PDF of {size}, OCR beside it, p95", "ms", times, at_most(MOST_MS), P95)
    others = [answer for answer in answers if answer.status != HTTPStatus.ACCEPTED]
    yield Line("other answers than 202", "answers", [len(others)], at_most(0))
