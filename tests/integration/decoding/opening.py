"""Opening a file as a worker does: in a limited child, of which only the answer is believed."""

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.decoding.decode import decode
from balcao.adapters.decoding.fences import Limits
from balcao.adapters.decoding.limited import Answer, limited
from balcao.adapters.decoding.look import look
from balcao.adapters.decoding.previews import preview, small

PAPER = "paper"


@dataclass
class Ending:
    """`paper`, or the code of an UnreadableError, and what it took."""

    how: str
    seconds: float
    head: dict[str, Any]
    blobs: list[bytes]


def opened(path: Path, extension: str, limits: Limits) -> Ending:
    started = time.monotonic()
    try:
        answer = limited(lambda tell: _answer(path, extension, tell), limits, lambda _: None)
    except UnreadableError as error:
        return Ending(error.code, time.monotonic() - started, {}, [])
    return Ending(PAPER, time.monotonic() - started, dict(answer.head), list(answer.blobs))


def _answer(path, extension, tell):
    before = kib_of("VmSize")
    paper = decode(path, extension, tell)
    previews = [preview(small(page.picture)) for page in paper.pages]
    head = {
        "pages": paper.page_count,
        "shapes": [page.picture.shape for page in paper.pages],
        "lines": [[line.text for line in page.lines] for page in paper.pages],
        "looks": [look(small(page.picture)) for page in paper.pages],
        "added_kib": kib_of("VmPeak") - before,
    }
    return Answer(head, previews)


def kib_of(what: str) -> int:
    found = re.search(rf"{what}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return int(found[1])
