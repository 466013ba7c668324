"""Keeping mails: the newest only, and only as long as somebody wants to look at them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from balcao.mailbox.letters import printable, subject_of
from balcao.mailbox.models import LONGEST_ADDRESS, LONGEST_SUBJECT, DevMail

MOST_KEPT = 500


@dataclass(frozen=True)
class Envelope:
    """What was said to the mail server before the mail itself."""

    sender: str
    recipients: Sequence[str]


def receive(session: Session, envelope: Envelope, raw: bytes) -> None:
    """Keep one mail for each recipient, and let go of the oldest."""
    subject = subject_of(raw)[:LONGEST_SUBJECT]
    session.add_all(
        DevMail(
            sender=printable(envelope.sender)[:LONGEST_ADDRESS],
            recipient=printable(recipient)[:LONGEST_ADDRESS],
            subject=subject,
            size=len(raw),
            raw=raw,
        )
        for recipient in envelope.recipients
    )
    session.flush()
    kept = select(DevMail.id).order_by(DevMail.id.desc()).offset(MOST_KEPT).limit(1)
    session.execute(delete(DevMail).where(DevMail.id <= kept.scalar_subquery()))


def clear(session: Session) -> None:
    """Throw everything away."""
    session.execute(delete(DevMail))
