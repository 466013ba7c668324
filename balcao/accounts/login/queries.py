"""Finding out who a browser belongs to, and which account an address has."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from balcao.accounts.models import Factor, LoginSession, Membership, User
from balcao.foundation.dbtime import db_now

IDLE_SECONDS = 14 * 24 * 3600
PROOF_SECONDS = 10 * 60
SEEN_SECONDS = 60


@dataclass(frozen=True)
class Account:
    """Somebody at the counter: who it is, and how well this browser has proved it."""

    user_id: str
    email: str
    address: str
    name: str
    locale: str
    is_staff: bool
    session_id: str
    complete: bool
    with_factor: bool
    proved: bool
    stale: bool  # the row has not been told for a while that somebody is there
    tenant_ids: tuple[str, ...]


def session_of(session: Session, token_hash: str) -> Account | None:
    """Return whose session this is, if it is still good for anything, by the database's clock."""
    columns = (
        User.id, User.email, User.address, User.name, User.locale, User.staff, LoginSession.id,
        LoginSession.complete, LoginSession.with_factor,
        LoginSession.proved_at > db_now(-PROOF_SECONDS),
        LoginSession.seen_at < db_now(-SEEN_SECONDS),
    )  # fmt: skip
    mine = select(*columns).join(User, User.id == LoginSession.user_id)
    row = session.execute(mine.where(LoginSession.token_hash == token_hash, is_alive())).first()
    return Account(*row, tenant_ids=tenants_of(session, row[0])) if row else None


def is_alive() -> ColumnElement[bool]:
    """Say that neither time has run out and nobody has closed the account."""
    return (
        (LoginSession.expires_at > db_now())
        & (LoginSession.seen_at > db_now(-IDLE_SECONDS))
        & User.disabled_at.is_(None)
    )


def tenants_of(session: Session, user_id: str) -> tuple[str, ...]:
    """Return the businesses somebody belongs to, their own first."""
    mine = select(Membership.tenant_id).where(Membership.user_id == user_id)
    own_first = mine.order_by(Membership.role != "owner", Membership.tenant_id)
    return tuple(session.scalars(own_first))


def user_at(session: Session, address: str) -> User | None:
    """Return the account of a canonical address, closed ones too."""
    return session.scalar(select(User).where(User.address == address))


def needs_factor(session: Session, user_id: str) -> bool:
    """Say whether a password alone opens nothing here."""
    usable = or_(Factor.kind == "passkey", Factor.confirmed_at.is_not(None))
    return bool(session.scalar(select(exists().where(Factor.user_id == user_id, usable))))
