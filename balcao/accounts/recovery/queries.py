"""What a link for a new password stands for, at the moment somebody holds it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.accounts import links
from balcao.accounts.links import RESET, LinkMaker
from balcao.accounts.models import AuthToken, User


@dataclass(frozen=True)
class Held:
    """A link that opens an account now."""

    row: AuthToken
    user: User


def held(session: Session, maker: LinkMaker, token: str) -> Held | None:
    """Return what the link opens; nothing if it is made up, used, too old or its account closed."""
    row = maker.row_of(session, token, RESET)
    if row is None or not links.is_open(session, row):
        return None
    user = session.scalar(
        select(User).where(User.address == row.address, User.disabled_at.is_(None))
    )
    return Held(row, user) if user else None


def is_genuine(session: Session, maker: LinkMaker, token: str) -> bool:
    """Say whether we ever made this link: only its holder is told that it is over."""
    return maker.row_of(session, token, RESET) is not None
