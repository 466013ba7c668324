"""Finding what came in before: by its file, by its job, by its content."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.receipts.models import Receipt


def receipt_by_file(session: Session, file_key: str) -> Receipt | None:
    """Return the receipt that a file is kept for."""
    return session.scalar(select(Receipt).where(Receipt.file_key == file_key))


def receipt_by_job(session: Session, job_id: str) -> Receipt | None:
    """Return the receipt that a job reads."""
    return session.scalar(select(Receipt).where(Receipt.job_id == job_id))


def same_file(session: Session, tenant_id: str, sha256: str) -> Receipt | None:
    """Return the first receipt with exactly this content."""
    same = select(Receipt).where(Receipt.tenant_id == tenant_id, Receipt.sha256 == sha256)
    first = same.order_by(Receipt.duplicate_of.is_not(None), Receipt.id)
    return session.scalar(first.limit(1))
