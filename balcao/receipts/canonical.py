"""The one shape of a receipt: what programs get, and what the pages print."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import url_for

from balcao.receipts.models import Payment, Receipt
from balcao.receipts.payments.queries import Standing
from balcao.receipts.queries import Case, Earlier
from balcao.receipts.spoken import spoken
from balcao.web.sentences import sentence

Json = dict[str, Any]
UNJUDGED: Json = {"colour": "grey", "title": None, "advice": None, "signs": []}


def receipt_view(case: Case) -> Json:
    """Return everything about one receipt."""
    receipt = case.receipt
    return {
        "id": receipt.id,
        "job_id": receipt.job_id,
        "state": case.state,
        "error": sentence(receipt.error) if receipt.error else None,
        "file": _file(receipt),
        "sizes": receipt.sizes,
        "fields": {name: _field(kept) for name, kept in receipt.fields.items()},
        "lines": receipt.lines,
        "signs": [sentence(key) for key in receipt.signs],
        "verdict": verdict_view(receipt),
        "validacao_recebedor": check_view(receipt.receiver_check),
        "duplicate": _duplicate(receipt, case.earlier),
        "order": order_view(case.order) if case.order else None,
        "payment": _payment(case.payment) if case.payment else None,
        "decision": receipt.decision,
        "decided_at": iso(receipt.confirmed_at),
        "steps": receipt.steps,
        "engine": receipt.engine,
        "seconds": receipt.seconds,
        "created_at": iso(receipt.created_at),
    }


def summary_view(receipt: Receipt, state: str, order: Standing | None = None) -> Json:
    """Return one line of a list."""
    return {
        "id": receipt.id,
        "job_id": receipt.job_id,
        "state": state,
        "name": receipt.original_name,
        "kind": receipt.kind,
        "status": receipt.status,
        "amount": number(receipt.amount),
        "currency": receipt.currency,
        "date": receipt.paid_on.isoformat() if receipt.paid_on else None,
        "time": receipt.paid_at_time.isoformat() if receipt.paid_at_time else None,
        "transaction_id": receipt.transaction_id,
        "receiver_name": receipt.receiver_name,
        "payer_name": receipt.payer_name,
        "bank": receipt.bank,
        "company": receipt.company,
        "verdict": verdict_view(receipt),
        "duplicate": receipt.duplicate_kind if receipt.duplicate_of else None,
        "order": order_view(order) if order else None,
        "decision": receipt.decision,
        "created_at": iso(receipt.created_at),
        "url": url_for("receipts.one", receipt_id=receipt.id),
    }


def verdict_view(receipt: Receipt) -> Json | None:
    """Return the verdict in words of the reader's language."""
    if receipt.verdict is None:
        return None
    judged = {**UNJUDGED, **receipt.judged}
    return {
        "word": receipt.verdict,
        "colour": judged["colour"],
        "title": sentence(judged["title"]) if judged["title"] else None,
        "reasons": spoken(judged["signs"]),
        "advice": sentence(judged["advice"]) if judged["advice"] else None,
    }


def check_view(check: Mapping[str, Any] | None) -> Json | None:
    """Return what the receiver was found to be, with its reasons in words."""
    return {**check, "reasons": spoken(check["reasons"])} if check else None


def result_view(result: Any) -> Any:
    """Return what a reading's job came to, in words: it is kept in none."""
    if not isinstance(result, dict):
        return result
    check = check_view(result["validacao_recebedor"])
    return {**result, "validacao_recebedor": check, "reasons": spoken(result["reasons"])}


def order_view(order: Standing) -> Json:
    """Return how an order stands."""
    return {
        "id": order.id,
        "reference": order.reference,
        "expected_amount": number(order.expected),
        "paid_amount": number(order.paid),
        "currency": order.currency,
        "payments": order.payments,
        "state": order.state,
        "created_at": iso(order.created_at),
    }


def _file(receipt: Receipt) -> Json:
    pages = len(receipt.sizes)
    return {
        "name": receipt.original_name,
        "media_type": receipt.media_type,
        "size": receipt.size,
        "pages": receipt.page_count,
        "preview_urls": [
            url_for("receipt_files.preview", receipt_id=receipt.id, page=str(page))
            for page in range(pages)
        ],
        "original_url": url_for("receipt_files.original", receipt_id=receipt.id),
    }


def _field(kept: Mapping[str, Any]) -> Json:
    told = {name: value for name, value in kept.items() if name != "read"}
    return {**told, "signs": [sentence(key) for key in kept["signs"]]}


def _duplicate(receipt: Receipt, earlier: Earlier | None) -> Json | None:
    if earlier is None:
        return None
    return {
        "kind": receipt.duplicate_kind,
        "receipt_id": earlier.id,
        "received_at": iso(earlier.created_at),
        "by": earlier.by,
    }


def _payment(payment: Payment) -> Json:
    return {
        "amount": number(payment.amount),
        "currency": payment.currency,
        "recorded_at": iso(payment.recorded_at),
    }


def number(amount: Decimal | None) -> float | None:
    """Return an amount as a JSON number, which is exact below a thousand milliards."""
    return None if amount is None else float(amount)


def iso(moment: datetime | None) -> str | None:
    """Return a moment as everywhere in our JSON: in UTC, to the millisecond."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None
