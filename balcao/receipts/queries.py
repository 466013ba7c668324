"""Finding receipts: one, a page of many by words and states, and those that may be the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, func, select, update
from sqlalchemy.orm import Session, defer

from balcao.accounts.models import Tenant, User
from balcao.foundation.ids import is_id
from balcao.jobs.queries import statuses_of
from balcao.receipts.checks.duplicates import Seen
from balcao.receipts.models import Payment, Receipt
from balcao.receipts.payments.queries import Standing, standing_of
from balcao.receipts.records import folded

MOST_WORDS = 8
MOST_ALIKE = 50
LOST = {"failed", "cancelled", "unknown"}
HEAVY = (Receipt.fields, Receipt.lines, Receipt.text, Receipt.sizes)


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed down to; words are looked for anywhere on the receipt."""

    q: str = ""
    state: str | None = None
    verdict: str | None = None
    status: str | None = None
    decision: str | None = None  # accepted, refused, open
    order_id: str | None = None
    job_ids: Sequence[str] = ()
    ids: Sequence[str] = ()


@dataclass(frozen=True)
class Earlier:
    """The receipt that another one repeats, as far as a person needs it to recognise it."""

    id: str
    created_at: datetime
    by: str


@dataclass(frozen=True)
class Case:
    """A receipt with everything that belongs to it."""

    receipt: Receipt
    state: str
    order: Standing | None
    payment: Payment | None
    earlier: Earlier | None


def case_of(session: Session, receipt_id: str, tenant_id: str) -> Case | None:
    """Return the receipt with everything that belongs to it, if it is this tenant's."""
    receipt = receipt_of(session, receipt_id, tenant_id)
    if receipt is None:
        return None
    return Case(
        receipt=receipt,
        state=state_of(receipt, job_states(session, [receipt])),
        order=standing_of(session, receipt.order_id) if receipt.order_id else None,
        payment=payment_of(session, receipt.id),
        earlier=earlier_of(session, receipt),
    )


def receipt_of(session: Session, receipt_id: str, tenant_id: str) -> Receipt | None:
    """Return the receipt, if it is this tenant's; whatever is no id is nobody's."""
    if not is_id(receipt_id):
        return None
    mine = select(Receipt).where(Receipt.id == receipt_id, Receipt.tenant_id == tenant_id)
    return session.scalar(mine)


def held(session: Session, receipt_id: str, tenant_id: str) -> Receipt | None:
    """Return the receipt for somebody who changes it: nobody else does until the end."""
    lock_tenant(session, tenant_id)
    return receipt_of(session, receipt_id, tenant_id)


def is_waiting(session: Session, receipt: Receipt) -> bool:
    """Say whether somebody is still going to read it."""
    return state_of(receipt, job_states(session, [receipt])) == "waiting"


def any_receipt(session: Session, receipt_id: str) -> Receipt | None:
    """Return the receipt whoever's it is, for what is done on its owner's behalf."""
    return session.get(Receipt, receipt_id)


def read_before(session: Session, receipt: Receipt) -> Receipt | None:
    """Return a receipt of the very same file that has been read."""
    return session.scalar(_same(receipt).where(Receipt.state == "read").limit(1))


def is_being_read(session: Session, receipt: Receipt) -> bool:
    """Say whether the very same file is read at this moment, for another receipt."""
    begun = _same(receipt).where(Receipt.state == "waiting", Receipt.read_at.is_not(None))
    jobs = [one.job_id for one in session.scalars(begun.limit(MOST_ALIKE)) if one.job_id]
    return bool(jobs) and "started" in statuses_of(session, jobs).values()


def _same(receipt: Receipt) -> Select[Receipt]:
    return (
        select(Receipt)
        .where(
            Receipt.tenant_id == receipt.tenant_id,
            Receipt.sha256 == receipt.sha256,
            Receipt.id != receipt.id,
        )
        .order_by(Receipt.id)
    )


def page_of(
    session: Session, tenant_id: str, wanted: Wanted, *, limit: int, after: str | None = None
) -> list[Receipt]:
    """Return a page of a tenant's receipts, newest first, without what only one page shows."""
    query = select(Receipt).where(Receipt.tenant_id == tenant_id, *_narrowed(wanted))
    if after:
        query = query.where(Receipt.id < after)
    light = [defer(column, raiseload=True) for column in HEAVY]
    return list(session.scalars(query.options(*light).order_by(Receipt.id.desc()).limit(limit)))


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [
        getattr(Receipt, name) == value
        for name in ("state", "verdict", "status", "order_id")
        if (value := getattr(wanted, name))
    ]
    if wanted.decision:
        decided = None if wanted.decision == "open" else wanted.decision
        conditions.append(Receipt.decision.is_not_distinct_from(decided))
    for column, values in ((Receipt.job_id, wanted.job_ids), (Receipt.id, wanted.ids)):
        if values:
            conditions.append(column.in_(values))
    return [*conditions, *_words(wanted.q)]


def _words(q: str) -> list[ColumnElement[bool]]:
    words = folded(q).split()[:MOST_WORDS]
    return [Receipt.text.contains(word, autoescape=True) for word in words]


def job_states(session: Session, receipts: Sequence[Receipt]) -> dict[str, str]:
    """Return what has become of the jobs of those that wait, by job."""
    waiting = [r.job_id for r in receipts if r.state == "waiting" and r.job_id]
    return statuses_of(session, waiting) if waiting else {}


def state_of(receipt: Receipt, states: dict[str, str]) -> str:
    """Return the state, also where the job ended without being able to say so itself."""
    lost = receipt.state == "waiting" and states.get(receipt.job_id or "") in LOST
    return "failed" if lost else receipt.state


def earlier_of(session: Session, receipt: Receipt) -> Earlier | None:
    """Return the receipt that this one repeats, with who handed it in."""
    if receipt.duplicate_of is None:
        return None
    query = (
        select(Receipt.id, Receipt.created_at, User.name, User.email)
        .join(User, User.id == Receipt.owner_id, isouter=True)
        .where(Receipt.id == receipt.duplicate_of, Receipt.tenant_id == receipt.tenant_id)
    )
    row = session.execute(query).one_or_none()
    return Earlier(row.id, row.created_at, row.name or row.email or "") if row else None


def counts(session: Session) -> Sequence[Row[str, str | None, int]]:
    """Count all receipts of the house by state and verdict."""
    by = (Receipt.state, Receipt.verdict)
    return session.execute(select(*by, func.count()).group_by(*by)).all()


def payment_of(session: Session, receipt_id: str) -> Payment | None:
    """Return what a person took the receipt for, if anybody did."""
    return session.scalar(select(Payment).where(Payment.receipt_id == receipt_id))


def alike(session: Session, receipt: Receipt) -> list[Seen]:
    """Return receipts that were read and may be the same payment, oldest first.

    A receipt that was found to repeat this one is left out, or both would blame each other.
    """
    same: list[ColumnElement[bool]] = []
    if receipt.folded_id:
        same.append(Receipt.folded_id == receipt.folded_id)
    if receipt.amount is not None and receipt.paid_on is not None:
        same.append((Receipt.amount == receipt.amount) & (Receipt.paid_on == receipt.paid_on))
    found: dict[str, Receipt] = {}
    for condition in same:  # one walk along an index each
        query = select(Receipt).where(
            Receipt.tenant_id == receipt.tenant_id,
            condition,
            Receipt.id != receipt.id,
            Receipt.state == "read",
            Receipt.duplicate_of.is_distinct_from(receipt.id),
        )
        light = [defer(column) for column in HEAVY]
        rows = session.scalars(query.options(*light).order_by(Receipt.id).limit(MOST_ALIKE))
        found |= {row.id: row for row in rows}
    return [seen_in(found[receipt_id]) for receipt_id in sorted(found)]


def point_elsewhere(session: Session, receipt_id: str, earlier: str) -> None:
    """Have those that repeat a receipt which goes repeat the one before it."""
    repeats = update(Receipt).where(Receipt.duplicate_of == receipt_id, Receipt.id != earlier)
    session.execute(repeats.values(duplicate_of=earlier))


def seen_in(receipt: Receipt) -> Seen:
    """Return what a receipt is recognised by."""
    return Seen(
        id=receipt.id,
        look=receipt.look or "",
        folded_id=receipt.folded_id or "",
        amount=receipt.amount,
        day=receipt.paid_on.isoformat() if receipt.paid_on else "",
        receiver=receipt.receiver_name or "",
    )


def known_keys(session: Session, keys: Sequence[str]) -> set[str]:
    """Return which of these files a receipt names."""
    return set(session.scalars(select(Receipt.file_key).where(Receipt.file_key.in_(keys))))


def known_ids(session: Session, ids: Sequence[str]) -> set[str]:
    """Return which of these receipts there are."""
    return set(session.scalars(select(Receipt.id).where(Receipt.id.in_(ids))))


def lock_tenant(session: Session, tenant_id: str) -> None:
    """Let nobody else look for duplicates, or pay, in this business until the transaction ends.

    On SQLite a writer is alone anyway. Rows that refer to the business do not wait for us.
    """
    session.execute(select(Tenant.id).where(Tenant.id == tenant_id).with_for_update(key_share=True))
