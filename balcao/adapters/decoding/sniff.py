"""What a file is, by its first bytes; its name only has to agree."""

from collections.abc import Callable

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.decoding.magic_words import media_type

EXTENSIONS = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "heif": "image/heic",
    "pdf": "application/pdf",
}
START_BYTES = 4096  # as many of the first bytes as `sniff` wants, if there are so many
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# Only at offset 0: what looks further in is what a file made to please two readers relies on.
SIGNATURES: dict[str, Callable[[bytes], bool]] = {
    "image/jpeg": lambda start: start.startswith(b"\xff\xd8\xff"),
    "image/png": lambda start: start.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/webp": lambda start: start[:4] == b"RIFF" and start[8:12] == b"WEBP",
    "image/heic": lambda start: start[4:8] == b"ftyp" and start[8:12] in HEIC_BRANDS,
    "application/pdf": lambda start: start.startswith(b"%PDF-"),
}
# What libmagic calls them, and what it says when it cannot tell.
ALSO_KNOWN_AS = {"image/heif": "image/heic", "image/heic-sequence": "image/heic"}
UNSURE = {"application/octet-stream", "video/mp4", "text/plain"}


def sniff(start: bytes, extension: str) -> str:
    """Return the media type of a file that begins so, or raise UnreadableError.

    Codes: `empty`, `type` (none we read), `mismatch` (another one than the extension says).
    """
    if not start:
        raise UnreadableError("empty")
    expected = EXTENSIONS.get(extension.lower().removeprefix("."))
    found = next((name for name, fits in SIGNATURES.items() if fits(start)), None)
    if expected is None or found is None:
        raise UnreadableError("type")
    if found != expected or not _second_opinion_agrees(start, found):
        raise UnreadableError("mismatch")
    return found


def _second_opinion_agrees(start: bytes, found: str) -> bool:
    says = media_type(start[:START_BYTES])
    return says in UNSURE or ALSO_KNOWN_AS.get(says, says) == found
