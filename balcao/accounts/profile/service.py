"""Changing one's own account: what is changed is told by mail, and old doors close with it."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID, uuid5

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from balcao.accounts import events, links
from balcao.accounts.addresses import Address
from balcao.accounts.links import ADDRESS, RESET, STAFF, new_token
from balcao.accounts.login import service as login
from balcao.accounts.login.queries import Account
from balcao.accounts.login.service import Browser
from balcao.accounts.mail.job_args import SendVerificationEmail
from balcao.accounts.mail.service import tell
from balcao.accounts.models import AuthToken, LoginSession, User
from balcao.foundation.dbtime import db_now
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import new_id
from balcao.jobs import Audience, Options, enqueue

ASKED = UUID("2d9c5d0a-5f0e-5c39-8c55-2b8a4f6e9d21")  # names ids that come from a form's key
OPENING = (RESET, ADDRESS, STAFF)
NOBODY = Audience()


@dataclass(frozen=True)
class Changed:
    """Somebody's password as it was and as it becomes; neither can be read from this."""

    old_hash: str | None
    new_hash: str


@dataclass(frozen=True)
class Asked:
    """What the browser has to remember to follow its mail."""

    token_id: str
    job_id: str


@dataclass(frozen=True)
class Asker:
    """Who may follow the mail, the key of the form that asked for it, and where it came from."""

    audience: Audience
    key: str | None
    browser: Browser


def change_password(session: Session, who: Account, changed: Changed, browser: Browser) -> str:
    """Keep the new password, end what the old one opened, and return this session's new secret."""
    kept = (
        update(User)
        .where(User.id == who.user_id, User.password_hash == changed.old_hash)
        .values(password_hash=changed.new_hash)
        .returning(User.id)
    )
    if session.scalar(kept) is None:  # somebody was quicker: the word we compared counts no more
        raise DomainError("accounts.error.password", HTTPStatus.UNPROCESSABLE_ENTITY)
    login.end_all(session, who.user_id, but=who.session_id)
    close_links(session, user_id=who.user_id, address=who.address)
    tell(
        session,
        "password",
        user_id=who.user_id,
        address=who.address,
        email=who.email,
        locale=who.locale,
    )
    _note(session, "password_changed", who, browser)
    return login.prove(session, who.session_id)


def close_links(session: Session, *, user_id: str, address: str) -> None:
    """Let no link from an older mail open the account, nor move it to another address."""
    theirs = or_(AuthToken.user_id == user_id, AuthToken.address == address)
    still_open = (AuthToken.used_at.is_(None), AuthToken.expires_at > db_now())
    session.execute(
        update(AuthToken)
        .where(AuthToken.purpose.in_(OPENING), theirs, *still_open)
        .values(expires_at=db_now())
        .execution_options(synchronize_session=False)
    )


def asked_before(session: Session, who: Account, key: str | None) -> Asked | None:
    """Return what came of this very form if it was sent already."""
    token_id = _token_id(who, key)
    if key is None or session.get(AuthToken, token_id) is None:
        return None
    return Asked(token_id, _order(session, token_id))


def ask_address(session: Session, who: Account, address: Address, asker: Asker) -> Asked:
    """Have the new address confirmed; whether somebody has it already only the worker finds out."""
    token_id = _token_id(who, asker.key)
    # The order goes first: of two copies of one form the later waits there for the earlier.
    asked = Asked(token_id, _order(session, token_id, asker.audience))
    if session.get(AuthToken, token_id):
        return asked
    _close_asked(session, who.user_id)
    token = new_token(ADDRESS, address=address.canonical, email=address.email, locale=who.locale)
    token.id, token.user_id = token_id, who.user_id
    session.add(token)
    session.flush()
    _record(session, "address_asked", who.user_id, address.email, asker.browser)
    return asked


def change_address(session: Session, row: AuthToken, browser: Browser, *, but: str | None) -> None:
    """Move the account to the address whose owner followed the link, and tell both addresses."""
    # The account goes first, as wherever it is changed: no two changes wait for each other.
    user = session.get(User, row.user_id or "", with_for_update=True)
    if user is None or user.disabled_at or not links.consume(session, row):
        raise DomainError("accounts.error.link_closed")
    old_address, old_email = user.address, user.email
    _move(session, user.id, row)
    close_links(session, user_id=user.id, address=old_address)
    login.end_all(session, user.id, but=but)
    for address, email in ((old_address, old_email), (row.address, row.email)):
        tell(
            session,
            "address",
            user_id=user.id,
            address=address,
            email=email,
            locale=user.locale,
        )
    _record(session, "address_changed", user.id, row.email, browser)


def _move(session: Session, user_id: str, row: AuthToken) -> None:
    other = aliased(User)
    taken = exists(select(other.id).where(other.address == row.address, other.id != user_id))
    moved = (
        update(User)
        .where(User.id == user_id, ~taken)
        .values(address=row.address, email=row.email)
        .execution_options(synchronize_session=False)
        .returning(User.id)
    )
    try:
        kept = session.scalar(moved)
    except IntegrityError:  # somebody took it in this very moment
        kept = None
    if kept is None:
        raise DomainError("accounts.error.link_closed")


def rename(session: Session, *, user_id: str, name: str) -> None:
    """Keep what mails and pages call somebody."""
    session.execute(update(User).where(User.id == user_id).values(name=name))


def speak(session: Session, *, user_id: str, locale: str) -> None:
    """Keep the language that pages and mails are written in."""
    session.execute(update(User).where(User.id == user_id).values(locale=locale))


def end_session(session: Session, who: Account, session_id: str, browser: Browser) -> None:
    """End one of somebody's own sessions; a stranger's is as unknown as a wrong id."""
    mine = (LoginSession.id == session_id) & (LoginSession.user_id == who.user_id)
    ended = delete(LoginSession).where(mine).returning(LoginSession.id)
    if session.scalar(ended) is None:
        raise DomainError("accounts.error.no_session", HTTPStatus.NOT_FOUND)
    _note(session, "session_ended", who, browser)


def end_others(session: Session, who: Account, browser: Browser) -> int:
    """End every session of somebody's but the one they ask with."""
    ended = login.end_all(session, who.user_id, but=who.session_id)
    _note(session, "sessions_ended", who, browser)
    return ended


def _token_id(who: Account, key: str | None) -> str:
    return str(uuid5(ASKED, f"{who.user_id}\0{key}")) if key else new_id()


def _order(session: Session, token_id: str, audience: Audience = NOBODY) -> str:
    once = Options(idempotency_key=f"address:{token_id}")
    return enqueue(session, SendVerificationEmail(token_id=token_id), audience, once)


def _close_asked(session: Session, user_id: str) -> None:
    """Let only the latest wish for a new address count."""
    earlier = (AuthToken.user_id == user_id) & (AuthToken.purpose == ADDRESS)
    session.execute(
        update(AuthToken)
        .where(earlier, AuthToken.used_at.is_(None), AuthToken.expires_at > db_now())
        .values(expires_at=db_now())
        .execution_options(synchronize_session=False)
    )


def _note(session: Session, kind: str, who: Account, browser: Browser) -> None:
    _record(session, kind, who.user_id, who.email, browser)


def _record(session: Session, kind: str, user_id: str, email: str, browser: Browser) -> None:
    events.note(
        session,
        kind,
        user_id=user_id,
        email=email,
        client=browser.client,
        request_id=browser.request_id,
    )
