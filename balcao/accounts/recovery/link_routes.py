"""Choosing a new password by the link of a mail: looking uses nothing up, the form does."""

from http import HTTPStatus

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from balcao.accounts import passwords
from balcao.accounts.addresses import masked
from balcao.accounts.forms import Form
from balcao.accounts.links import LinkMaker
from balcao.accounts.login import cookie
from balcao.accounts.login.current import current_browser
from balcao.accounts.login.forms import remember_address
from balcao.accounts.recovery import queries, service
from balcao.accounts.recovery.queries import Held
from balcao.foundation.db import reading, repeated, transaction
from balcao.foundation.errors import DomainError
from balcao.web.errors import wants_json

bp = Blueprint("reset", __name__, url_prefix="/reset")

PAGE, TEMPLATE, DEAD = "/reset", "accounts/reset.html", "accounts/reset_dead.html"
KEPT = "link:reset"


@bp.after_request
def keep_to_ourselves(response: Response) -> Response:
    """Let no link travel on, not even within this house; a page's form must say whence it comes."""
    if response.location:
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/<token>")
def arrive(token: str) -> ResponseReturnValue:
    """Move the token out of the address bar, where it would be copied, logged and passed on."""
    if not _is_genuine(token):
        return _dead(token)
    browser[KEPT] = token
    return redirect(PAGE, HTTPStatus.SEE_OTHER)


@bp.get("")
def page() -> ResponseReturnValue:
    """Show whose password is asked for, or why the link opens nothing any more."""
    held = _held(_kept_token())
    return _form(Form(), held) if held else _dead(_kept_token())


@bp.post("/<token>")
def choose(token: str) -> ResponseReturnValue:
    """Keep the new password and end every session; nobody is logged in by this."""
    held = _held(token)
    if held is None:
        return _dead(token)
    form = Form.sent()
    password = form.new_password(held.user.email, held.user.name)
    if password is None:
        browser[KEPT] = token
        return _form(form, held)
    return _chosen(token, held, passwords.hash_password(password))


@bp.post("")
def choose_kept() -> ResponseReturnValue:
    """Do the same with the link that this browser arrived by."""
    return choose(_kept_token())


def _chosen(token: str, held: Held, password_hash: str) -> ResponseReturnValue:
    def keep() -> None:
        with transaction() as session:
            service.set_password(session, held, password_hash, current_browser())

    try:
        repeated(keep)
    except DomainError:  # another tab was quicker
        return _dead(token)
    browser.pop(KEPT, None)
    browser.pop("mail", None)
    remember_address(held.user.email)
    flash(gettext("Your new password is set. Log in with it."))
    response = make_response(redirect("/login", HTTPStatus.SEE_OTHER))
    # Whoever reads the mail is let in here even while somebody else tries passwords elsewhere.
    cookie.remember_device(response, held.user.address)
    return response


def _held(token: str) -> Held | None:
    with reading() as session:
        return queries.held(session, _links(), token)


def _is_genuine(token: str) -> bool:
    with reading() as session:
        return queries.is_genuine(session, _links(), token)


def _kept_token() -> str:
    return str(browser.get(KEPT, ""))


def _form(form: Form, held: Held) -> ResponseReturnValue:
    return form.page(TEMPLATE, whose=masked(held.user.email), known=held.user.name)


def _dead(token: str) -> ResponseReturnValue:
    """Tell only the holder of a genuine link that it is over; the rest is no link of ours."""
    genuine = _is_genuine(token)
    status = HTTPStatus.GONE if genuine else HTTPStatus.NOT_FOUND
    if wants_json():
        raise DomainError("accounts.error.link_closed", status)
    return render_template(DEAD, genuine=genuine), status


def _links() -> LinkMaker:
    maker: LinkMaker = current_app.extensions["links"]
    return maker
