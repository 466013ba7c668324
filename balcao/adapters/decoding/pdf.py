"""PDF to pages: a picture of each within a budget of pixels, and its text layer."""

import math
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from ctypes import c_ushort
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from balcao.adapters.decoding import Page, UnreadableError
from balcao.adapters.decoding.layer import lines_of, seen, trusted
from balcao.adapters.decoding.letters import Letter, letters_of, turn_of
from balcao.adapters.decoding.pictures import LONGEST_SIDE, filled_up
from balcao.adapters.decoding.previews import MOST_SIDE
from balcao.adapters.ocr import Picture

MOST_PAGES = 20
READ_PAGES = 5
PIXELS_PER_POINT = 200 / 72  # what a scanner would take
PAGE_PIXELS = 8_000_000  # but not for a page as large as a house
LOCKED = {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}


def pages_of(path: Path) -> tuple[list[Page], int]:
    """Return the first pages, and how many there are."""
    with _opened(path) as document:
        count = len(document)
        if count > MOST_PAGES:
            raise UnreadableError("pages")
        if not count:
            raise UnreadableError("damaged")
        return [_page(document, number) for number in range(min(count, READ_PAGES))], count


def own_page(said: str) -> Page:
    """Return a page that says this, read as any other."""
    with closing(pdfium.PdfDocument.new()) as document:
        text = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 10.0)
        letters = [*map(ord, said), 0]
        raw.FPDFText_SetText(text, (c_ushort * len(letters))(*letters))
        with closing(document.new_page(400, 100)) as page:
            raw.FPDFPage_InsertObject(page, text)
            raw.FPDFPage_GenerateContent(page)
        return _page(document, 0)


@contextmanager
def _opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    try:
        with closing(pdfium.PdfDocument(path)) as document:
            yield document
    except pdfium.PdfiumError as error:
        raise UnreadableError("encrypted" if error.err_code in LOCKED else "damaged") from error


def _page(document: pdfium.PdfDocument, number: int) -> Page:
    with closing(document[number]) as page:
        size = page.get_size()
        with closing(page.get_textpage()) as text:
            turn = turn_of(page, text)
            letters = list(letters_of(page, text, turn))
        full = _scale(*size)
        if trusted(lines_of(letters, full, number)):
            # Nothing is left to read but codes: no more pixels than the preview has.
            # Half a pixel less than it may have, since a page's last one may be drawn in part.
            shown = _shown(page, letters, min(full, (MOST_SIDE - 0.5) / max(size)), turn, number)
            if shown.lines:
                return shown
        return _shown(page, letters, full, turn, number)


def _shown(
    page: pdfium.PdfPage, letters: Sequence[Letter], scale: float, turn: int, number: int
) -> Page:
    picture = _drawn(page, scale, turn)
    lines = seen(lines_of(letters, scale, number), picture)
    return Page(number, picture, lines if trusted(lines) else [])


def _scale(width: float, height: float) -> float:
    """Return how many pixels a point gets, for a page of this size in points."""
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise UnreadableError("damaged")
    budget = math.sqrt(PAGE_PIXELS / (width * height))
    return min(PIXELS_PER_POINT, budget, LONGEST_SIDE / max(width, height))


def _drawn(page: pdfium.PdfPage, scale: float, turn: int) -> Picture:
    """Draw it on white; the pixels are ours, and outlive what pdfium knew of them."""
    with closing(page.render(scale, rotation=turn, rev_byteorder=True)) as bitmap:
        return filled_up(bitmap.to_numpy())
