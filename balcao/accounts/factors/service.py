"""Setting up, using and taking away second proofs; each code, step and answer counts once."""

from datetime import datetime
from http import HTTPStatus
from uuid import UUID, uuid5

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from balcao.accounts.factors import apps, codes, queries
from balcao.accounts.factors.passkeys import LIFETIME_SECONDS, NewKey
from balcao.accounts.factors.queries import APP, PASSKEY, FactorRecord
from balcao.accounts.factors.seal import Seal
from balcao.accounts.models import AuthToken, Factor, LoginSession, RecoveryCode
from balcao.foundation.dbtime import db_now
from balcao.foundation.errors import DomainError
from balcao.foundation.inserts import insert_into

CHALLENGES = UUID("5b1f7a52-6a3c-5d0e-9b43-0d6d3c0a7f11")  # a namespace of our own
MOST_PASSKEYS = 10


def begin_app(session: Session, seal: Seal, *, user_id: str) -> None:
    """Keep a fresh secret that counts for nothing until a code proves that an app has it."""
    app = queries.app_of(session, user_id=user_id)
    if app and app.confirmed_at:
        raise DomainError("accounts.error.app_exists", HTTPStatus.CONFLICT)
    sealed = seal.close(apps.new_secret())
    if app:
        waiting = (Factor.id == app.id) & Factor.confirmed_at.is_(None)
        session.execute(update(Factor).where(waiting).values(secret=sealed))
        return
    row = {"user_id": user_id, "kind": APP, "secret": sealed, "counter": 0}
    session.execute(insert_into(Factor, session).values(**row).on_conflict_do_nothing())


def confirm_app(session: Session, seal: Seal, *, user_id: str, typed: str, now: datetime) -> bool:
    """Let the app count from now on, if the code shows that it has the secret."""
    app = queries.app_of(session, user_id=user_id)
    if app is None or app.confirmed_at:
        raise DomainError("accounts.error.no_app", HTTPStatus.CONFLICT)
    step = apps.step_of(seal.open(app.secret), typed, now)
    return step is not None and _take_step(session, app, step)


def use_app(session: Session, seal: Seal, *, user_id: str, typed: str, now: datetime) -> bool:
    """Say whether this is a code that counts now and was not used before."""
    app = queries.app_of(session, user_id=user_id)
    if app is None or app.confirmed_at is None:
        return False
    step = apps.step_of(seal.open(app.secret), typed, now)
    return step is not None and _take_step(session, app, step, sealed=seal.renewed(app.secret))


def _take_step(
    session: Session, app: FactorRecord, step: int, *, sealed: str | None = None
) -> bool:
    # Whether the step is later than the last one is decided in the UPDATE: of two requests with
    # the same code only one finds it so.
    confirmed = Factor.confirmed_at.is_not(None) if sealed else Factor.confirmed_at.is_(None)
    values = {"counter": step, "used_at": db_now()}
    values |= {"secret": sealed} if sealed else {"confirmed_at": db_now()}
    taken = (
        update(Factor)
        .where(Factor.id == app.id, Factor.counter < step, confirmed)
        .values(**values)
        .returning(Factor.id)
    )
    return session.scalar(taken) is not None


def new_codes(session: Session, *, user_id: str) -> list[str]:
    """Make ten fresh recovery codes; those made before open nothing any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    fresh = [codes.new_code() for _ in range(codes.COUNT)]
    session.add_all(
        RecoveryCode(user_id=user_id, code_hash=codes.fingerprint(user_id, code)) for code in fresh
    )
    return fresh


def use_code(session: Session, *, user_id: str, typed: str) -> bool:
    """Say whether this is a recovery code of this person's that was not used before."""
    used = (
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == codes.fingerprint(user_id, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=db_now())
        .returning(RecoveryCode.id)
    )
    return session.scalar(used) is not None


def spend_challenge(session: Session, challenge: str) -> None:
    """Refuse an answer whose question was answered before, however the cookie was brought back."""
    # Only answered questions leave a row, so that asking costs nothing.
    spent = {
        "id": str(uuid5(CHALLENGES, challenge)),
        "purpose": PASSKEY,
        "address": "",
        "email": "",
        "nonce": "",
        "expires_at": db_now(2 * LIFETIME_SECONDS),
        "used_at": db_now(),
    }
    statement = insert_into(AuthToken, session).values(**spent).on_conflict_do_nothing()
    if session.scalar(statement.returning(AuthToken.id)) is None:
        raise DomainError("accounts.error.passkey", HTTPStatus.UNPROCESSABLE_ENTITY)


def add_passkey(session: Session, key: NewKey, *, user_id: str, name: str) -> None:
    """Let a passkey open this account from now on; one passkey belongs to one account."""
    mine = [row for row in queries.factors_of(session, user_id=user_id) if row.kind == PASSKEY]
    if len(mine) >= MOST_PASSKEYS:
        raise DomainError("accounts.error.many_passkeys", HTTPStatus.CONFLICT, most=MOST_PASSKEYS)
    row = {
        "user_id": user_id,
        "kind": PASSKEY,
        "name": name,
        "secret": key.public_key,
        "credential_id": key.credential_id,
        "counter": key.count,
        "confirmed_at": db_now(),
    }
    statement = insert_into(Factor, session).values(**row).on_conflict_do_nothing()
    if session.scalar(statement.returning(Factor.id)) is None:
        raise DomainError("accounts.error.passkey", HTTPStatus.UNPROCESSABLE_ENTITY)


def use_passkey(session: Session, passkey: FactorRecord, count: int) -> None:
    """Keep the device's new count; one that does not go up may be a copy and is refused."""
    # Many devices always say 0, which is allowed to stay.
    goes_up = or_(Factor.counter < count, (Factor.counter == 0) & (count == 0))
    used = (
        update(Factor)
        .where(Factor.id == passkey.id, goes_up)
        .values(counter=count, used_at=db_now())
        .returning(Factor.id)
    )
    if session.scalar(used) is None:
        raise DomainError("accounts.error.passkey", HTTPStatus.UNPROCESSABLE_ENTITY)


def rename_passkey(session: Session, factor_id: str, *, user_id: str, name: str) -> None:
    """Call a passkey something its owner recognises."""
    renamed = (
        update(Factor)
        .where(Factor.id == factor_id, Factor.user_id == user_id, Factor.kind == PASSKEY)
        .values(name=name)
        .returning(Factor.id)
    )
    if session.scalar(renamed) is None:
        raise DomainError("accounts.error.no_factor", HTTPStatus.NOT_FOUND)


def remove(session: Session, factor_id: str, *, user_id: str) -> None:
    """Take a factor away; with the last one its recovery codes and what it opened go, too."""
    mine = (Factor.id == factor_id) & (Factor.user_id == user_id)
    if session.scalar(delete(Factor).where(mine).returning(Factor.id)) is None:
        raise DomainError("accounts.error.no_factor", HTTPStatus.NOT_FOUND)
    if queries.has_factor(session, user_id=user_id):
        return
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    proved = update(LoginSession).where(LoginSession.user_id == user_id)
    session.execute(proved.values(with_factor=False))
