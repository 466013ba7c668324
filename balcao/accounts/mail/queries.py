"""What the worker has to know before it writes a mail, in one look.

Columns, not whole rows as objects: that takes half as long, and runs for every mail.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from balcao.accounts.models import AuthToken, User
from balcao.foundation.dbtime import db_now


@dataclass(frozen=True)
class Token:
    """What a mail may need of the request for it."""

    id: str
    purpose: str
    address: str
    email: str
    locale: str
    nonce: str
    created_at: datetime
    used_at: datetime | None = None
    pre_user_id: str | None = None
    password_hash: str | None = None


@dataclass(frozen=True)
class Person:
    """What a mail may need of somebody who has an account."""

    id: str
    name: str
    email: str
    locale: str
    disabled_at: datetime | None = None


@dataclass(frozen=True)
class Request:
    """A request for a mail, and whom it concerns by now."""

    token: Token
    fresh: bool
    owner: Person | None  # of the account that has this address
    asker: Person | None  # whose account the request is about


def _columns(kind: type, table: Any) -> list[Any]:
    return [getattr(table, field.name) for field in fields(kind)]


OWNER, ASKER = aliased(User), aliased(User)
OF_TOKEN, OF_OWNER = _columns(Token, AuthToken), _columns(Person, OWNER)
# Built once: building it takes longer than answering it.
REQUEST = (
    select(
        AuthToken.expires_at > db_now(),
        *OF_TOKEN,
        *OF_OWNER,
        *_columns(Person, ASKER),
    )
    .outerjoin(OWNER, OWNER.address == AuthToken.address)
    .outerjoin(ASKER, ASKER.id == AuthToken.user_id)
    .where(AuthToken.id == bindparam("token_id"))
)


def request_of(session: Session, token_id: str) -> Request | None:
    """Return the request; the question is the same one whether or not there is an account."""
    row = session.connection().execute(REQUEST, {"token_id": token_id}).one_or_none()
    if row is None:
        return None
    fresh, *rest = row
    token, people = rest[: len(OF_TOKEN)], rest[len(OF_TOKEN) :]
    owner, asker = people[: len(OF_OWNER)], people[len(OF_OWNER) :]
    return Request(Token(*token), bool(fresh), _person(owner), _person(asker))


def _person(columns: list[Any]) -> Person | None:
    return Person(*columns) if columns[0] else None
