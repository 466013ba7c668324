"""Asking for a way to a new password; the answer is the same whoever's address was typed."""

from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, redirect
from flask import session as browser
from flask.typing import ResponseReturnValue

from balcao.accounts import limits
from balcao.accounts.addresses import Address
from balcao.accounts.forms import Form
from balcao.accounts.limits import Limits
from balcao.accounts.login.current import current_browser
from balcao.accounts.login.forms import refused, remember_address, remembered_address
from balcao.accounts.recovery import service
from balcao.accounts.recovery.service import Asked, Wish
from balcao.foundation.db import reading, repeated, transaction
from balcao.foundation.errors import DomainError
from balcao.jobs import status
from balcao.jobs.requests import reader, visible_job
from balcao.web.forms import idempotency_key
from balcao.web.i18n import chosen_language
from balcao.web.identity import viewer_id

bp = Blueprint("recovery", __name__, url_prefix="/forgot")

PAGE, TEMPLATE = "/forgot", "accounts/forgot.html"
KEY, KIND = "mail", "reset"


@bp.get("")
def page() -> ResponseReturnValue:
    """Show the form, and how far the mail has got that this browser asked for last."""
    viewer_id(create=True)  # the form's key counts together with this browser's number
    return Form({"email": remembered_address()}).page(TEMPLATE, job=_followed())


@bp.post("")
def ask() -> ResponseReturnValue:
    """Take the request; only the worker finds out whether there is an account."""
    form = Form.sent()
    address = form.address()
    if address is None:
        return form.page(TEMPLATE, job=_followed())
    try:
        asked = _placed(address)
    except DomainError as refusal:
        return refused(form, refusal, TEMPLATE, job=_followed())
    browser[KEY] = {"kind": KIND, "job": asked.job_id, "token": asked.token_id}
    remember_address(address.email)
    return redirect(PAGE, HTTPStatus.SEE_OTHER)


def _placed(address: Address) -> Asked:
    wish = Wish(address, chosen_language(), viewer_id(create=True) or "", idempotency_key())
    if before := _asked_before(wish):
        return before
    try:
        repeated(partial(_keep_limits, address.mailbox))
    except DomainError:
        # A form that is sent twice may meet the limit that its first copy has just filled.
        if before := _asked_before(wish):
            return before
        raise
    return repeated(partial(_asked, wish))


def _asked_before(wish: Wish) -> Asked | None:
    with reading() as session:
        return service.asked_before(session, wish)


def _keep_limits(mailbox: str) -> None:
    rules: Limits = current_app.extensions["limits"]
    with transaction() as session:
        if wait := rules.mail(session, mailbox, current_browser().client):
            limits.refuse(wait)


def _asked(wish: Wish) -> Asked:
    with transaction() as session:
        return service.ask(session, wish, current_browser())


def _followed() -> dict[str, Any] | None:
    kept = browser.get(KEY) or {}
    job = visible_job(kept["job"]) if kept.get("kind") == KIND else None
    return status.full_view(status.describe(job), acting=reader().may_see(job)) if job else None
