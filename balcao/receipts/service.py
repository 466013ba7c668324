"""What becomes of a receipt: read, found unreadable, corrected, judged, dropped."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from balcao.adapters.reading import Reading
from balcao.foundation.dbtime import db_now
from balcao.foundation.errors import DomainError
from balcao.receipts import corrections, queries
from balcao.receipts.checks.duplicates import Duplicate, find_duplicate
from balcao.receipts.checks.verdict import Evidence, judge
from balcao.receipts.fields import e2e
from balcao.receipts.judging import Surroundings, judged, kept_check, kept_verdict
from balcao.receipts.models import Order, Receipt
from balcao.receipts.payments.queries import payees_of, standing_of
from balcao.receipts.payments.service import ACCEPTED, named_order
from balcao.receipts.records import columns_of, fields_of, kept_fields, kept_lines, searchable

ORDER_FIELD = "pedido_id"
COPIED = ("look", "engine", "page_count", "sizes", "fields", "lines", "signs", "text")


def begin_reading(session: Session, receipt: Receipt) -> bool:
    """Note that it is read from now on, unless the very same file is or has been read."""
    row = queries.held(session, receipt.id, receipt.tenant_id)
    if row is None:
        return True
    if queries.is_being_read(session, row) or queries.read_before(session, row):
        return False
    if row.state == "waiting":
        row.read_at = db_now()
    return True


def keep_reading(session: Session, receipt: Receipt, reading: Reading) -> None:
    """Keep what was read and judge it; a reading of before is gone."""
    receipt.fields = corrections.carried_over(receipt.fields, kept_fields(reading.fields))
    receipt.signs = list(reading.fields.signs)
    receipt.lines = kept_lines(reading.lines)
    receipt.sizes = [list(size) for size in reading.sizes]
    receipt.steps = {name: round(seconds, 3) for name, seconds in reading.steps.items()}
    receipt.seconds = round(sum(reading.steps.values()), 3)
    receipt.page_count = reading.page_count
    receipt.media_type = reading.media_type
    receipt.engine = reading.engine
    receipt.look = reading.look or None
    _is_read(session, receipt)


def copy_reading(session: Session, receipt: Receipt, earlier: Receipt) -> None:
    """Take over what was read from the very same file, corrections included."""
    for name in COPIED:
        setattr(receipt, name, getattr(earlier, name))
    receipt.steps, receipt.seconds = {}, 0.0
    _is_read(session, receipt)


def _is_read(session: Session, receipt: Receipt) -> None:
    receipt.state, receipt.error = "read", None
    receipt.read_at = db_now()
    judge_again(session, receipt)


def cannot_read(receipt: Receipt, state: str, error: str) -> None:
    """Note that there is nothing to judge, and why."""
    verdict = judge(Evidence(None))
    receipt.state, receipt.error = state, error
    receipt.verdict, receipt.judged = verdict.word, kept_verdict(verdict)


def correct(session: Session, receipt: Receipt, values: Mapping[str, str]) -> None:
    """Keep what a person says stands there, and judge anew; empty means that nothing does."""
    if receipt.decision == ACCEPTED:
        raise DomainError("receipts.error.accepted_before")
    demand_read(session, receipt)
    wishes = dict(values)
    reference = wishes.pop(ORDER_FIELD, None)
    if reference is not None:
        order_id = named_order(session, receipt.tenant_id, reference) if reference else None
        receipt.order_id = order_id
    receipt.fields = corrections.applied(receipt.fields, wishes)
    receipt.state, receipt.error = "read", None
    judge_again(session, receipt)


def demand_read(session: Session, receipt: Receipt) -> None:
    """Let nobody forestall a reading: it may say that nothing has been paid yet."""
    if queries.is_waiting(session, receipt):
        raise DomainError("receipts.error.still_reading")


def judge_again(session: Session, receipt: Receipt) -> None:
    """Bring columns, search, duplicates and verdict up to what the fields say now."""
    for name, value in columns_of(receipt.fields).items():
        setattr(receipt, name, value)
    receipt.folded_id = e2e.folded(receipt.transaction_id)[:80] if receipt.transaction_id else None
    values = [one["value"] or "" for one in receipt.fields.values()]
    words = [line["text"] for line in receipt.lines]
    receipt.text = searchable(*values, receipt.original_name, *words)
    session.flush()
    queries.lock_tenant(session, receipt.tenant_id)
    duplicate = _repeated(session, receipt)
    fields = fields_of(receipt.fields, receipt.signs)
    judgement = judged(fields, _around(session, receipt, duplicate))
    receipt.verdict = judgement.verdict.word
    receipt.judged = kept_verdict(judgement.verdict)
    receipt.receiver_check = kept_check(judgement.receiver)


def _repeated(session: Session, receipt: Receipt) -> Duplicate | None:
    """Return which receipt this one repeats; that it is the same file was known on arrival."""
    if receipt.duplicate_kind == "exact" and receipt.duplicate_of:
        return Duplicate(receipt.duplicate_of, "exact")
    found = find_duplicate(queries.seen_in(receipt), queries.alike(session, receipt))
    receipt.duplicate_of = found.id if found else None
    receipt.duplicate_kind = found.kind if found else None
    return found


def _around(session: Session, receipt: Receipt, duplicate: Duplicate | None) -> Surroundings:
    receivers = payees_of(session, receipt.tenant_id)
    if receipt.order_id is None:
        paid = receipt.amount
        return Surroundings(receivers, receipt.created_at, paid, duplicate=duplicate)
    order = session.get_one(Order, receipt.order_id)
    before = standing_of(session, order.id).paid
    return Surroundings(
        receivers,
        receipt.created_at,
        paid_with_it=before + receipt.amount if receipt.amount is not None else None,
        expected=order.expected_amount,
        expected_in=order.currency or "",
        duplicate=duplicate,
    )


def drop_duplicate(session: Session, receipt: Receipt) -> str:
    """Delete a receipt that repeats another one, whose id is returned; its files are swept."""
    if receipt.duplicate_of is None:
        raise DomainError("receipts.error.no_duplicate")
    if receipt.decision == ACCEPTED:
        raise DomainError("receipts.error.accepted_before")
    earlier = receipt.duplicate_of
    queries.point_elsewhere(session, receipt.id, earlier)
    session.delete(receipt)
    return earlier
