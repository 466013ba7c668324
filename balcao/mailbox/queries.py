"""Reading the mailbox: pages without the bytes, and one mail with them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from balcao.mailbox.models import DevMail


class MailLine(NamedTuple):
    """What the list shows of a mail."""

    id: str
    received_at: datetime
    sender: str
    recipient: str
    subject: str
    size: int


LINE = tuple(getattr(DevMail, name) for name in MailLine._fields)


def newest(session: Session, to: str = "", *, after: str = "", limit: int = 20) -> list[MailLine]:
    """Return a page, newest first: whose recipient contains `to`, older than `after`."""
    query = select(*LINE).order_by(DevMail.id.desc()).limit(limit)
    if to:
        query = query.where(func.lower(DevMail.recipient).contains(to.lower(), autoescape=True))
    if after:
        query = query.where(DevMail.id < after)
    return [MailLine(*row) for row in session.execute(query)]


def count(session: Session) -> int:
    """Return how many mails are kept."""
    return session.scalar(select(func.count(DevMail.id))) or 0


def mail_of(session: Session, mail_id: str) -> DevMail | None:
    """Return one mail, whole."""
    return session.get(DevMail, mail_id)


def bytes_of(session: Session, mail_ids: Sequence[str]) -> dict[str, bytes]:
    """Return what these mails consist of."""
    rows = select(DevMail.id, DevMail.raw).where(DevMail.id.in_(mail_ids))
    return {row.id: row.raw for row in session.execute(rows)}
