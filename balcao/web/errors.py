"""Every refusal in the shape its reader expects: a page, problem details, or the seeds' one key."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Flask, Response, current_app, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, SecurityError

from balcao.foundation.errors import DomainError
from balcao.web.request_ids import request_id
from balcao.web.texts import REFUSALS, STALE_FORM

SentenceOf = Callable[[str, Mapping[str, object]], str]

SEED_ADDRESSES = re.compile(r"/api/job_status/|/api/email_jobs$|/jobs/[^/]+/status$")
SEED_FORMS = re.compile(r"/financeiro/lancar-pagamento$")  # pages, unless a program asks
JSON_ADDRESSES = re.compile(r"/api/|/webhooks/|/(health|ready|openapi\.json)$")
RETRY_SECONDS = 5
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """What is told, whatever the shape."""

    status: int
    key: str
    title: str
    sentence: str
    headers: dict[str, str] = field(default_factory=dict)


def init_errors(app: Flask, sentence_of: SentenceOf) -> None:
    """Answer each kind of failure; what it leaves in the log is written by `traces`."""

    def domain(error: DomainError) -> Response:
        sentence = sentence_of(error.key, error.params)
        title, _ = REFUSALS.get(error.status, REFUSALS[400])
        headers = waiting_time(error)
        return answer(Refusal(error.status, error.key, str(title), sentence, headers))

    app.register_error_handler(DomainError, domain)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(HTTPException, _http)
    for unreachable in (OperationalError, InterfaceError, PoolTimeoutError):
        app.register_error_handler(unreachable, _database_unreachable)


def answer(refusal: Refusal) -> Response:
    """Write the refusal as the address asked for it."""
    response = _shaped(refusal)
    response.status_code = refusal.status
    response.headers.extend(refusal.headers)
    return response


def waiting_time(error: DomainError) -> dict[str, str]:
    """Return the header that says when to come again, where a refusal knows it."""
    return {"Retry-After": str(error.params["seconds"])} if "seconds" in error.params else {}


def wants_json() -> bool:
    """Say whether this request is a program's, which has no use for a page."""
    return bool(JSON_ADDRESSES.match(request.path)) or _prefers_json()


def _shaped(refusal: Refusal) -> Response:
    if SEED_ADDRESSES.match(request.path):
        return jsonify(error=refusal.sentence)
    if wants_json():
        if SEED_FORMS.match(request.path):
            return jsonify(error=refusal.sentence, code=refusal.key)
        return _problem(refusal)
    page = render_template(
        "errors/error.html", refusal=refusal, request_id=request_id(), again=_form_again()
    )
    return Response(page, mimetype="text/html")


def _form_again() -> str | None:
    """Return the page of the form that was refused, where it has one at the same address."""
    has_page = current_app.url_map.bind("").test(request.path, "GET")
    return request.path if request.method == "POST" and has_page else None


def _prefers_json() -> bool:
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def _problem(refusal: Refusal) -> Response:
    response = jsonify(
        type="about:blank",
        title=HTTPStatus(refusal.status).phrase,
        status=refusal.status,
        detail=refusal.sentence,
        code=refusal.key,
        request_id=request_id(),
    )
    response.mimetype = "application/problem+json"
    return response


def _http(error: HTTPException) -> HTTPException | Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST or error.response is not None:
        return error  # a redirect, or an answer somebody wrote already
    title, sentence = REFUSALS.get(status) or REFUSALS[400 if status < 500 else 500]  # noqa: PLR2004
    headers = dict(error.get_headers())
    headers.pop("Content-Type", None)
    key = f"web.error.{HTTPStatus(status).name.lower()}"
    return answer(Refusal(status, key, str(title), str(sentence), headers))


def _stale_form(_error: CSRFError) -> Response:
    title, sentence = STALE_FORM
    logger.info("refused: no valid form token")
    return answer(Refusal(400, "web.error.stale_form", str(title), str(sentence)))


def _unknown_host(_error: SecurityError) -> Response:
    # no page of ours: its links would lead to a host that is not ours
    return Response("400 Bad Request\n", 400, mimetype="text/plain")


def _database_unreachable(error: Exception) -> Response:
    logger.error("the database does not answer", exc_info=error)
    title, sentence = REFUSALS[503]
    headers = {"Retry-After": str(RETRY_SECONDS)}
    key = "web.error.service_unavailable"
    return answer(Refusal(503, key, str(title), str(sentence), headers))
