"""Deciding about receipts: taken for a payment, once, or refused; and what orders expect."""

from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from balcao.accounts.models import Tenant
from balcao.foundation.dbtime import db_now
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import new_id
from balcao.foundation.inserts import insert_into
from balcao.receipts import promises
from balcao.receipts.models import TOO_MUCH, Order, Payment, Receipt, Receiver
from balcao.receipts.payments import queries
from balcao.receipts.promises import NOT_PAID
from balcao.receipts.queries import payment_of
from balcao.receipts.records import clean

ACCEPTED, REFUSED = "accepted", "refused"
LONGEST_REFERENCE = 60
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True)
class NewReceiver:
    """Somebody who may be paid for a business, as typed; at least one mark beside the name."""

    name: str
    document: str = ""
    pix_key: str = ""
    iban: str = ""


def named_order(session: Session, tenant_id: str, reference: str) -> str:
    """Return the id of the order of this name, which is made when it is named first."""
    plain = " ".join(clean(reference).split())
    if not plain or len(plain) > LONGEST_REFERENCE:
        raise DomainError("receipts.error.reference", UNPROCESSABLE, most=LONGEST_REFERENCE)
    fresh = insert_into(Order, session)
    fresh = fresh.values(id=new_id(), tenant_id=tenant_id, reference=plain)
    session.execute(fresh.on_conflict_do_nothing())
    order = queries.order_named(session, tenant_id, plain)
    assert order is not None  # noqa: S101 - we have just made it, or somebody else has
    return order.id


def expect(
    session: Session, tenant_id: str, reference: str, amount: Decimal | None, currency: str | None
) -> str:
    """Note what an order expects to be paid; nothing takes the expectation back."""
    if amount is not None and not 0 < amount < TOO_MUCH:
        raise DomainError("receipts.error.amount", UNPROCESSABLE)
    order_id = named_order(session, tenant_id, reference)
    order = session.get_one(Order, order_id)
    order.expected_amount = amount
    order.currency = currency or order.currency
    return order_id


def confirm(session: Session, receipt: Receipt, *, by: str | None, keep: bool) -> Payment:
    """Record the payment that a receipt shows; once it is there, asking again returns it.

    `keep`: a person has looked at both and says that it repeats nothing.
    """
    if not _decide(session, receipt, ACCEPTED, by):
        return _already(session, receipt)
    _refuse_promises(receipt)
    if receipt.amount is None or receipt.amount <= 0 or not receipt.currency:
        raise DomainError("receipts.error.no_amount", UNPROCESSABLE)
    repeats = receipt.duplicate_of is not None or queries.paid_elsewhere(session, receipt)
    if repeats and not keep:
        raise DomainError("receipts.error.duplicate")
    payment = Payment(
        tenant_id=receipt.tenant_id,
        order_id=_paid_order(session, receipt),
        receipt_id=receipt.id,
        amount=receipt.amount,
        currency=receipt.currency,
        recorded_by=by,
    )
    session.add(payment)
    session.flush()
    return payment


def _decide(session: Session, receipt: Receipt, decision: str, by: str | None) -> bool:
    """Note the decision if there was none; of twenty at once, one finds that true.

    What is looked at afterwards is the row as it is now, which nobody else can change any more.
    """
    decided = (
        update(Receipt)
        .where(Receipt.id == receipt.id, Receipt.decision.is_(None))
        .values(decision=decision, confirmed_at=db_now(), confirmed_by=by)
    )
    first = session.connection().execute(decided).rowcount == 1
    session.refresh(receipt)
    return first


def _refuse_promises(receipt: Receipt) -> None:
    said = NOT_PAID.get(receipt.verdict or "") or NOT_PAID.get(receipt.status or "")
    if key := said or promises.as_read(receipt.fields):
        raise DomainError(key)


def _already(session: Session, receipt: Receipt) -> Payment:
    payment = payment_of(session, receipt.id)
    if payment is None:
        raise DomainError("receipts.error.refused_before")
    return payment


def _paid_order(session: Session, receipt: Receipt) -> str | None:
    if receipt.order_id is None:
        return None
    order = session.get_one(Order, receipt.order_id, with_for_update=True)
    if order.currency and order.currency != receipt.currency:
        raise DomainError("receipts.error.other_currency", expected=order.currency)
    order.currency = receipt.currency
    return order.id


def refuse(session: Session, receipt: Receipt, *, by: str | None) -> None:
    """Note that a person does not take this receipt; a payment that is recorded stays."""
    if not _decide(session, receipt, REFUSED, by) and receipt.decision == ACCEPTED:
        raise DomainError("receipts.error.accepted_before")


def business_named(session: Session, name: str | None) -> str:
    """Return the id of the business of this name or id, or of the only one there is."""
    named = select(Tenant.id)
    if name is not None:
        named = named.where(or_(Tenant.name == name, Tenant.id == name))
    found = session.scalars(named.limit(2)).all()
    if len(found) != 1:
        raise DomainError("receipts.error.tenant", HTTPStatus.NOT_FOUND)
    return found[0]


def add_receiver(session: Session, tenant_id: str, new: NewReceiver) -> str:
    """Let receipts that name this person or account count as paid to the business."""
    name = " ".join(clean(new.name).split())[:120]
    marks = {
        "document": _mark(new.document, 40),
        "pix_key": _mark(new.pix_key, 80),
        "iban": _mark(new.iban, 40),
    }
    if not name:
        raise DomainError("receipts.error.receiver_name", UNPROCESSABLE)
    receiver = Receiver(tenant_id=tenant_id, name=name, **marks)
    session.add(receiver)
    session.flush()
    return receiver.id


def _mark(typed: str, most: int) -> str | None:
    plain = clean(typed)
    if len(plain) > most:
        raise DomainError("receipts.error.receiver_mark", UNPROCESSABLE)
    return plain or None


def remove_receiver(session: Session, tenant_id: str, receiver_id: str) -> None:
    """Let receipts no longer name this person; what was judged before stays as it was."""
    session.execute(
        delete(Receiver).where(Receiver.id == receiver_id, Receiver.tenant_id == tenant_id)
    )
