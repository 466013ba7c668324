"""Asking for the present password where it is not enough to be logged in."""

from flask import current_app

from balcao.accounts import limits, passwords
from balcao.accounts.limits import Limits
from balcao.accounts.login.queries import Account
from balcao.accounts.profile import queries
from balcao.foundation.db import reading, transaction


def proved_hash(who: Account, typed: str) -> str | None:
    """Return the stored hash if that was the password; tries are counted before it is compared."""
    known_limits: Limits = current_app.extensions["limits"]
    with transaction() as session:
        if wait := known_limits.proof(session, who.session_id):
            limits.refuse(wait)
    with reading() as session:
        stored = queries.password_hash_of(session, user_id=who.user_id)
    return stored if passwords.matches(stored, typed) else None
