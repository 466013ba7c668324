"""Looking at sign-ups: the one a browser follows, and what a link still opens."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.accounts.links import VERIFY
from balcao.accounts.models import AuthToken, User
from balcao.foundation.dbtime import db_now

State = Literal["waiting", "confirmed", "expired"]
LinkState = Literal["open", "used", "expired", "dead"]


@dataclass(frozen=True)
class Followed:
    """How far a sign-up is, as only the browser that asked for it may know."""

    email: str
    state: State


def followed(session: Session, token_id: str) -> Followed | None:
    """Return what became of one request; an address that has an account waits like any other."""
    columns = (AuthToken.email, AuthToken.used_at, AuthToken.expires_at > db_now())
    asked = select(*columns).where(AuthToken.id == token_id, AuthToken.purpose == VERIFY)
    row = session.execute(asked).one_or_none()
    if row is None:
        return None
    email, used, fresh = row
    return Followed(email, "confirmed" if used else "waiting" if fresh else "expired")


def link_state(session: Session, row: AuthToken) -> LinkState:
    """Say what whoever holds the link may still do with it."""
    account = select(User.id).where(User.address == row.address)
    if row.used_at is not None or session.scalar(account) is not None:
        return "used"
    if row.password_hash is None:
        return "dead"  # its sender meant another address
    fresh = select(AuthToken.expires_at > db_now()).where(AuthToken.id == row.id)
    return "open" if session.scalar(fresh) else "expired"


def request_of(session: Session, token_id: str) -> AuthToken | None:
    """Return the request for an account that can still be repeated or corrected."""
    row = session.get(AuthToken, token_id)
    if row is None or row.purpose != VERIFY or row.used_at or row.password_hash is None:
        return None
    return row
