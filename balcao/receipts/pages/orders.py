"""The page of orders: what each expects, and what accepted receipts have paid of it."""

from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from balcao.accounts.forms import Form
from balcao.accounts.login.current import login_required
from balcao.foundation.db import reading, transaction
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import is_id
from balcao.receipts.corrections import as_typed_amount
from balcao.receipts.desk import tenant
from balcao.receipts.pages.shown import money
from balcao.receipts.pages.words import ORDER_KEPT, ORDER_STATES
from balcao.receipts.payments import service
from balcao.receipts.payments.queries import Standing, standings_of

bp = Blueprint("receipt_orders", __name__)

PAGE_LENGTH = 50
PLACES = {
    "receipts.error.amount": "expected_amount",
    "receipts.error.reference": "reference",
}
COLOURS = {"open": "blue", "under": "yellow", "paid": "green", "over": "yellow"}


@dataclass(frozen=True)
class ShownOrder:
    """One order as the page prints it."""

    id: str
    reference: str
    expected: str
    paid: str
    payments: int
    word: object
    colour: str
    difference: str


@bp.get("/receipts/orders")
@login_required
def page() -> ResponseReturnValue:
    """Show how the orders stand, newest first, and a form to expect a payment."""
    return _shown(Form())


@bp.post("/receipts/orders")
@login_required
def expect() -> ResponseReturnValue:
    """Note what an order expects to be paid."""
    form = Form.sent()
    reference = form.text("reference", most=service.LONGEST_REFERENCE)
    typed = form.text("expected_amount", most=20)
    if reference is None or typed is None:
        return _shown(form)
    try:
        amount = as_typed_amount(typed)
        with transaction() as session:
            service.expect(session, tenant(), reference, amount, None)
    except DomainError as refusal:
        form.refuse(PLACES.get(refusal.key, ""), refusal.key, **refusal.params)
        return _shown(form)
    flash(str(ORDER_KEPT))
    return redirect(url_for("receipt_orders.page"), HTTPStatus.SEE_OTHER)


def _shown(form: Form) -> ResponseReturnValue:
    after = request.args.get("after", "")
    with reading() as session:
        found = standings_of(
            session, tenant(), limit=PAGE_LENGTH + 1, after=after if is_id(after) else None
        )
    orders, more = found[:PAGE_LENGTH], len(found) > PAGE_LENGTH
    older = url_for("receipt_orders.page", after=orders[-1].id) if more else None
    shown = [_order(one) for one in orders]
    return form.page("receipts/orders.html", orders=shown, older_url=older)


def _order(order: Standing) -> ShownOrder:
    state = order.state
    return ShownOrder(
        id=order.id,
        reference=order.reference,
        expected=money(order.expected, order.currency),
        paid=money(order.paid, order.currency) if order.payments else "",
        payments=order.payments,
        word=ORDER_STATES[state] if state else gettext("Paid, nothing was expected"),
        colour=COLOURS.get(state or "", "grey"),
        difference=_difference(order),
    )


def _difference(order: Standing) -> str:
    if order.expected is None or not order.payments or order.paid == order.expected:
        return ""
    apart: Decimal = order.paid - order.expected
    amount = money(abs(apart), order.currency)
    if apart < 0:
        return str(gettext("%(amount)s missing", amount=amount))
    return str(gettext("%(amount)s too much", amount=amount))
