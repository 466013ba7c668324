"""Receiving the files of a request: landed, looked at, and kept before any row names them."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path

from flask import Request, Response, after_this_request, current_app
from werkzeug.datastructures import FileStorage
from werkzeug.formparser import FormDataParser

from balcao.adapters import Tools
from balcao.adapters.storage import StoreError
from balcao.receipts.files.keys import original_key
from balcao.receipts.upload import checks
from balcao.receipts.upload.landing import Landing
from balcao.receipts.upload.names import generate_secure_filename, shown_name
from balcao.receipts.upload.service import Arrival

FIELD = "comprovante"
MOST_FILES = 20
NOT_KEPT = "receipts.error.not_kept"
TOO_MANY = "receipts.error.too_many_files"
LATER = 60  # seconds, until somebody may have made room

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Intake:
    """Where files land, and how large one may be."""

    folder: Callable[[], Path]  # made when it is first needed
    most_mb: int

    @property
    def most_bytes(self) -> int:
        """Return how large one file may be."""
        return self.most_mb * checks.MEBIBYTE


@dataclass(frozen=True)
class Refused:
    """A file that was not taken, and the key of why."""

    name: str
    key: str
    status: int
    seconds: int = 0


def prepare(request: Request, intake: Intake) -> None:
    """Have the files of this request land on the disk; nothing of it may have been read before."""
    request.max_content_length = MOST_FILES * intake.most_bytes + checks.MEBIBYTE
    landed: list[Landing] = []

    def land(*_: object, **__: object) -> Landing:
        landed.append(Landing(intake.folder, intake.most_bytes))
        return landed[-1]

    @after_this_request
    def clear(response: Response) -> Response:
        """Leave nothing of a body that breaks off or is refused half-way: nobody else knows it."""
        for each in landed:
            each.close()
        return response

    parser = partial(_parser, land)
    request.form_data_parser_class = parser  # type: ignore[assignment]  # it is only ever called


def _parser(land: Callable[..., Landing], **options: object) -> FormDataParser:
    return FormDataParser(**{**options, "stream_factory": land})  # type: ignore[arg-type]


def receive(files: Sequence[FileStorage], intake: Intake) -> list[Arrival | Refused]:
    """Keep what may be kept, each file for itself, in the order they were sent."""
    sent = [file for file in files if file.filename or _landed(file).size]
    kept = [_received(file, intake) for file in sent[:MOST_FILES]]
    many = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    left = [Refused(shown_name(f.filename or ""), TOO_MANY, many) for f in sent[MOST_FILES:]]
    return [*kept, *left]


def _received(file: FileStorage, intake: Intake) -> Arrival | Refused:
    landed, theirs = _landed(file), file.filename or ""
    name = shown_name(theirs)
    if landed.full and not landed.too_big:
        return not_kept(name)
    if trouble := checks.trouble_with(landed.start, landed.size, theirs, intake.most_mb):
        return Refused(name, trouble, checks.status_of(trouble))
    key = original_key(generate_secure_filename(theirs))
    if not _kept(key, landed):
        return not_kept(name)
    return Arrival(key, name, checks.media_type_of(theirs), landed.size, landed.sha256)


def _kept(key: str, landed: Landing) -> bool:
    tools: Tools = current_app.extensions["tools"]
    assert landed.path is not None  # noqa: S101 - it is full otherwise
    try:
        tools.files.keep(key, landed.path)
    except StoreError as error:
        log.warning("the store refused: %r", error.__cause__)
        return False
    return True


def not_kept(name: str) -> Refused:
    """Tell that it is our disk, not the file, and when to come again."""
    log.error("an upload could not be kept")
    return Refused(name, NOT_KEPT, HTTPStatus.SERVICE_UNAVAILABLE, LATER)


def _landed(file: FileStorage) -> Landing:
    landed = file.stream
    assert isinstance(landed, Landing)  # noqa: S101 - `prepare` has seen to it
    return landed


def forget(arrivals: Sequence[Arrival]) -> None:
    """Remove files that no row will name; what is missed is swept a day later."""
    tools: Tools = current_app.extensions["tools"]
    for arrival in arrivals:
        tools.files.remove(arrival.file_key)
