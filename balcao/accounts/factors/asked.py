"""The question about a passkey that this browser has still to answer; it is asked for one thing."""

from http import HTTPStatus

from flask import current_app
from flask import session as browser

from balcao.accounts.factors.passkeys import LIFETIME_SECONDS, Passkeys, new_challenge
from balcao.foundation.clock import utcnow
from balcao.foundation.errors import DomainError

KEY = "passkey:{}"
LOGIN, STEP, NEW = "login", "step", "new"


def ask(what: str, user_id: str = "") -> str:
    """Return a fresh challenge; the one before it for the same thing counts no more."""
    challenge = new_challenge()
    until = int(utcnow().timestamp()) + LIFETIME_SECONDS
    browser[KEY.format(what)] = {"challenge": challenge, "user": user_id, "until": until}
    return challenge


def answered(what: str, user_id: str = "") -> str:
    """Return the challenge that was asked for this and forget it, whatever the answer is worth."""
    kept = browser.pop(KEY.format(what), None)
    fits = kept and kept["user"] == user_id and kept["until"] >= utcnow().timestamp()
    if not fits:
        raise DomainError("accounts.error.passkey", HTTPStatus.UNPROCESSABLE_ENTITY)
    challenge: str = kept["challenge"]
    return challenge


def passkeys() -> Passkeys:
    """Return what knows which site our passkeys are for."""
    found: Passkeys = current_app.extensions["passkeys"]
    return found
