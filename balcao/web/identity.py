"""Who is asking: a browser we have seen before, and perhaps a person who logged in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, g, session

VIEWER_BYTES = 16
VIEWER = "viewer"


@dataclass(frozen=True)
class Identity:
    """Everything that may open something; what is absent opens nothing."""

    viewer: str | None = None
    user_id: str | None = None
    tenant_ids: tuple[str, ...] = ()
    staff: bool = False


IdentityOf = Callable[[str | None], Identity]


def nobody(viewer: str | None) -> Identity:
    """Answer for a house without accounts: only the browser itself is known."""
    return Identity(viewer=viewer)


def init_identity(app: Flask, identity_of: IdentityOf) -> None:
    """Remember how to find out who logged in; accounts know, the web does not."""
    app.extensions["identity_of"] = identity_of


def viewer_id(*, create: bool = False) -> str | None:
    """Return this browser's own secret number, which opens the jobs it started."""
    if VIEWER not in session and create:
        session[VIEWER] = secrets.token_urlsafe(VIEWER_BYTES)
        session.permanent = True  # closing the browser must not lose sight of a running job
        g.pop("identity", None)
    known: str | None = session.get(VIEWER)
    return known


def current_identity() -> Identity:
    """Look the asker up once a request."""
    if "identity" not in g:
        g.identity = current_app.extensions["identity_of"](viewer_id())
    found: Identity = g.identity
    return found
