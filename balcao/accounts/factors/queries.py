"""Which second proofs somebody has; only confirmed ones count for anything."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from balcao.accounts.models import Factor, RecoveryCode, User

APP, PASSKEY = "totp", "passkey"


class FactorRecord(NamedTuple):
    """One factor; `secret` is sealed for an app, and the public key of a passkey."""

    id: str
    user_id: str
    kind: str
    name: str
    secret: str
    credential_id: str | None
    counter: int
    confirmed_at: datetime | None
    created_at: datetime
    used_at: datetime | None


def factors_of(session: Session, *, user_id: str) -> list[FactorRecord]:
    """Return what counts, oldest first."""
    mine = _records().where(Factor.user_id == user_id, Factor.confirmed_at.is_not(None))
    return [_record(row) for row in session.execute(mine.order_by(Factor.id))]


def has_factor(session: Session, *, user_id: str) -> bool:
    """Say whether a password alone is not enough for this account."""
    mine = select(Factor.id).where(Factor.user_id == user_id, Factor.confirmed_at.is_not(None))
    return session.scalar(mine.limit(1)) is not None


def app_of(session: Session, *, user_id: str) -> FactorRecord | None:
    """Return the authenticator app, also one that was never confirmed."""
    app = _records().where(Factor.user_id == user_id, Factor.kind == APP)
    row = session.execute(app).one_or_none()
    return _record(row) if row else None


def passkey_of(session: Session, *, credential_id: str) -> FactorRecord | None:
    """Return the passkey with the number that a browser showed, of an account that is open."""
    passkey = (
        _records()
        .join(User, User.id == Factor.user_id)
        .where(
            Factor.credential_id == credential_id,
            Factor.kind == PASSKEY,
            Factor.confirmed_at.is_not(None),
            User.disabled_at.is_(None),
        )
    )
    row = session.execute(passkey).one_or_none()
    return _record(row) if row else None


def codes_left(session: Session, *, user_id: str) -> int:
    """Return how many recovery codes still open."""
    unused = RecoveryCode.used_at.is_(None)
    count = select(func.count()).where(RecoveryCode.user_id == user_id, unused)
    return session.scalar(count) or 0


def _records() -> Select[Any]:
    return select(*(getattr(Factor, name) for name in FactorRecord._fields))


def _record(row: Row[Any]) -> FactorRecord:
    return FactorRecord._make(row)
