"""Writing down what came in: a receipt and the job that reads it, in one transaction."""

from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus

from sqlalchemy.orm import Session

from balcao.foundation.errors import DomainError
from balcao.foundation.ids import new_id
from balcao.jobs import Audience, Options, enqueue
from balcao.jobs.queries import id_of
from balcao.receipts import queries
from balcao.receipts.job_args import ReadReceipt
from balcao.receipts.models import Receipt
from balcao.receipts.payments.service import expect, named_order
from balcao.receipts.queries import Earlier
from balcao.receipts.upload.queries import receipt_by_file, receipt_by_job, same_file


@dataclass(frozen=True)
class Arrival:
    """A file that has been kept."""

    file_key: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Purpose:
    """What the files are for, as far as whoever sent them said so."""

    reference: str = ""
    expected: Decimal | None = None


@dataclass(frozen=True)
class Taken:
    """A receipt that is there now; `fresh` is false where it was there before."""

    receipt_id: str
    job_id: str
    name: str
    earlier: Earlier | None
    duplicate_kind: str | None
    fresh: bool = True


def order_for(session: Session, tenant_id: str, purpose: Purpose) -> str | None:
    """Return the order the files are for, made if need be."""
    if not purpose.reference:
        return None
    if purpose.expected is not None:
        return expect(session, tenant_id, purpose.reference, purpose.expected, None)
    return named_order(session, tenant_id, purpose.reference)


def take_in(
    session: Session,
    arrival: Arrival,
    whose: Audience,
    order_id: str | None = None,
    key: str | None = None,
) -> Taken:
    """Add the receipt and its job, unless this very request has done so already."""
    if known := receipt_by_file(session, arrival.file_key):
        return _taken(session, known)  # a commit that was believed lost had happened
    receipt_id = new_id()
    once = Options(idempotency_key=key)
    was_asked = key is not None and id_of(session, key) is not None
    job_id = enqueue(session, ReadReceipt(receipt_id=receipt_id), whose, once)
    if known := receipt_by_job(session, job_id) if key else None:
        return _taken(session, known, fresh=False)
    if was_asked:  # and dropped since
        raise DomainError("receipts.error.gone", HTTPStatus.GONE)
    queries.lock_tenant(session, whose.tenant_id)
    same = same_file(session, whose.tenant_id, arrival.sha256)
    receipt = Receipt(
        id=receipt_id,
        tenant_id=whose.tenant_id,
        owner_id=whose.owner_id,
        viewer=whose.viewer,
        order_id=order_id,
        job_id=job_id,
        file_key=arrival.file_key,
        original_name=arrival.name,
        media_type=arrival.media_type,
        size=arrival.size,
        sha256=arrival.sha256,
        duplicate_of=same.id if same else None,
        duplicate_kind="exact" if same else None,
    )
    session.add(receipt)
    session.flush()
    return _taken(session, receipt)


def _taken(session: Session, receipt: Receipt, *, fresh: bool = True) -> Taken:
    earlier = queries.earlier_of(session, receipt)
    kind = receipt.duplicate_kind if earlier else None
    return Taken(receipt.id, receipt.job_id or "", receipt.original_name, earlier, kind, fresh)
