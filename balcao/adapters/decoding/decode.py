"""The one way in: a file nobody trusts becomes upright pages, with text layer and codes."""

import warnings
from collections.abc import Callable
from pathlib import Path

from balcao.adapters.decoding import Page, Paper
from balcao.adapters.decoding.codes import codes
from balcao.adapters.decoding.look import look
from balcao.adapters.decoding.pdf import own_page, pages_of
from balcao.adapters.decoding.pictures import picture_of
from balcao.adapters.decoding.previews import preview, small
from balcao.adapters.decoding.sniff import START_BYTES, sniff


def decode(path: Path, extension: str, tell: Callable[[str], None] = lambda _: None) -> Paper:
    """Return its pages, or raise UnreadableError; called within `limited` only.

    `extension` is that of the name it came with, without dot: `jpg`, `PDF`. Tells the stages
    `decoding` and `codes`.
    """
    tell("decoding")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # files are odd in many ways that hurt nobody
        paper = _opened(path, extension)
    tell("codes")
    for page in paper.pages:
        page.codes = codes(page.picture, page.number)
    return paper


def _opened(path: Path, extension: str) -> Paper:
    with path.open("rb") as file:
        media_type = sniff(file.read(START_BYTES), extension)
    if media_type == "application/pdf":
        pages, count = pages_of(path)
    else:
        pages, count = [Page(0, picture_of(path, media_type))], 1
    return Paper(media_type, pages, count)


def preload() -> None:
    """Start what starts late, in the process that will fork: its children find it ready."""
    sniff(b"%PDF-1.4\n", "pdf")  # libmagic reads its database the first time it is asked
    picture = own_page("Comprovante de pagamento, valor R$ 1,00").picture
    codes(picture)
    image = small(picture)
    preview(image)
    look(image)
