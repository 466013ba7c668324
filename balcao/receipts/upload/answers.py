"""What is answered to whoever handed receipts in: the seed's keys, and a little more."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, NoReturn

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from balcao.foundation.db import reading
from balcao.foundation.errors import DomainError
from balcao.jobs import status
from balcao.jobs.queries import job_of
from balcao.receipts.canonical import Json, iso
from balcao.receipts.upload.receiving import Refused
from balcao.receipts.upload.service import Taken
from balcao.web.sentences import sentence

TOO_OFTEN = "receipts.error.too_often"
BAD = {"failed", "cancelled", "unknown"}


def for_program(outcomes: Sequence[Taken | Refused]) -> ResponseReturnValue:
    """Answer as JSON: one file by itself, several as a list."""
    if len(outcomes) > 1:
        lines = [_line(outcome) for outcome in outcomes]
        taken = any(isinstance(outcome, Taken) for outcome in outcomes)
        code = HTTPStatus.ACCEPTED if taken else HTTPStatus.UNPROCESSABLE_ENTITY
        return jsonify(receipts=lines), code
    [outcome] = outcomes
    if isinstance(outcome, Refused):
        return _refusal(outcome)
    told = _told(outcome)
    response = jsonify(told)
    response.status_code = _status_of(told)
    if response.status_code == HTTPStatus.ACCEPTED:
        response.headers["Location"] = told["status_url"]
        response.headers["Retry-After"] = str(max(1, told["poll_ms"] // 1000))
    return response


def _refusal(refused: Refused) -> ResponseReturnValue:
    response = jsonify(error=_words(refused), code=refused.key)
    response.status_code = refused.status
    if refused.seconds:
        response.headers["Retry-After"] = str(refused.seconds)
    return response


def _line(outcome: Taken | Refused) -> Json:
    if isinstance(outcome, Refused):
        return {"name": outcome.name, "error": _words(outcome), "code": outcome.key}
    return {"name": outcome.name, **_told(outcome)}


def _told(taken: Taken) -> Json:
    """Return what is known now: done already, where the request did it itself."""
    with reading() as session:
        job = job_of(session, taken.job_id)
    described = status.describe(job) if job else None
    seen = status.ocr_view(described) if described else {"status": "unknown"}
    ended = {name: seen[name] for name in ("result", "error") if name in seen}
    return {
        "job_id": taken.job_id,
        "status": seen["status"],
        "status_url": url_for("jobs.ocr_status", job_id=taken.job_id),
        "poll_ms": described.poll_ms if described else status.DEFAULT_POLL_MS,
        "receipt_id": taken.receipt_id,
        "receipt_url": f"{request.script_root}/receipts/{taken.receipt_id}",
        "duplicate": _duplicate(taken),
        **ended,
    }


def _duplicate(taken: Taken) -> Json | None:
    if taken.earlier is None:
        return None
    return {
        "kind": taken.duplicate_kind,
        "receipt_id": taken.earlier.id,
        "received_at": iso(taken.earlier.created_at),
        "by": taken.earlier.by,
    }


def _status_of(told: dict[str, Any]) -> HTTPStatus:
    if told["status"] == "finished":
        return HTTPStatus.OK
    return HTTPStatus.UNPROCESSABLE_ENTITY if told["status"] in BAD else HTTPStatus.ACCEPTED


def refuse(refused: Refused) -> NoReturn:
    """Turn a form away of which nothing was taken."""
    raise DomainError(refused.key, refused.status, **params_of(refused))


def params_of(refused: Refused) -> dict[str, object]:
    """Return the values that the sentence of a refusal speaks of."""
    return {"seconds": refused.seconds} if refused.seconds else {}


def _words(refused: Refused) -> str:
    return sentence(refused.key, params_of(refused))
