"""Confirming by the link of a mail: looking uses nothing up, the button of the page does."""

from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, render_template
from flask import session as browser
from flask.typing import ResponseReturnValue

from balcao.accounts import events
from balcao.accounts.addresses import parse
from balcao.accounts.forms import Form
from balcao.accounts.links import VERIFY, LinkMaker
from balcao.accounts.models import AuthToken
from balcao.accounts.signup import asking, following, queries, service
from balcao.accounts.signup.asking import Order
from balcao.accounts.signup.queries import LinkState
from balcao.foundation.db import reading, repeated, transaction
from balcao.foundation.errors import DomainError
from balcao.web.errors import waiting_time, wants_json
from balcao.web.request_ids import request_id

bp = Blueprint("verify", __name__, url_prefix="/verify")

PAGE, FOLLOW = "/verify", "/login"
KEPT = "link:verify"


@bp.get("/<token>")
def arrive(token: str) -> ResponseReturnValue:
    """Move the token out of the address bar, where it would be copied, kept and passed on."""
    state, row = _looked_up(token)
    return _shown(state, row) if row is None else _kept(token)


@bp.get("")
def page() -> ResponseReturnValue:
    """Show what the link still opens, and the button that uses it up."""
    return _shown(*_looked_up(_kept_token()))


@bp.post("/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """Make the account; whoever presses a second time is told that it exists."""
    try:
        row = repeated(partial(_confirmed, token))
    except DomainError:
        if wants_json():
            raise
        return arrive(token)
    if row is None:
        return _shown("dead", None)
    browser[KEPT] = token
    following.remember_confirmed(row.id, row.email)
    return _see(FOLLOW)


@bp.post("")
def confirm_kept() -> ResponseReturnValue:
    """Do the same with the link that this browser arrived by."""
    return confirm(_kept_token())


@bp.post("/again")
def again() -> ResponseReturnValue:
    """Replace a link that is too old by a new one, sent to the same address."""
    state, row = _looked_up(_kept_token())
    if row is None or state != "expired":
        return _see(PAGE)
    step = partial(service.ask_again, token_id=row.id)
    try:
        asked = asking.place(Order("signup_resent", parse(row.email), lambda: step))
    except DomainError as refusal:
        if wants_json():
            raise
        form = Form()
        form.refuse("", refusal.key, **refusal.params)
        answer = _shown(state, row, form)
        answer.status_code = refusal.status
        answer.headers.extend(waiting_time(refusal))
        return answer
    following.remember(asked, row.email)
    return _see(FOLLOW)


def _looked_up(token: str) -> tuple[LinkState, AuthToken | None]:
    with reading() as session:
        row = _links().row_of(session, token, VERIFY)
        state = queries.link_state(session, row) if row else "dead"
    return (state, row) if row and state != "dead" else ("dead", None)


def _confirmed(token: str) -> AuthToken | None:
    with transaction() as session:
        row = _links().row_of(session, token, VERIFY)
        if row is None:
            return None
        trace: dict[str, Any] = {"client": asking.client(), "request_id": request_id()}
        user_id = service.confirm(session, row)
        events.note(session, "account_created", user_id=user_id, email=row.email, **trace)
        return row


def _kept(token: str) -> ResponseReturnValue:
    browser[KEPT] = token
    return _see(PAGE)


def _kept_token() -> str:
    return str(browser.get(KEPT, ""))


def _shown(state: LinkState, row: AuthToken | None, form: Form | None = None) -> Response:
    """Answer with one page for all links that open nothing, be they foreign, cut or withdrawn."""
    page = render_template(
        "accounts/verify.html", state=state, email=row.email if row else "", form=form or Form()
    )
    status = HTTPStatus.NOT_FOUND if state == "dead" else HTTPStatus.OK
    return make_response(page, status)


def _see(path: str) -> Response:
    response = make_response(redirect(path, HTTPStatus.SEE_OTHER))
    # Not so the page itself: browsers would send its form without saying where it comes from.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _links() -> LinkMaker:
    links: LinkMaker = current_app.extensions["links"]
    return links
