"""The lines of the list of receipts, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_date

from balcao.receipts.canonical import iso
from balcao.receipts.models import Receipt
from balcao.receipts.pages import words
from balcao.receipts.pages.shown import money
from balcao.receipts.payments.queries import Standing
from balcao.receipts.queries import state_of

COLOURS = {"waiting": "blue", "failed": "yellow", "unreadable": "grey"}


@dataclass(frozen=True)
class Line:
    """One receipt as the list prints it."""

    id: str
    state: str
    title: str
    amount: str
    word: object
    colour: str
    created_at: str | None
    dated: str
    paid: bool
    order: str
    duplicate: bool
    decided: object
    new: bool


def lines_of(
    receipts: Sequence[Receipt],
    states: dict[str, str],
    orders: Mapping[str, Standing],
    new: frozenset[str],
) -> list[Line]:
    """Return the lines; `new` are those that were handed in a moment ago."""
    return [_line(one, state_of(one, states), orders, one.id in new) for one in receipts]


def _line(receipt: Receipt, state: str, orders: Mapping[str, Standing], new: bool) -> Line:  # noqa: FBT001 - only called above
    order = orders.get(receipt.order_id or "")
    judged = state == "read" and receipt.verdict
    return Line(
        id=receipt.id,
        state=state,
        title=receipt.receiver_name or receipt.company or receipt.original_name,
        amount=money(receipt.amount, receipt.currency),
        word=words.VERDICTS.get(judged, judged) if judged else words.STATES[state],
        colour=receipt.judged.get("colour", "grey") if judged else COLOURS.get(state, "grey"),
        created_at=iso(receipt.created_at),
        dated=format_date(receipt.paid_on, "short") if receipt.paid_on else "",
        paid=receipt.status == "completed",
        order=order.reference if order else "",
        duplicate=receipt.duplicate_of is not None,
        decided=words.DECISIONS[receipt.decision] if receipt.decision else "",
        new=new,
    )
