"""The way to a new password: asked for by anybody, found by whoever reads the mail."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID, uuid5

from sqlalchemy import update
from sqlalchemy.orm import Session

from balcao.accounts import events
from balcao.accounts.addresses import Address
from balcao.accounts.links import RESET, consume, new_token
from balcao.accounts.login import service as login
from balcao.accounts.login.service import Browser
from balcao.accounts.mail.job_args import SendPasswordResetEmail
from balcao.accounts.mail.service import tell
from balcao.accounts.models import AuthToken, User
from balcao.accounts.profile.service import close_links
from balcao.accounts.recovery.queries import Held
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import new_id
from balcao.jobs import Audience, Options, enqueue
from balcao.jobs.queries import id_of

ASKED = UUID("5b0f5f0c-31a7-4d52-8a55-7f3c0a9be614")  # names ids that come from a form's key


@dataclass(frozen=True)
class Wish:
    """One form for a forgotten password: whose, in which language, from which browser."""

    address: Address
    locale: str
    viewer: str
    key: str | None = None


@dataclass(frozen=True)
class Asked:
    """What the browser has to remember to follow its mail."""

    token_id: str
    job_id: str


def asked_before(session: Session, wish: Wish) -> Asked | None:
    """Return what came of this very form if it was sent already."""
    if wish.key is None:
        return None
    token_id = _token_id(wish)
    job_id = id_of(session, _once(token_id))
    return Asked(token_id, job_id) if job_id else None


def ask(session: Session, wish: Wish, browser: Browser) -> Asked:
    """Write the request and order its mail without a look at who has an account."""
    token_id = _token_id(wish)
    job_id = enqueue(
        session,
        SendPasswordResetEmail(token_id=token_id),
        # For this browser alone, not for the business of somebody who happens to be logged in.
        Audience(viewer=wish.viewer),
        Options(idempotency_key=_once(token_id)),
    )
    # The order goes first: of two copies of one form the later waits there for the earlier.
    if session.get(AuthToken, token_id) is None:
        address, email = wish.address.canonical, wish.address.email
        token = new_token(RESET, address=address, email=email, locale=wish.locale)
        token.id = token_id
        session.add(token)
        _note(session, "reset_asked", None, email, browser)
    return Asked(token_id, job_id)


def set_password(session: Session, held: Held, password_hash: str, browser: Browser) -> None:
    """Use the link up, keep the new password, and end whatever the old one had opened."""
    user = held.user
    if not consume(session, held.row):
        raise DomainError("accounts.error.link_closed", HTTPStatus.GONE)
    open_still = (User.id == user.id) & (User.address == held.row.address)
    kept = (
        update(User)
        .where(open_still, User.disabled_at.is_(None))
        .values(password_hash=password_hash)
        .execution_options(synchronize_session=False)
        .returning(User.id)
    )
    if session.scalar(kept) is None:
        raise DomainError("accounts.error.link_closed", HTTPStatus.GONE)
    login.end_all(session, user.id)
    close_links(session, user_id=user.id, address=user.address)
    tell(
        session,
        "reset",
        user_id=user.id,
        address=user.address,
        email=user.email,
        locale=user.locale,
    )
    _note(session, "reset", user.id, user.email, browser)


def _token_id(wish: Wish) -> str:
    return str(uuid5(ASKED, f"{wish.viewer}\0{wish.key}")) if wish.key else new_id()


def _once(token_id: str) -> str:
    return f"reset-asked:{token_id}"


def _note(session: Session, kind: str, user_id: str | None, email: str, browser: Browser) -> None:
    events.note(
        session,
        kind,
        user_id=user_id,
        email=email,
        client=browser.client,
        request_id=browser.request_id,
    )
