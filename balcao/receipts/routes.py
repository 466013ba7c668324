"""Receipts for programs, and what a person decides about one."""

from decimal import Decimal
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from balcao.accounts.login.current import login_required, the_user
from balcao.foundation.db import reading, transaction
from balcao.foundation.ids import is_id
from balcao.receipts import desk, queries, service
from balcao.receipts.canonical import receipt_view, summary_view
from balcao.receipts.payments import service as payments
from balcao.receipts.payments.queries import standings_by_id
from balcao.receipts.queries import Wanted
from balcao.receipts.records import clean
from balcao.web.errors import wants_json

bp = Blueprint("receipts", __name__)

MOST_LISTED, USUALLY_LISTED = 100, 50
YES = {"1", "on", "true", "yes"}
LONGEST_SEARCH = 200


@bp.get("/api/v1/receipts")
@login_required
def listed() -> ResponseReturnValue:
    """List the business's receipts, newest first; `after` is the last id of the page before."""
    limit, after = page_asked()
    page, following = page_of(wanted(), limit, after)
    return jsonify(receipts=page, next=following)


def wanted() -> Wanted:
    """Return what this request's address narrows a list down to."""
    asked = request.args.get
    return Wanted(
        q=asked("q", "")[:LONGEST_SEARCH],
        state=clean(asked("state", "")) or None,
        verdict=clean(asked("verdict", "")) or None,
        status=clean(asked("status", "")) or None,
        decision=clean(asked("decision", "")) or None,
    )


def page_asked() -> tuple[int, str | None]:
    """Return how many lines are asked for, and after which."""
    limit, after = request.args.get("limit", str(USUALLY_LISTED)), request.args.get("after")
    numeric = limit.isascii() and limit.isdigit() and 1 <= int(limit[:4]) <= MOST_LISTED
    if not numeric or (after and not is_id(after)):
        abort(HTTPStatus.BAD_REQUEST)
    return int(limit), after or None


def page_of(
    wanted: Wanted, limit: int, after: str | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of lines, and what to ask for the next one with, if there is one."""
    with reading() as session:
        rows = queries.page_of(session, desk.tenant(), wanted, limit=limit + 1, after=after)
        states = queries.job_states(session, rows)
        orders = standings_by_id(session, [row.order_id for row in rows if row.order_id])
    lines = [
        summary_view(row, queries.state_of(row, states), orders.get(row.order_id or ""))
        for row in rows[:limit]
    ]
    return lines, lines[-1]["id"] if len(rows) > limit else None


@bp.get("/api/v1/receipts/<receipt_id>")
@login_required
def one(receipt_id: str) -> ResponseReturnValue:
    """Tell everything about one receipt."""
    return jsonify(receipt_view(desk.own_case(receipt_id)))


@bp.post("/receipts/<receipt_id>/fields")
@login_required
def correct(receipt_id: str) -> ResponseReturnValue:
    """Keep what a person says stands there, and judge the receipt anew."""
    values = _sent()
    with transaction() as session:
        receipt = desk.found(queries.held(session, receipt_id, desk.tenant()))
        service.correct(session, receipt, values)
    return _told(receipt_id)


@bp.post("/receipts/<receipt_id>/confirm")
@login_required
def confirm(receipt_id: str) -> ResponseReturnValue:
    """Record the payment; `keep=1` says that it repeats no other, whatever it looks like."""
    keep = _sent().get("keep", "").lower() in YES
    with transaction() as session:
        receipt = desk.found(queries.held(session, receipt_id, desk.tenant()))
        service.demand_read(session, receipt)
        payments.confirm(session, receipt, by=the_user().user_id, keep=keep)
    return _told(receipt_id)


@bp.post("/receipts/<receipt_id>/refuse")
@login_required
def refuse(receipt_id: str) -> ResponseReturnValue:
    """Note that this receipt is not taken."""
    with transaction() as session:
        receipt = desk.found(queries.held(session, receipt_id, desk.tenant()))
        payments.refuse(session, receipt, by=the_user().user_id)
    return _told(receipt_id)


@bp.post("/receipts/<receipt_id>/drop-duplicate")
@login_required
def drop_duplicate(receipt_id: str) -> ResponseReturnValue:
    """Forget a receipt that repeats another, and go on with that one."""
    with transaction() as session:
        receipt = desk.found(queries.held(session, receipt_id, desk.tenant()))
        earlier = service.drop_duplicate(session, receipt)
    return _told(earlier)


def _sent() -> dict[str, str]:
    """Return what was sent, by form or as JSON, as text by name."""
    if not request.is_json:
        return request.form.to_dict()
    body = request.get_json()
    if not isinstance(body, dict):
        abort(HTTPStatus.BAD_REQUEST)
    return {str(name): _text(value) for name, value in body.items()}


def _text(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool | int | float | Decimal):
        return str(value).lower()
    return abort(HTTPStatus.BAD_REQUEST)


def _told(receipt_id: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(receipt_view(desk.own_case(receipt_id)))
    return redirect(f"{request.script_root}/receipts/{receipt_id}", HTTPStatus.SEE_OTHER)
