"""What every form of ours carries besides its fields."""

import re
import secrets

from flask import abort, request

HEADER = "Idempotency-Key"
FIELD = "idempotency_key"
SANE = re.compile(r"[!-~]{1,80}")


def new_idempotency_key() -> str:
    """Make the key that a form is printed with, so that sending it twice does the work once."""
    return secrets.token_urlsafe(16)


def idempotency_key() -> str | None:
    """Return the caller's key from header or form; a malformed one is refused, not ignored."""
    key = request.headers.get(HEADER) or request.form.get(FIELD)
    if not key:
        return None
    return key if SANE.fullmatch(key) else abort(400)
