"""What second proofs open, and who is told when somebody gets or loses one."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from sqlalchemy.orm import Session

from balcao.accounts import events
from balcao.accounts.factors import apps, queries, service
from balcao.accounts.factors.passkeys import Answer, Passkeys
from balcao.accounts.factors.queries import FactorRecord
from balcao.accounts.factors.seal import Seal
from balcao.accounts.login import service as login
from balcao.accounts.login.queries import Account
from balcao.accounts.login.service import Browser
from balcao.accounts.mail.service import tell
from balcao.accounts.models import User
from balcao.foundation.errors import DomainError


@dataclass(frozen=True)
class Step:
    """Somebody who has shown a password, at a browser, at a moment."""

    who: Account
    browser: Browser
    now: datetime


def enter_by_code(session: Session, seal: Seal, step: Step, typed: str) -> str | None:
    """Return the session's new secret if that was a code of the app or from paper."""
    who = step.who
    # The seal is not touched for a code from paper, which has to help where the seal is lost.
    if apps.could_be_code(typed):
        if service.use_app(session, seal, user_id=who.user_id, typed=typed, now=step.now):
            return _entered(session, step, "login_code")
    elif service.use_code(session, user_id=who.user_id, typed=typed):
        return _entered(session, step, "login_recovery_code")
    _note(session, "login_code_failed", who, step.browser)
    return None


def shown_passkey(
    session: Session, passkeys: Passkeys, answer: Answer, challenge: str
) -> FactorRecord:
    """Return the passkey that was genuinely shown; neither question nor answer works again."""
    passkey = queries.passkey_of(session, credential_id=answer.credential_id)
    if passkey is None or answer.user_id not in {None, passkey.user_id}:
        raise _refusal()
    count = passkeys.shown(answer, challenge, public_key=passkey.secret, count=passkey.counter)
    service.spend_challenge(session, challenge)
    service.use_passkey(session, passkey, count)
    return passkey


def enter_by_passkey(session: Session, step: Step, passkey: FactorRecord) -> str:
    """Return the session's new secret if it is the person's own passkey, nobody else's."""
    if passkey.user_id != step.who.user_id:
        raise _refusal()
    return _entered(session, step, "login_passkey")


def open_by_passkey(
    session: Session, passkey: FactorRecord, browser: Browser, *, instead_of: str
) -> tuple[str, User]:
    """Open a session for a passkey alone; return its secret and its owner."""
    user = session.get_one(User, passkey.user_id)
    login.end_token(session, instead_of)
    secret = login.open_session(session, user, browser, complete=True, with_factor=True)
    _record(session, "login_passkey_only", user.id, user.email, browser)
    return secret, user


def note_refusal(session: Session, who: Account | None, browser: Browser) -> None:
    """Keep that a passkey opened nothing, whoever tried."""
    user_id, email = (who.user_id, who.email) if who else (None, "")
    _record(session, "login_passkey_failed", user_id, email, browser)


def added(session: Session, who: Account, browser: Browser) -> tuple[str, list[str]]:
    """Tell about a new factor; return the session's new secret, and codes if there are none."""
    left = queries.codes_left(session, user_id=who.user_id)
    codes = [] if left else service.new_codes(session, user_id=who.user_id)
    _told(session, "factor_added", who, browser)
    return login.prove(session, who.session_id, with_factor=True), codes


def renewed_codes(session: Session, who: Account, browser: Browser) -> list[str]:
    """Return ten fresh recovery codes; codes without any factor would open nothing."""
    if not queries.has_factor(session, user_id=who.user_id):
        raise DomainError("accounts.error.no_factor", HTTPStatus.CONFLICT)
    codes = service.new_codes(session, user_id=who.user_id)
    _told(session, "recovery_codes_renewed", who, browser)
    return codes


def removed(session: Session, factor_id: str, who: Account, browser: Browser) -> None:
    """Take a factor away and tell its owner."""
    service.remove(session, factor_id, user_id=who.user_id)
    _told(session, "factor_removed", who, browser)


def _entered(session: Session, step: Step, kind: str) -> str:
    who = step.who
    if who.complete:
        secret = login.prove(session, who.session_id, with_factor=True)
    else:
        secret = login.complete(session, who.session_id) or ""
    if not secret:  # it ran out, or another request was quicker
        raise DomainError("accounts.error.step_over", HTTPStatus.CONFLICT)
    _note(session, kind, who, step.browser)
    return secret


def _told(session: Session, kind: str, who: Account, browser: Browser) -> None:
    tell(
        session,
        "factor",
        user_id=who.user_id,
        address=who.address,
        email=who.email,
        locale=who.locale,
    )
    _note(session, kind, who, browser)


def _note(session: Session, kind: str, who: Account, browser: Browser) -> None:
    _record(session, kind, who.user_id, who.email, browser)


def _record(session: Session, kind: str, user_id: str | None, email: str, browser: Browser) -> None:
    events.note(
        session,
        kind,
        user_id=user_id,
        email=email,
        client=browser.client,
        request_id=browser.request_id,
    )


def _refusal() -> DomainError:
    return DomainError("accounts.error.passkey", HTTPStatus.UNPROCESSABLE_ENTITY)
