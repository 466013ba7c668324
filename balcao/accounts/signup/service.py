"""From the wish to join to the account: nothing here looks at who has one before the link does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from balcao.accounts.addresses import Address, parse
from balcao.accounts.links import LIFETIMES, VERIFY, consume, fresh
from balcao.accounts.mail.job_args import SendVerificationEmail
from balcao.accounts.models import AuthToken, PreUser, User
from balcao.accounts.signup import queries
from balcao.accounts.tenants import open_own
from balcao.foundation.dbtime import db_now
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import new_id
from balcao.foundation.inserts import ON, insert_into
from balcao.jobs import Audience, Options, enqueue
from balcao.jobs.queries import id_of

ASKED = UUID("8e2f7a54-6c1d-4b0e-9a55-0d6f3b1c7e21")  # names ids that come from a form's key


@dataclass(frozen=True)
class Wish:
    """What somebody typed who wants to join; of the password only its hash is left."""

    address: Address
    name: str
    locale: str
    password_hash: str


@dataclass(frozen=True)
class Asker:
    """The browser that asks, and the key of the form it sent: the same key is the same wish."""

    viewer: str
    key: str | None = None


@dataclass(frozen=True)
class Asked:
    """What the browser has to remember to follow its mail."""

    token_id: str
    job_id: str


ONE_DAY = LIFETIMES[VERIFY].total_seconds()
# Built once, as they run for everybody who comes in.
KEEP = insert(AuthToken).values(expires_at=db_now(ONE_DAY)).inline()
KEPT_BEFORE = select(AuthToken.id).where(AuthToken.id == bindparam("token_id"))
Step = Callable[[Session, Asker], Asked]


def asked_before(session: Session, asker: Asker) -> Asked | None:
    """Return what came of this very form if it was sent already."""
    if asker.key is None:
        return None
    token_id = _token_id(asker)
    job_id = id_of(session, _once(token_id))
    return Asked(token_id, job_id) if job_id else None


def ask(session: Session, asker: Asker, *, wish: Wish) -> Asked:
    """Keep the wish and order its mail; only the worker finds out what that mail says."""
    token_id = _token_id(asker)
    job_id = _order(session, asker, token_id)
    # The order goes first: of two copies of one form the later waits there for the earlier.
    if session.connection().scalar(KEPT_BEFORE, {"token_id": token_id}) is None:
        _keep(session, wish, Asked(token_id, job_id))
    return Asked(token_id, job_id)


def ask_again(session: Session, asker: Asker, *, token_id: str) -> Asked:
    """Order another mail with a link of its own; the first of them that is followed counts."""
    return ask(session, asker, wish=_wish_of(_request_of(session, token_id)))


def correct(session: Session, asker: Asker, *, token_id: str, address: Address) -> Asked:
    """Send the same wish to another address; what went to the mistyped one opens nothing more."""
    row = _request_of(session, token_id)
    asked = ask(session, asker, wish=replace(_wish_of(row), address=address))
    _retire(session, row, but=asked.token_id)
    return asked


def confirm(session: Session, row: AuthToken) -> str:
    """Make the account that the link stands for and return its id: once, however many press."""
    # The account goes first: whoever confirms the same address meanwhile waits for us there.
    user_id = _new_user(session, row) if row.password_hash else None
    if user_id is None or not consume(session, row):
        raise DomainError("accounts.error.link_closed")
    open_own(session, user_id, name=row.name, email=row.email)
    _close_others(session, row)
    return user_id


def _token_id(asker: Asker) -> str:
    return str(uuid5(ASKED, f"{asker.viewer}\0{asker.key}")) if asker.key else new_id()


def _order(session: Session, asker: Asker, token_id: str) -> str:
    # For this browser alone, not for the business of somebody who happens to be logged in.
    audience = Audience(viewer=asker.viewer)
    once = Options(idempotency_key=_once(token_id))
    return enqueue(session, SendVerificationEmail(token_id=token_id), audience, once)


def _once(token_id: str) -> str:
    return f"signup:{token_id}"


def _keep(session: Session, wish: Wish, asked: Asked) -> None:
    address, email = wish.address.canonical, wish.address.email
    link = fresh(VERIFY, address=address, email=email, locale=wish.locale)
    typed = {"name": wish.name, "password_hash": wish.password_hash}
    ids = {"id": asked.token_id, "pre_user_id": _pre_user_id(session, wish, asked.job_id)}
    session.connection().execute(KEEP, link | typed | ids)


def _pre_user_id(session: Session, wish: Wish, job_id: str) -> str:
    """Write the one row that an address may wait in, whoever asks and however often."""
    row = {
        "address": wish.address.canonical,
        "email": wish.address.email,
        "name": wish.name,
        "locale": wish.locale,
        "email_job_id": job_id,
    }
    connection = session.connection()
    waiting = _waiting(connection.dialect.name)
    pre_user_id: str = connection.scalars(waiting, row).one()
    return pre_user_id


@cache
def _waiting(dialect: str) -> Any:
    """Return the statement that makes the row or brings it up to date, built once."""
    row = ON[dialect](PreUser).values(expires_at=db_now(ONE_DAY))
    latest = ("email", "name", "locale", "email_job_id", "expires_at")
    newest = row.on_conflict_do_update(
        index_elements=[PreUser.address], set_={name: row.excluded[name] for name in latest}
    )
    return newest.returning(PreUser.id)


def _request_of(session: Session, token_id: str) -> AuthToken:
    row = queries.request_of(session, token_id)
    if row is None:
        raise DomainError("accounts.error.nothing_pending", HTTPStatus.CONFLICT)
    return row


def _wish_of(row: AuthToken) -> Wish:
    return Wish(parse(row.email), row.name, row.locale, row.password_hash or "")


def _retire(session: Session, row: AuthToken, *, but: str) -> None:
    """Close every link that this browser's wish has sent to the wrong address."""
    same_wish = AuthToken.password_hash == row.password_hash
    retired = (
        update(AuthToken)
        .where(AuthToken.address == row.address, same_wish, AuthToken.id != but)
        .values(password_hash=None, expires_at=db_now(), pre_user_id=None)
        .execution_options(synchronize_session=False)
    )
    session.execute(retired)
    # Locked before it is asked who else waits there: who comes meanwhile makes a row of their own.
    found = select(PreUser).where(PreUser.id == row.pre_user_id).with_for_update()
    waiting = session.scalar(found)
    others = select(AuthToken.id).where(AuthToken.pre_user_id == row.pre_user_id).limit(1)
    if waiting and session.scalar(others) is None:
        session.delete(waiting)


def _new_user(session: Session, row: AuthToken) -> str | None:
    statement = insert_into(User, session).values(
        address=row.address,
        email=row.email,
        name=row.name,
        locale=row.locale,
        password_hash=row.password_hash,
    )
    added = statement.on_conflict_do_nothing(index_elements=[User.address]).returning(User.id)
    user_id: str | None = session.scalars(added).one_or_none()
    return user_id


def _close_others(session: Session, row: AuthToken) -> None:
    """End the other links of this very wish; the browser that sent them learns it is confirmed.

    Somebody else who typed the same address goes on waiting, and may ask again, as with any
    address they know nothing about; their links make no account while there is this one.
    """
    same_wish = (
        update(AuthToken)
        .where(AuthToken.address == row.address, AuthToken.password_hash == row.password_hash)
        .values(password_hash=None, used_at=func.coalesce(AuthToken.used_at, db_now()))
        .execution_options(synchronize_session=False)
    )
    session.execute(same_wish)
    session.execute(delete(PreUser).where(PreUser.address == row.address))
