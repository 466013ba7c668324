"""Moving an account to another address: asked here, confirmed from a mail, told to both."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template
from flask import session as browser
from flask.typing import ResponseReturnValue

from balcao.accounts import limits, links
from balcao.accounts.addresses import Address
from balcao.accounts.forms import Form
from balcao.accounts.limits import Limits
from balcao.accounts.links import ADDRESS, LinkMaker
from balcao.accounts.login import cookie, current
from balcao.accounts.login.current import login_required, the_user
from balcao.accounts.login.queries import Account
from balcao.accounts.models import AuthToken
from balcao.accounts.profile import queries, service
from balcao.accounts.profile.answers import gone_to, said
from balcao.accounts.profile.proof import proved_hash
from balcao.accounts.profile.service import Asked
from balcao.foundation.db import reading, repeated, transaction
from balcao.foundation.errors import DomainError
from balcao.jobs import Audience, status
from balcao.jobs.requests import visible_job
from balcao.web.errors import waiting_time
from balcao.web.forms import idempotency_key
from balcao.web.identity import viewer_id

bp = Blueprint("moving", __name__)

FORM, CONFIRM = "accounts/account_address.html", "accounts/account_confirm.html"
ACCOUNT, HERE, LINK = "/account", "/account/address", "/account/address/confirm"
KEPT_LINK = "link:address"
MAIL, KIND = "mail", "address"


@bp.get(HERE)
@login_required
def page() -> ResponseReturnValue:
    """Show the form, and how the mail to the new address is doing."""
    return _shown(Form())


@bp.post(HERE)
@login_required
def ask() -> ResponseReturnValue:
    """Send a link to the new address; the answer is the same whoever has that address."""
    who, form = the_user(), Form.sent()
    address, password = form.address(), form.password("current")
    if address and address.canonical == who.address:
        form.refuse("email", "accounts.error.same_address")
    if address is None or password is None or form.errors:
        return _shown(form)
    try:
        if proved_hash(who, password) is None:
            form.refuse("current", "accounts.error.password")
            return _shown(form)
        asked = repeated(lambda: _asked(who, address))
    except DomainError as refusal:
        form.refuse("", refusal.key, **refusal.params)
        return _shown(form, refusal)
    browser[MAIL] = {"kind": KIND, "job": asked.job_id, "token": asked.token_id}
    return gone_to(HERE)


@bp.get(f"{HERE}/<token>")
def follow(token: str) -> ResponseReturnValue:
    """Take the link out of the address bar; nothing is used up by looking."""
    browser[KEPT_LINK] = token[: links.LONGEST]
    response = gone_to(LINK)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get(LINK)
def confirm_form() -> ResponseReturnValue:
    """Ask whether the account is to move; only the button does it."""
    if KEPT_LINK not in browser:
        return gone_to(HERE)
    with reading() as session:
        row = _links().row_of(session, browser.get(KEPT_LINK, ""), ADDRESS)
        is_open = row is not None and links.is_open(session, row)
    page = render_template(CONFIRM, email=row.email if row and is_open else None)
    return page, HTTPStatus.OK if is_open else HTTPStatus.GONE


@bp.post(LINK)
def confirm() -> ResponseReturnValue:
    """Move the account, log every other browser out, and tell the old and the new address."""
    who = current.current_user()
    row = repeated(lambda: _moved(but=who.session_id if who else None))
    browser.pop(KEPT_LINK)
    _forget()
    done = "accounts.note.address_changed"
    if who is None or who.user_id != row.user_id:
        return said("/login", done)
    response = said(ACCOUNT, done)
    cookie.remember_device(response, row.address)
    return response


def followed(who: Account) -> dict[str, Any] | None:
    """Return the mail to a new address that this browser asked for, as its page shows it."""
    kept = browser.get(MAIL) or {}
    if kept.get("kind") != KIND:
        return None
    with reading() as session:
        asked = queries.asked_address(session, kept["token"], user_id=who.user_id)
    job = visible_job(kept["job"]) if asked else None
    if asked is None or job is None:
        return None
    ticket = status.full_view(status.describe(job), acting=False)
    return {"email": asked.email, "is_open": asked.is_open, "job": ticket}


def _moved(*, but: str | None) -> AuthToken:
    with transaction() as session:
        row = _links().row_of(session, browser.get(KEPT_LINK, ""), ADDRESS)
        if row is None:
            raise DomainError("accounts.error.link_closed", HTTPStatus.GONE)
        service.change_address(session, row, current.current_browser(), but=but)
    return row


def _asked(who: Account, address: Address) -> Asked:
    audience, key = Audience(viewer=viewer_id(create=True)), idempotency_key()
    asker = service.Asker(audience, key, current.current_browser())
    known_limits: Limits = current_app.extensions["limits"]
    with transaction() as session:
        # The limits go first: of two copies of one form the later waits there for the earlier.
        wait = known_limits.mail(session, address.mailbox, asker.browser.client)
        before = service.asked_before(session, who, key)
        if wait and not before:
            limits.refuse(wait)
        return before or service.ask_address(session, who, address, asker)


def _shown(form: Form, refusal: DomainError | None = None) -> Response:
    who = the_user()
    response = make_response(form.page(FORM, who=who, followed=followed(who)))
    if refusal:
        response.status_code = refusal.status
        response.headers.extend(waiting_time(refusal))
    return response


def _forget() -> None:
    if (browser.get(MAIL) or {}).get("kind") == KIND:
        browser.pop(MAIL)


def _links() -> LinkMaker:
    found: LinkMaker = current_app.extensions["links"]
    return found
