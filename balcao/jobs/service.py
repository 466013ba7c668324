"""What people may do with a job they can see."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from balcao.foundation.errors import DomainError
from balcao.jobs.ledger import orders

Act = Callable[[Session, str], None]


def cancel(session: Session, job_id: str) -> None:
    """Cancel the job, or ask its worker to stop it at the next step."""
    if orders.cancel(session.connection(), job_id) is None:
        raise DomainError("jobs.error.not_cancellable")


def retry(session: Session, job_id: str) -> None:
    """Queue a job once more that failed, was cancelled, or whose outcome nobody knows."""
    try:
        queued = orders.run_again(session.connection(), job_id)
    except IntegrityError as error:  # the same work has been asked for again meanwhile
        raise DomainError("jobs.error.busy") from error
    if not queued:
        raise DomainError("jobs.error.not_repeatable")
