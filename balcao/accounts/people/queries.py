"""Whether somebody minds the house already, and which link makes the first one who does."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from balcao.accounts import links
from balcao.accounts.links import STAFF, LinkMaker
from balcao.accounts.models import AuthToken, User
from balcao.foundation.dbtime import db_now

FRESH_SECONDS = 3600  # a link that is printed should be good for a while


def has_staff(session: Session) -> bool:
    """Say whether there is an account of staff that is not closed."""
    staff = exists().where(User.staff.is_(True), User.disabled_at.is_(None))
    return bool(session.scalar(select(staff)))


def fresh_invitation(session: Session) -> AuthToken | None:
    """Return the link printed last, if it can be printed once more."""
    fresh = select(AuthToken).where(
        AuthToken.purpose == STAFF,
        AuthToken.used_at.is_(None),
        AuthToken.expires_at > db_now(FRESH_SECONDS),
    )
    return session.scalar(fresh.order_by(AuthToken.id.desc()).limit(1))


def invitation_of(session: Session, maker: LinkMaker, token: str) -> AuthToken | None:
    """Return the invitation a link stands for, as long as nobody minds the house."""
    row = maker.row_of(session, token, STAFF)
    if row is None or not links.is_open(session, row) or has_staff(session):
        return None
    return row
