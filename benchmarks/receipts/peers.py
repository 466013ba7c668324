"""The same files for programs that many use: Tesseract with our extractor, OCRmyPDF as an archive.

Both are programs that a machine has or has not; where one is missing, its line says so.
"""

import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from balcao.adapters.decoding import Page, UnreadableError
from balcao.adapters.decoding.decode import decode
from balcao.receipts.fields.extract import extract
from balcao.receipts.fields.found import Fields
from benchmarks.lines import Line
from benchmarks.receipts import score, tesseract
from benchmarks.receipts.outcomes import Read
from benchmarks.receipts.score import Label

TESSERACT, OCRMYPDF = "Tesseract-por with our extractor", "ocrmypdf as paperless-ngx calls it"
MOST = 60  # files for each peer: they are slow
LONGEST_SECONDS = 120
P95 = 0.95
# What paperless-ngx asks for unless its settings say otherwise; a picture needs a resolution.
ARCHIVE = (
    "--skip-text", "--clean", "--deskew", "--rotate-pages", "--rotate-pages-threshold", "12",
    "--output-type", "pdfa", "--language", "por", "--jobs", "1", "--quiet", "--image-dpi", "150",
)  # fmt: skip


def measure(folder: Path, labels: Sequence[Label]) -> Iterator[Line]:
    """Let each peer that is there read a part of the set."""
    few = labels[:MOST]
    if tesseract.there():
        all_of = score.scored(few, _by_tesseract(folder, few))
        yield from score.accuracy(all_of, TESSERACT)
        yield from score.seconds(all_of, TESSERACT)
    else:
        yield _absent(TESSERACT)
    if shutil.which("ocrmypdf"):
        took = [_archived(folder / label["file"], folder) for label in few]
        yield Line(f"{OCRMYPDF}: a file, p50", "s", took)
        yield Line(f"{OCRMYPDF}: a file, p95", "s", took, None, P95)
    else:
        yield _absent(OCRMYPDF)


def _absent(name: str) -> Line:
    return Line(f"{name}: not on this machine", "", [0])


def _by_tesseract(folder: Path, labels: Sequence[Label]) -> Mapping[str, Read]:
    return {label["file"]: _read(folder / label["file"], folder) for label in labels}


def _read(path: Path, folder: Path) -> Read:
    """Give it everything that our own engine gets: text layer, codes, an upright picture."""
    started = time.perf_counter()
    try:
        page = decode(path, path.suffix.lstrip(".")).pages[0]
    except UnreadableError:
        return Read({}, flagged=True)
    fields = _fields(page, folder)
    values = {name: found.value for name, found in fields.found.items()}
    took = time.perf_counter() - started
    return Read(values, fields.needs_review, fields.doubtful, None, took)


def _fields(page: Page, folder: Path) -> Fields:
    if page.lines:
        return extract(page.lines, page.codes, source="pdf_text")
    return extract(tesseract.lines(page.picture, folder), page.codes, source="ocr")


def _archived(path: Path, folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run(  # noqa: S603 - a program of the machine, on a file of ours
        ["ocrmypdf", *ARCHIVE, str(path), str(folder / "archived.pdf")],  # noqa: S607
        check=False, capture_output=True, timeout=LONGEST_SECONDS,
    )  # fmt: skip
    return time.perf_counter() - started
