"""From a file nobody trusts to upright pages; everything here runs in a limited child process."""

from dataclasses import dataclass, field

from balcao.adapters.ocr import Line, Picture, Quad

__all__ = ["CODES", "Code", "Page", "Paper", "UnreadableError"]

CODES = (
    "empty", "too_big", "type", "mismatch", "encrypted", "pages", "pixels", "damaged", "memory",
    "time", "crashed",
)  # fmt: skip


@dataclass(frozen=True)
class Code:
    """A bar code or QR code, and where it stands."""

    symbology: str  # as zxing names it: QRCode, ITF, Code128 …
    text: str
    box: Quad
    page: int = 0


@dataclass
class Page:
    """One page, upright, with what needs no engine to be read: text layer and codes."""

    number: int
    picture: Picture
    lines: list[Line] = field(default_factory=list)  # of a PDF's text layer, if it is to be trusted
    codes: list[Code] = field(default_factory=list)


@dataclass
class Paper:
    """A file that could be opened: the pages to read (at most five), and how many there are."""

    media_type: str  # image/jpeg, image/png, image/webp, image/heic, application/pdf
    pages: list[Page]
    page_count: int


class UnreadableError(Exception):
    """The file is at fault, for good; `code` is the end of the sentence key `receipts.error.*`.

    empty, too_big, type (none we read), mismatch (extension and content differ), encrypted,
    pages (too many), pixels (too large), damaged, memory, time, crashed.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
