"""The page on which a business says who may be paid for it."""

from http import HTTPStatus

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from balcao.accounts.forms import Form
from balcao.accounts.login.current import login_required
from balcao.foundation.db import reading, transaction
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import is_id
from balcao.receipts.desk import tenant
from balcao.receipts.pages.shown import written_document
from balcao.receipts.pages.words import RECEIVER_ADDED, RECEIVER_REMOVED
from balcao.receipts.payments import service
from balcao.receipts.payments.queries import receivers_of
from balcao.receipts.payments.service import NewReceiver

bp = Blueprint("receipt_receivers", __name__)

LONGEST = {"name": 120, "document": 40, "pix_key": 80, "iban": 40}
PLACES = {"receipts.error.receiver_name": "name"}


@bp.get("/receipts/receivers")
@login_required
def page() -> ResponseReturnValue:
    """Show who is named, and a form for one more."""
    return _shown(Form())


@bp.post("/receipts/receivers")
@login_required
def add() -> ResponseReturnValue:
    """Name one more."""
    form = Form.sent()
    typed = {
        name: form.text(name, most=most, optional=name != "name") for name, most in LONGEST.items()
    }
    if form.errors:
        return _shown(form)
    new = NewReceiver(**{name: value or "" for name, value in typed.items()})
    try:
        with transaction() as session:
            service.add_receiver(session, tenant(), new)
    except DomainError as refusal:
        form.refuse(PLACES.get(refusal.key, ""), refusal.key, **refusal.params)
        return _shown(form)
    flash(str(RECEIVER_ADDED))
    return redirect(url_for("receipt_receivers.page"), HTTPStatus.SEE_OTHER)


@bp.post("/receipts/receivers/<receiver_id>/remove")
@login_required
def remove(receiver_id: str) -> ResponseReturnValue:
    """Name this one no longer; one that is gone already is fine."""
    if not is_id(receiver_id):
        abort(HTTPStatus.NOT_FOUND)
    with transaction() as session:
        service.remove_receiver(session, tenant(), receiver_id)
    flash(str(RECEIVER_REMOVED))
    return redirect(url_for("receipt_receivers.page"), HTTPStatus.SEE_OTHER)


def _shown(form: Form) -> ResponseReturnValue:
    with reading() as session:
        receivers = receivers_of(session, tenant())
    return form.page(
        "receipts/receivers.html", receivers=receivers, written_document=written_document
    )
