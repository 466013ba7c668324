"""The question about a passkey that this browser has still to answer; it is asked for one thing.

It lies in a signed cookie of its own: the login page asks in the background, and the answer to that
must not write over what another request is just keeping in the browser's session.
"""

from datetime import timedelta
from http import HTTPStatus

from flask import Response, after_this_request, current_app

from balcao.accounts.factors.passkeys import LIFETIME_SECONDS, Passkeys, new_challenge
from balcao.foundation.errors import DomainError
from balcao.foundation.tokens import Signer
from balcao.web import cookies

COOKIE = "balcao-passkey-{}"
PURPOSE = "passkey:{}"
LOGIN, STEP, NEW = "login", "step", "new"


def ask(what: str, user_id: str = "") -> str:
    """Return a fresh challenge and have the browser keep it."""
    challenge = new_challenge()
    lifetime = timedelta(seconds=LIFETIME_SECONDS)
    signed = _signer().sign(PURPOSE.format(what), f"{challenge}\0{user_id}", lifetime)
    _keep(what, f"{challenge}.{signed}", LIFETIME_SECONDS)
    return challenge


def answered(what: str, user_id: str = "") -> str:
    """Return the challenge that was asked for this and forget it, whatever the answer is worth."""
    challenge, _, signed = cookies.read(COOKIE.format(what)).partition(".")
    _keep(what, "", 0)
    if not _signer().accepts(signed, PURPOSE.format(what), f"{challenge}\0{user_id}"):
        raise DomainError("accounts.error.passkey", HTTPStatus.UNPROCESSABLE_ENTITY)
    return challenge


def _keep(what: str, value: str, seconds: int) -> None:
    def keep(response: Response) -> Response:
        cookies.keep(response, COOKIE.format(what), value, seconds=seconds)
        return response

    after_this_request(keep)


def _signer() -> Signer:
    signer: Signer = current_app.extensions["signer"]
    return signer


def passkeys() -> Passkeys:
    """Return what knows which site our passkeys are for."""
    found: Passkeys = current_app.extensions["passkeys"]
    return found
