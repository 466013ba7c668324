"""What the worker has to know before it writes a mail, in one look."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from balcao.accounts.models import AuthToken, User
from balcao.foundation.dbtime import db_now

Owner, Asker = aliased(User), aliased(User)
# Built once: building it takes longer than answering it.
REQUEST = (
    select(AuthToken, AuthToken.expires_at > db_now(), Owner, Asker)
    .outerjoin(Owner, Owner.address == AuthToken.address)
    .outerjoin(Asker, Asker.id == AuthToken.user_id)
    .where(AuthToken.id == bindparam("token_id"))
)


@dataclass(frozen=True)
class Request:
    """A request for a mail, and whom it concerns by now."""

    token: AuthToken
    fresh: bool
    owner: User | None  # of the account that has this address
    asker: User | None  # whose account the request is about


def request_of(session: Session, token_id: str) -> Request | None:
    """Return the request; the question is the same one whether or not there is an account."""
    row = session.execute(REQUEST, {"token_id": token_id}).one_or_none()
    return Request(row[0], bool(row[1]), row[2], row[3]) if row else None
