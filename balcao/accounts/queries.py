"""Which rows of accounts have lapsed, and forgetting some of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from balcao.accounts.models import AuthEvent, AuthToken, LoginSession, PreUser
from balcao.foundation.clock import utcnow
from balcao.foundation.dbtime import db_now
from balcao.foundation.ids import first_id_at

DAY = 24 * 3600
SLICE = 500


@dataclass(frozen=True)
class Lapsed:
    """Rows of one table that nobody needs any more."""

    id: Any
    when: ColumnElement[bool]


def lapsed(keep_links_days: int, keep_events_days: int) -> list[Lapsed]:
    """List what may go, each by an index; links stay a while, so that they can be replaced."""
    oldest_event = first_id_at(utcnow() - timedelta(days=keep_events_days))
    return [
        Lapsed(PreUser.id, PreUser.expires_at < db_now()),
        Lapsed(LoginSession.id, LoginSession.expires_at < db_now()),
        Lapsed(AuthToken.id, AuthToken.expires_at < db_now(-keep_links_days * DAY)),
        Lapsed(AuthEvent.id, AuthEvent.id < oldest_event),
    ]


def forget_slice(session: Session, rows: Lapsed) -> int:
    """Delete some of the rows and return how many, so that nobody waits long for us."""
    # What somebody is writing to at this moment may be about to count again.
    some = select(rows.id).where(rows.when).limit(SLICE).with_for_update(skip_locked=True)
    gone = delete(rows.id.class_).where(rows.id.in_(some))
    return session.connection().execute(gone).rowcount
