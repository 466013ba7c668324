"""Going from one receipt to the next."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.receipts.models import Receipt


def neighbours_of(
    session: Session, tenant_id: str, receipt_id: str
) -> tuple[str | None, str | None]:
    """Return the next newer and the next older receipt of the same business."""
    mine = select(Receipt.id).where(Receipt.tenant_id == tenant_id).limit(1)
    newer = mine.where(Receipt.id > receipt_id).order_by(Receipt.id)
    older = mine.where(Receipt.id < receipt_id).order_by(Receipt.id.desc())
    return session.scalar(newer), session.scalar(older)
