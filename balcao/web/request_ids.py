"""One id for each request: on every line logged meanwhile, beside the client, and on the answer."""

import re
import secrets
from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, has_request_context, request

from balcao.foundation.logs import bind

HEADER = "X-Request-ID"
KEY = "balcao.request_id"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")


def init_request_ids(app: Flask) -> None:
    """Wrap the whole application, so that not even a broken answer lacks its id."""
    app.wsgi_app = _numbered(app.wsgi_app)  # type: ignore[assignment,method-assign]


def request_id() -> str:
    """Return what a person can quote to the operator about this request."""
    return str(request.environ.get(KEY, "")) if has_request_context() else ""


def _numbered(inner: WSGIApplication) -> WSGIApplication:
    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        number = _chosen(environ.get("HTTP_X_REQUEST_ID", ""))
        environ[KEY] = number

        def numbered_start(
            status: str, headers: list[tuple[str, str]], *error: object
        ) -> Callable[[bytes], object]:
            return start(status, [*headers, (HEADER, number)], *error)  # type: ignore[arg-type]

        with bind(request_id=number, client=environ.get("REMOTE_ADDR", "")):
            return inner(environ, numbered_start)

    return application


def _chosen(offered: str) -> str:
    # a proxy may hand on its own number, but nothing that could forge a line of the log
    return offered if SANE.fullmatch(offered) else secrets.token_hex(8)
