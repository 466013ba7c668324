"""The first account of staff, for whoever can read the terminal of this house."""

from http import HTTPStatus

from flask import Blueprint, Response, current_app, make_response, redirect, render_template
from flask import session as browser
from flask.typing import ResponseReturnValue

from balcao.accounts.forms import Form
from balcao.accounts.links import LinkMaker
from balcao.accounts.login import cookie
from balcao.accounts.login.current import current_browser
from balcao.accounts.login.forms import AFTERWARDS, refused
from balcao.accounts.models import AuthToken
from balcao.accounts.people import queries, service
from balcao.accounts.people.service import NewUser
from balcao.foundation.db import reading, repeated, transaction
from balcao.foundation.errors import DomainError
from balcao.web.i18n import chosen_language

bp = Blueprint("welcome", __name__, url_prefix="/welcome")

PAGE, TEMPLATE, DEAD = "/welcome", "accounts/welcome.html", "accounts/welcome_dead.html"
KEPT = "link:staff"


@bp.after_request
def keep_to_ourselves(response: Response) -> Response:
    """Let no link travel on, not even within this house; a page's form must say whence it comes."""
    if response.location:
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/<token>")
def arrive(token: str) -> ResponseReturnValue:
    """Move the token out of the address bar."""
    if _invitation(token) is None:
        return _dead()
    browser[KEPT] = token
    return redirect(PAGE, HTTPStatus.SEE_OTHER)


@bp.get("")
def page() -> ResponseReturnValue:
    """Ask for the address and the password of the account to be."""
    return Form().page(TEMPLATE) if _invitation(_kept_token()) else _dead()


@bp.post("/<token>")
def found(token: str) -> ResponseReturnValue:
    """Make the account and log its owner in; the link has done its work by that."""
    row = _invitation(token)
    if row is None:
        return _dead()
    browser[KEPT] = token
    form = Form.sent()
    address = form.address()
    password = form.new_password(address.email if address else "")
    if address is None or password is None:
        return form.page(TEMPLATE)
    try:
        new = NewUser(address, chosen_language(), service.hashed(password, address), staff=True)
        secret = repeated(lambda: _founded(row, new))
    except DomainError as refusal:
        return refused(form, refusal, TEMPLATE)
    browser.pop(KEPT)
    response = make_response(redirect(AFTERWARDS, HTTPStatus.SEE_OTHER))
    cookie.admit(response, secret, address=address.canonical, locale=new.locale)
    return response


@bp.post("")
def found_kept() -> ResponseReturnValue:
    """Do the same with the link that this browser arrived by."""
    return found(_kept_token())


def _founded(row: AuthToken, new: NewUser) -> str:
    with transaction() as session:
        return service.welcome(session, row, new, current_browser())


def _invitation(token: str) -> AuthToken | None:
    maker: LinkMaker = current_app.extensions["links"]
    with reading() as session:
        return queries.invitation_of(session, maker, token)


def _kept_token() -> str:
    return str(browser.get(KEPT, ""))


def _dead() -> ResponseReturnValue:
    return render_template(DEAD), HTTPStatus.NOT_FOUND
