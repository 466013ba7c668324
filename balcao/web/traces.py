"""What each refusal and each bug leaves in the log: which address, and who it was if we know.

Of an address only its pattern is written: in its place may stand the token of a link. Where the
request came from, and its number, are on every line of it already.
"""

import logging
from http import HTTPStatus

from flask import Flask, Response, g, request

log = logging.getLogger(__name__)

UNKNOWN_ADDRESS, UNKNOWN_PERSON = "an unknown address", "nobody we know"


def init_traces(app: Flask) -> None:
    """Write a line about whatever was refused, and one of our own about whatever broke."""
    app.after_request(_note_refusal)
    app.log_exception = _note_bug  # type: ignore[method-assign]  # Flask's own names the path


def remember_person(user_id: str) -> None:
    """Let what this request leaves in the log say who it was, even if they are half logged in."""
    g.person = user_id


def _note_refusal(response: Response) -> Response:
    if HTTPStatus.BAD_REQUEST <= response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
        person = g.get("person", UNKNOWN_PERSON)
        log.info("refused: %d, %s, by %s", response.status_code, _what(), person)
    return response


def _note_bug(exc_info: object) -> None:
    log.error("a bug: %s", _what(), exc_info=exc_info)  # type: ignore[arg-type]


def _what() -> str:
    rule = request.url_rule
    return f"{request.method} {rule.rule if rule else UNKNOWN_ADDRESS}"
