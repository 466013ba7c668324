"""Ordering the mails that nobody asked for: somebody has to know what was done to their account."""

from sqlalchemy.orm import Session

from balcao.accounts.links import NOTICE, new_token
from balcao.accounts.mail.job_args import Change, SendAccountUpdatedEmail
from balcao.jobs import enqueue


def tell(
    session: Session, change: Change, *, user_id: str, address: str, email: str, locale: str
) -> None:
    """Tell the owner of an address about a change: the mail exists if, and only if, it is kept."""
    notice = new_token(NOTICE, address=address, email=email, locale=locale)
    notice.user_id = user_id
    session.add(notice)
    session.flush()
    # No audience: it goes on for as long as it takes, and no page shows it.
    enqueue(session, SendAccountUpdatedEmail(token_id=notice.id, change=change))
