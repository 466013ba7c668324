"""Whether a file may come in, without decoding any of it; the seed's functions, as printed there.

`(valid, error)`: the error is a sentence, and nothing where all is well.
"""

import gettext
import hashlib
from collections.abc import Collection, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import IO, NamedTuple, Protocol

from flask import has_app_context

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.decoding.magic_words import media_type
from balcao.adapters.decoding.sniff import ALSO_KNOWN_AS, EXTENSIONS, SIGNATURES, START_BYTES, sniff
from balcao.receipts.reading.said import unreadable
from balcao.receipts.texts import SENTENCES
from balcao.receipts.upload.names import extension_of, generate_secure_filename

__all__ = [
    "calculate_file_hash", "generate_secure_filename", "save_upload_securely",
    "validate_file_extension", "validate_file_mime", "validate_file_size", "validate_upload",
]  # fmt: skip

MEBIBYTE = 1024 * 1024
MOST_MB = 16
SEED_EXTENSIONS = ("jpg", "jpeg", "png", "pdf")
STATUS = {
    "receipts.error.empty": HTTPStatus.UNPROCESSABLE_ENTITY,
    "receipts.error.too_big": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}
TRANSLATIONS = Path(__file__).parents[3] / "translations"
SEED_LANGUAGE = "pt_BR"

Verdict = tuple[bool, str | None]


class SavedUpload(NamedTuple):
    """What became of a file; without an error it lies at `path`."""

    valid: bool
    error: str | None
    path: str | None = None
    sha256: str | None = None


class Uploaded(Protocol):
    """What frameworks hand over: a name that was typed somewhere, and the bytes."""

    filename: str | None
    stream: IO[bytes]


def trouble_with(start: bytes, size: int, name: str, most_mb: int = MOST_MB) -> str | None:
    """Return the key of what is wrong with a file that begins so, or nothing."""
    if size > most_mb * MEBIBYTE:
        return unreadable("too_big")
    try:
        sniff(start, extension_of(name))
    except UnreadableError as error:
        return unreadable(error.code)
    return None


def media_type_of(name: str) -> str:
    """Return what a file that passed is."""
    return EXTENSIONS[extension_of(name)]


def status_of(trouble: str) -> HTTPStatus:
    """Return the status that goes with a trouble."""
    return STATUS.get(trouble, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


def validate_file_extension(filename: str, allowed: Collection[str] = SEED_EXTENSIONS) -> Verdict:
    """Say whether the name ends in one of the seed's four extensions, or in those given."""
    return _verdict(None if extension_of(filename) in allowed else unreadable("type"))


def validate_file_mime(file_path: str | Path) -> Verdict:
    """Say whether the content is of a kind we read, whatever the file is called."""
    start = _start_of(file_path)
    if not start:
        return _verdict(unreadable("empty"))
    known = any(fits(start) for fits in SIGNATURES.values())
    return _verdict(None if known and _magic_knows(start) else unreadable("type"))


def validate_file_size(file_path: str | Path, most_mb: int = MOST_MB) -> Verdict:
    """Say whether there is something in it, and not too much."""
    size = Path(file_path).stat().st_size
    if size == 0:
        return _verdict(unreadable("empty"))
    return _verdict(unreadable("too_big") if size > most_mb * MEBIBYTE else None)


def validate_upload(
    file_path: str | Path, filename: str | None = None, most_mb: int = MOST_MB
) -> Verdict:
    """Say all three, and whether name and content agree."""
    name = filename or Path(file_path).name
    for verdict in (validate_file_extension(name), validate_file_size(file_path, most_mb)):
        if not verdict[0]:
            return verdict
    size = Path(file_path).stat().st_size
    return _verdict(trouble_with(_start_of(file_path), size, name, most_mb))


def calculate_file_hash(file_path: str | Path) -> str:
    """Return the SHA-256 by which duplicates are found, in hex."""
    with Path(file_path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def save_upload_securely(file: Uploaded, directory: str | Path) -> SavedUpload:
    """Save a file under a name of ours if it is valid; a refused one leaves nothing behind."""
    name = file.filename or ""
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / generate_secure_filename(name)
    valid = False
    try:
        with place.open("xb") as kept:
            for chunk in _chunks(file.stream):
                kept.write(chunk)
        valid, error = validate_upload(place, name)
    finally:
        if not valid:
            place.unlink()
    if not valid:
        return SavedUpload(valid=False, error=error)
    return SavedUpload(True, None, str(place), calculate_file_hash(place))


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Read no more than is needed to know that it is too much."""
    left = MOST_MB * MEBIBYTE + 1
    while chunk := stream.read(min(left, MEBIBYTE)):
        left -= len(chunk)
        yield chunk


def _start_of(file_path: str | Path) -> bytes:
    with Path(file_path).open("rb") as file:
        return file.read(START_BYTES)


def _magic_knows(start: bytes) -> bool:
    says = media_type(start)
    return ALSO_KNOWN_AS.get(says, says) in EXTENSIONS.values()


def _verdict(trouble: str | None) -> Verdict:
    return (False, _sentence(trouble)) if trouble else (True, None)


def _sentence(key: str) -> str:
    """Return the words in the reader's language, at a bare Python prompt in the seed's."""
    text = str(SENTENCES[key])
    if has_app_context():
        return text
    catalogue = gettext.translation("messages", TRANSLATIONS, [SEED_LANGUAGE], fallback=True)
    return catalogue.gettext(text)
