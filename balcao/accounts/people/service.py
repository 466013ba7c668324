"""Making and closing accounts without a mail, because somebody who may do so says it."""

from dataclasses import dataclass
from http import HTTPStatus

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from balcao.accounts import events, passwords, tenants
from balcao.accounts.addresses import Address
from balcao.accounts.links import RESET, STAFF, consume, new_token
from balcao.accounts.login import queries as logins
from balcao.accounts.login import service as login
from balcao.accounts.login.service import Browser
from balcao.accounts.models import AuthToken, PreUser, User
from balcao.accounts.people import queries
from balcao.accounts.profile.service import close_links
from balcao.foundation.dbtime import db_now
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import new_id
from balcao.foundation.inserts import insert_into

AT_THE_TERMINAL = Browser()


@dataclass(frozen=True)
class NewUser:
    """Whom to make an account for; without a business of that name, one of their own."""

    address: Address
    locale: str
    password_hash: str | None = None
    staff: bool = False
    tenant: str | None = None


def hashed(password: str, address: Address) -> str:
    """Return what may be stored, or refuse a password that anybody would guess."""
    if weak := passwords.weakness(password, [address.email]):
        raise DomainError(weak, HTTPStatus.UNPROCESSABLE_ENTITY)
    return passwords.hash_password(password)


def add(session: Session, new: NewUser, browser: Browser = AT_THE_TERMINAL) -> User:
    """Make an account whose address somebody vouches for; a waiting sign-up is over by that."""
    email = new.address.email
    user = User(
        id=new_id(),
        address=new.address.canonical,
        email=email,
        locale=new.locale,
        password_hash=new.password_hash,
        staff=new.staff,
    )
    if not _insert(session, user):
        raise DomainError("accounts.error.user_exists")
    if new.tenant:
        tenants.join_named(session, user.id, new.tenant)
    else:
        tenants.open_own(session, user.id, name="", email=email)
    session.execute(delete(PreUser).where(PreUser.address == user.address))
    _note(session, "staff_created" if user.staff else "user_created", user, browser)
    return user


def welcome(session: Session, row: AuthToken, new: NewUser, browser: Browser) -> str:
    """Make the first account of staff by its link, and return the secret of its session."""
    if not consume(session, row) or queries.has_staff(session):
        raise DomainError("accounts.error.link_closed", HTTPStatus.GONE)
    user = add(session, new, browser)
    return login.open_session(session, user, browser, complete=True, with_factor=False)


def invitation(session: Session, locale: str) -> AuthToken | None:
    """Return the link for the first account of staff, or nothing where there is one."""
    if queries.has_staff(session):
        return None
    row = queries.fresh_invitation(session)
    if row is None:
        row = new_token(STAFF, address="", email="", locale=locale)
        session.add(row)
        session.flush()
    return row


def way_in(session: Session, user: User) -> AuthToken:
    """Return a link by which somebody chooses a first password, which nobody else knows then."""
    row = new_token(RESET, address=user.address, email=user.email, locale=user.locale)
    session.add(row)
    session.flush()
    return row


def disable(session: Session, address: Address) -> None:
    """Close an account: all its sessions and links end with this transaction."""
    user = _existing(session, address)
    session.execute(update(User).where(User.id == user.id).values(disabled_at=db_now()))
    _end_everything(session, user)
    _note(session, "user_disabled", user, AT_THE_TERMINAL)


def set_staff(session: Session, address: Address, *, staff: bool) -> None:
    """Give or take the rights of staff; whoever is logged in with the old ones is logged out."""
    user = _existing(session, address)
    session.execute(update(User).where(User.id == user.id).values(staff=staff))
    login.end_all(session, user.id)
    _note(session, "staff_given" if staff else "staff_taken", user, AT_THE_TERMINAL)


def _existing(session: Session, address: Address) -> User:
    user = logins.user_at(session, address.canonical)
    if user is None:
        raise DomainError("accounts.error.no_user", HTTPStatus.NOT_FOUND)
    return user


def _end_everything(session: Session, user: User) -> None:
    login.end_all(session, user.id)
    close_links(session, user_id=user.id, address=user.address)


def _insert(session: Session, user: User) -> bool:
    """Add the row unless the address has an account: of two who do this at once one is told no."""
    names = ("id", "address", "email", "locale", "password_hash", "staff")
    row = insert_into(User, session).values({name: getattr(user, name) for name in names})
    added = row.on_conflict_do_nothing(index_elements=[User.address]).returning(User.id)
    return session.scalar(added) is not None


def _note(session: Session, kind: str, user: User, browser: Browser) -> None:
    events.note(
        session,
        kind,
        user_id=user.id,
        email=user.email,
        client=browser.client,
        request_id=browser.request_id,
    )
