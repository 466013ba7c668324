"""What somebody may know about their own account."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from balcao.accounts.links import ADDRESS
from balcao.accounts.login.queries import is_alive
from balcao.accounts.models import AuthToken, LoginSession, Membership, Tenant, User
from balcao.foundation.dbtime import db_now

MOST_SESSIONS = 100


class OpenSession(NamedTuple):
    """One browser in which somebody is logged in."""

    id: str
    agent: str
    client: str
    created_at: datetime
    seen_at: datetime


class Business(NamedTuple):
    """One tenant, and what one is there."""

    name: str
    role: str


class AskedAddress(NamedTuple):
    """An address that somebody wants to move to, and whether its link may still be followed."""

    email: str
    is_open: bool


def sessions_of(session: Session, *, user_id: str) -> list[OpenSession]:
    """Return where somebody is logged in, last seen first."""
    columns = (getattr(LoginSession, name) for name in OpenSession._fields)
    mine = (
        select(*columns)
        .join(User, User.id == LoginSession.user_id)
        .where(LoginSession.user_id == user_id, LoginSession.complete.is_(True), is_alive())
        .order_by(LoginSession.seen_at.desc(), LoginSession.id)
        .limit(MOST_SESSIONS)
    )
    return [OpenSession._make(row) for row in session.execute(mine)]


def businesses_of(session: Session, *, user_id: str) -> list[Business]:
    """Return the tenants somebody belongs to."""
    mine = (
        select(Tenant.name, Membership.role)
        .join(Membership, Membership.tenant_id == Tenant.id)
        .where(Membership.user_id == user_id)
        .order_by(Membership.role.desc(), Tenant.name)
    )
    return [Business._make(row) for row in session.execute(mine)]


def password_hash_of(session: Session, *, user_id: str) -> str | None:
    """Return what a typed password is compared with."""
    return session.scalar(select(User.password_hash).where(User.id == user_id))


def asked_address(session: Session, token_id: str, *, user_id: str) -> AskedAddress | None:
    """Return the address that somebody's own request names."""
    is_open = and_(AuthToken.used_at.is_(None), AuthToken.expires_at > db_now())
    asked = select(AuthToken.email, is_open).where(
        AuthToken.id == token_id, AuthToken.user_id == user_id, AuthToken.purpose == ADDRESS
    )
    row = session.execute(asked).one_or_none()
    return AskedAddress(row[0], bool(row[1])) if row else None
