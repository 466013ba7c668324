"""What every answer forbids, and which requests are turned away before any feature sees them."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from balcao.web.cookies import cookie_name

MEBIBYTE = 1024 * 1024
LONGEST_BODY = MEBIBYTE  # everything but file uploads
LONGEST_FORM_FIELDS = MEBIBYTE // 4
MOST_FORM_PARTS = 100
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
FOREIGN = {"cross-site", "same-site"}
# Health probes on this machine use its own names; nobody else's page can be served under them.
LOOPBACK = ("localhost", "127.0.0.1")
FORWARDED = ("forwarded", "via", "x-forwarded", "x-real-ip")  # how their names begin

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Links in mails carry tokens: no other site may learn them, our own check needs the origin.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
# For pages that frame a mail, and for the mail in the frame: it may hold anything, so it runs
# nothing, fetches nothing, and is of no origin at all.
WITH_FRAME = {"Content-Security-Policy": f"{HEADERS['Content-Security-Policy']}; frame-src 'self'"}
SHUT_AWAY = {
    "Content-Security-Policy": (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    # what is sandboxed is alone already, and browsers refuse to open it with any other value
    "Cross-Origin-Opener-Policy": "unsafe-none",
}
HSTS = "max-age=31536000; includeSubDomains"

csrf = CSRFProtect()
log = logging.getLogger(__name__)


def init_security(
    app: Flask, *, production: bool, trusted_hosts: Sequence[str], max_upload_bytes: int
) -> None:
    """Set cookies, limits, hosts, headers and the defence against forged requests."""
    app.config.update(
        TRUSTED_HOSTS=[*trusted_hosts, *LOOPBACK],
        SESSION_COOKIE_NAME=cookie_name("balcao", production=production),
        SESSION_COOKIE_SECURE=production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        MAX_CONTENT_LENGTH=max_upload_bytes + LONGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LONGEST_FORM_FIELDS,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        WTF_CSRF_TIME_LIMIT=None,  # a page may stay open as long as its session lives
    )
    app.before_request(_limit_body)
    app.before_request(_refuse_foreign_senders)
    csrf.init_app(app)
    app.after_request(_add_headers)
    if production:
        app.after_request(_demand_https)


def trust_proxies(app: Flask, count: int) -> None:
    """Believe exactly as many proxies about the client's address and scheme as there are."""
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]


def is_from_this_machine() -> bool:
    """Say whether somebody here asks for this machine by its own name; in doubt it is not so.

    A proxy beside us is at a loopback address, too, even where nobody told us of it: it names who
    asked it, or keeps the name that was asked for.
    """
    if any(name.lower().startswith(FORWARDED) for name in request.headers.keys()):  # noqa: SIM118
        return False
    asked_for = urlsplit(f"//{request.host}").hostname
    return asked_for in LOOPBACK and _is_loopback(request.remote_addr or "")


def _is_loopback(address: str) -> bool:
    try:
        peer = ip_address(address)
    except ValueError:
        return False  # a socket without addresses: a proxy's
    return (getattr(peer, "ipv4_mapped", None) or peer).is_loopback


def _limit_body() -> None:
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LONGEST_BODY


def _refuse_foreign_senders() -> None:
    """Turn away what a page of another site sends, even before its token is looked at."""
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    foreign = request.headers.get("Sec-Fetch-Site") in FOREIGN
    if foreign or (origin is not None and urlsplit(origin).netloc != request.host):
        log.info("refused: sent by a page of another site")
        abort(403)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)  # a route may be stricter
    return response


def _demand_https(response: Response) -> Response:
    response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response
