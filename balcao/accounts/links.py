"""Links that open something once: derived when a mail is rendered, never stored, never queued.

A token is the row's id and an HMAC over purpose, id, nonce and address. SQL alone cannot make it
(the key is missing), the key alone cannot either (the nonce is missing), and every copy of a mail
carries the same one.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from balcao.accounts.models import AuthToken
from balcao.foundation.dbtime import db_now

VERIFY, RESET, ADDRESS, STAFF = "verify", "reset", "address", "staff"
NOTICE = "notice"  # no link: only whom a notice goes to, and in which language
LIFETIMES = {
    VERIFY: timedelta(hours=24),
    RESET: timedelta(minutes=30),
    ADDRESS: timedelta(hours=24),
    STAFF: timedelta(hours=24),
    NOTICE: timedelta(hours=24),
}
PATHS = {VERIFY: "/verify/", RESET: "/reset/", ADDRESS: "/account/address/", STAFF: "/welcome/"}
ID_BYTES = 16
NONCE_BYTES = 24
LONGEST = 100  # nothing longer is looked at


class Linked(Protocol):
    """What a link is made of, in whatever form its row was read."""

    @property
    def id(self) -> str:
        """Return which row it is."""

    @property
    def purpose(self) -> str:
        """Return what the link opens."""

    @property
    def nonce(self) -> str:
        """Return what no other link has."""

    @property
    def address(self) -> str:
        """Return whom it was made for."""


@dataclass(frozen=True)
class LinkMaker:
    """Makes and checks links with the house's keys; the first one signs, older ones still open."""

    public_url: str
    keys: Sequence[str]

    def url(self, row: Linked) -> str:
        """Return the whole address; only PUBLIC_URL says where we are."""
        return f"{self.public_url.rstrip('/')}{PATHS[row.purpose]}{self.token(row)}"

    def token(self, row: Linked) -> str:
        """Return what the link ends in; the same on every attempt to send it."""
        raw = UUID(row.id).bytes + _mac(self.keys[0], row)
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    def row_of(self, session: Session, token: str, *purposes: str) -> AuthToken | None:
        """Return the request that a genuine token stands for, also if it is used up or too old."""
        raw = _decoded(token)
        if raw is None:
            return None
        row = session.get(AuthToken, str(UUID(bytes=raw[:ID_BYTES])))
        if row is None or row.purpose not in purposes:
            return None
        return row if self._made_by_us(row, raw[ID_BYTES:]) else None

    def _made_by_us(self, row: AuthToken, mac: bytes) -> bool:
        return any([hmac.compare_digest(mac, _mac(key, row)) for key in self.keys])  # noqa: C419


def new_token(purpose: str, *, address: str, email: str, locale: str) -> AuthToken:
    """Return the row of a fresh link; add it to the session of the change that needs it."""
    row = fresh(purpose, address=address, email=email, locale=locale)
    return AuthToken(**row, expires_at=db_now(LIFETIMES[purpose].total_seconds()))


def fresh(purpose: str, *, address: str, email: str, locale: str) -> dict[str, str]:
    """Return what every fresh link is made of, but for how long it lasts."""
    nonce = secrets.token_urlsafe(NONCE_BYTES)
    return {
        "purpose": purpose,
        "address": address,
        "email": email,
        "locale": locale,
        "nonce": nonce,
    }


def is_open(session: Session, row: AuthToken) -> bool:
    """Say whether the link could still be followed, by the database's clock."""
    fresh = select(AuthToken.expires_at > db_now()).where(AuthToken.id == row.id)
    return row.used_at is None and bool(session.scalar(fresh))


def consume(session: Session, row: AuthToken) -> bool:
    """Use the link up; of twenty who do this at once exactly one is told yes."""
    used = (
        update(AuthToken)
        .where(AuthToken.id == row.id, AuthToken.used_at.is_(None), AuthToken.expires_at > db_now())
        .values(used_at=db_now())
        .execution_options(synchronize_session=False)
        .returning(AuthToken.id)
    )
    return session.scalar(used) is not None


def _mac(key: str, row: Linked) -> bytes:
    # A used link keeps its nonce, so that its page can say "already confirmed" to its holder alone.
    message = f"{row.purpose}\0{row.id}\0{row.nonce}\0{row.address}".encode()
    return hmac.new(key.encode(), message, hashlib.sha256).digest()


def _decoded(token: str) -> bytes | None:
    if len(token) > LONGEST or not token.isascii():
        return None
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    whole = ID_BYTES + hashlib.sha256().digest_size
    # One spelling only: the last characters of base64 may hide bits that mean nothing.
    same = base64.urlsafe_b64encode(raw).decode().rstrip("=") == token
    return raw if len(raw) == whole and same else None
