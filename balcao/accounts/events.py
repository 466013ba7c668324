"""What happened around accounts: a row for whoever has to find out later, a line in the log."""

import logging

from sqlalchemy import insert
from sqlalchemy.orm import Session

from balcao.accounts.addresses import masked
from balcao.accounts.models import AuthEvent

NOTE = insert(AuthEvent).inline()
log = logging.getLogger(__name__)


def note(
    session: Session,
    kind: str,
    *,
    user_id: str | None = None,
    email: str = "",
    client: str = "",
    request_id: str = "",
) -> None:
    """Keep that this happened; of an address only enough for its owner to know it again."""
    subject = masked(email) if email else ""
    row = {"kind": kind, "user_id": user_id, "subject": subject}
    session.connection().execute(NOTE, {**row, "client": client, "request_id": request_id})
    log.info("account: %s, %s, from %s", kind, subject or user_id or "nobody", client or "here")
