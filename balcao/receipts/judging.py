"""From what was found to a verdict: every check by itself, then all of them weighed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from balcao.receipts.checks.amount import check_amount
from balcao.receipts.checks.dates import check_dates
from balcao.receipts.checks.duplicates import Duplicate
from balcao.receipts.checks.receiver import Payee, ReceiverCheck, check_receiver
from balcao.receipts.checks.verdict import Evidence, Verdict, judge
from balcao.receipts.fields.found import NAMES, Fields
from balcao.receipts.models import Receipt
from balcao.receipts.records import kept_sign


@dataclass(frozen=True)
class Surroundings:
    """What is known beside the receipt: who may be paid, what is expected, what came before."""

    receivers: Sequence[Payee]
    received_at: datetime
    paid_with_it: Decimal | None = None
    expected: Decimal | None = None
    expected_in: str = ""
    duplicate: Duplicate | None = None


@dataclass(frozen=True)
class Judgement:
    """The verdict, and the receiver check that is told beside it."""

    verdict: Verdict
    receiver: ReceiverCheck


def judged(fields: Fields, around: Surroundings) -> Judgement:
    """Weigh one receipt."""
    receiver = check_receiver(fields, around.receivers)
    amount = check_amount(
        around.paid_with_it,
        around.expected,
        paid_in=fields.value("currency") or "",
        expected_in=around.expected_in,
    )
    dates = check_dates(fields, around.received_at)
    evidence = Evidence(fields, receiver, amount, dates, around.duplicate)
    return Judgement(judge(evidence), receiver)


def kept_verdict(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as it is stored beside its word."""
    return {
        "colour": verdict.colour,
        "title": verdict.title,
        "advice": verdict.advice,
        "signs": [kept_sign(sign) for sign in verdict.reasons],
    }


def kept_check(check: ReceiverCheck) -> dict[str, Any]:
    """Return the receiver check as it is stored, in the shape the seed's key promises."""
    return {
        "status": check.status,
        "receiver": check.receiver,
        "by": check.by,
        "score": check.score,
        "reasons": [kept_sign(sign) for sign in check.reasons],
    }


def result_of(receipt: Receipt) -> dict[str, Any]:
    """Return what the reading's job answers: the seed's three keys, and the rest."""
    values = {name: (receipt.fields.get(name) or {}).get("value") for name in NAMES}
    amount = None if receipt.amount is None else float(receipt.amount)
    doubts = receipt.signs or [one for one in receipt.fields.values() if one["doubtful"]]
    return {
        "receipt_id": receipt.id,
        **values,
        "amount": amount,
        "validacao_recebedor": receipt.receiver_check,
        "verdict": receipt.verdict,
        "reasons": receipt.judged["signs"],
        "needs_review": bool(doubts),
    }
