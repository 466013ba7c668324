"""Opening, changing and ending the sessions of people; a browser's secret is never stored."""

import hashlib
import secrets
from dataclasses import dataclass
from http import HTTPStatus

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from balcao.accounts import events, passwords
from balcao.accounts.login import queries
from balcao.accounts.models import LoginSession, User
from balcao.foundation.dbtime import db_now
from balcao.foundation.errors import DomainError

TOKEN_BYTES = 32
ABSOLUTE_SECONDS = 60 * 24 * 3600
HALF_OPEN_SECONDS = 10 * 60
LONGEST_AGENT = 200


@dataclass(frozen=True)
class Browser:
    """Where a request comes from, as far as a row may remember it."""

    agent: str = ""
    client: str = ""
    request_id: str = ""


def token_hash(token: str) -> str:
    """Return the only trace of a browser's secret that is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_session(
    session: Session, user: User, browser: Browser, *, complete: bool, with_factor: bool
) -> str:
    """Add a session and return the secret for its cookie; a half-open one soon ends by itself."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        LoginSession(
            token_hash=token_hash(token),
            user_id=user.id,
            complete=complete,
            with_factor=with_factor,
            agent=browser.agent[:LONGEST_AGENT],
            client=browser.client,
            expires_at=db_now(ABSOLUTE_SECONDS if complete else HALF_OPEN_SECONDS),
        )
    )
    return token


def complete(session: Session, session_id: str) -> str | None:
    """Open a half-open session fully; the secret changes, so that an older copy opens nothing.

    Returns nothing if the session ended meanwhile, or if another request was quicker.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    opened = (
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.complete.is_(False))
        .where(LoginSession.expires_at > db_now())
        .values(
            token_hash=token_hash(token),
            complete=True,
            with_factor=True,
            proved_at=db_now(),
            seen_at=db_now(),
            expires_at=db_now(ABSOLUTE_SECONDS),
        )
        .execution_options(synchronize_session=False)
        .returning(LoginSession.id)
    )
    return token if session.scalar(opened) else None


def prove(session: Session, session_id: str, *, with_factor: bool = False) -> str:
    """Note that the person has just shown who they are, and return the session's new secret."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    shown = {"token_hash": token_hash(token), "proved_at": db_now()}
    more = {"with_factor": True} if with_factor else {}
    session.execute(
        update(LoginSession).where(LoginSession.id == session_id).values(**shown, **more)
    )
    return token


def log_in(session: Session, user: User, browser: Browser, *, instead_of: str) -> tuple[str, bool]:
    """Answer the right password: the cookie's secret, and whether it opens anything yet."""
    if not _is_still(session, user):
        raise DomainError("accounts.error.login", HTTPStatus.UNPROCESSABLE_ENTITY)
    end_token(session, instead_of)
    whole = not queries.needs_factor(session, user.id)
    token = open_session(session, user, browser, complete=whole, with_factor=False)
    _note(session, "login" if whole else "login_password", user, browser)
    return token, whole


def _is_still(session: Session, user: User) -> bool:
    """Say whether what was compared without a lock counts by now; whoever changes it waits for us.

    Else a login with the old password could slip in behind the change that ends all sessions.
    """
    same = (User.id == user.id) & (User.password_hash == user.password_hash)
    locked = select(User.id).where(same, User.disabled_at.is_(None)).with_for_update()
    return session.scalar(locked) is not None


def stronger_hash(user: User, password: str) -> str | None:
    """Return a hash by today's settings if the one that is kept was made by weaker ones."""
    kept = user.password_hash
    return passwords.hash_password(password) if kept and passwords.needs_rehash(kept) else None


def keep_hash(session: Session, user: User, stronger: str | None) -> None:
    """Exchange the hash of the same password, unless the password was changed meanwhile."""
    if stronger:
        same = (User.id == user.id) & (User.password_hash == user.password_hash)
        session.execute(update(User).where(same).values(password_hash=stronger))


def refuse_login(session: Session, user: User | None, typed: str, browser: Browser) -> None:
    """Note a password that opened nothing, in the same way whether or not there is an account."""
    events.note(
        session,
        "login_failed",
        user_id=user.id if user else None,
        email=typed,
        client=browser.client,
        request_id=browser.request_id,
    )


def log_out(session: Session, account: queries.Account, browser: Browser) -> None:
    """End the session where it lives: a copy of the cookie opens nothing from now on."""
    end_session(session, account.session_id)
    events.note(
        session,
        "logout",
        user_id=account.user_id,
        email=account.email,
        client=browser.client,
        request_id=browser.request_id,
    )


def end_session(session: Session, session_id: str) -> None:
    """End one session."""
    session.execute(delete(LoginSession).where(LoginSession.id == session_id))


def end_token(session: Session, token: str) -> None:
    """End the session that a cookie stands for, if it stands for one."""
    if token:
        session.execute(delete(LoginSession).where(LoginSession.token_hash == token_hash(token)))


def end_all(session: Session, user_id: str, *, but: str | None = None) -> int:
    """End all sessions of somebody, except perhaps one, and return how many those were."""
    others = delete(LoginSession).where(LoginSession.user_id == user_id)
    if but is not None:
        others = others.where(LoginSession.id != but)
    return len(session.scalars(others.returning(LoginSession.id)).all())


def seen(session: Session, session_id: str) -> None:
    """Note that somebody is there."""
    session.execute(
        update(LoginSession).where(LoginSession.id == session_id).values(seen_at=db_now())
    )


def _note(session: Session, kind: str, user: User, browser: Browser) -> None:
    events.note(
        session,
        kind,
        user_id=user.id,
        email=user.email,
        client=browser.client,
        request_id=browser.request_id,
    )
