"""The way in and the way out."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from balcao.accounts import limits, passwords
from balcao.accounts.forms import Form
from balcao.accounts.limits import Attempt, Limits
from balcao.accounts.login import cookie, current, forms, queries, service
from balcao.accounts.login.queries import Account
from balcao.accounts.models import User
from balcao.accounts.signup import following
from balcao.foundation.db import reading, transaction
from balcao.foundation.errors import DomainError

bp = Blueprint("login", __name__)

LOGIN, AGAIN = "accounts/login.html", "accounts/again.html"
FACTOR_PAGE = "/login/factor"


@bp.app_context_processor
def header() -> dict[str, object]:
    """Let every page greet its reader; asked only when the page does, so an error page may not."""
    return {"visitor": current.current_user}


@bp.get("/login")
def page() -> ResponseReturnValue:
    """Show the form; whoever is logged in already is sent on."""
    if current.current_user():
        return redirect(forms.wished_page(), HTTPStatus.SEE_OTHER)
    return _login_page(Form({"email": forms.remembered_address()}))


@bp.post("/login")
def enter() -> ResponseReturnValue:
    """Open a session for the right password; there is one answer to every wrong one."""
    form, given = forms.credentials()
    if given is None:
        return _login_page(form)
    forms.remember_address(given.typed)
    attempt = _attempt(given.address)
    try:
        return _admitted(_proved(given, attempt), given, attempt)
    except DomainError as refusal:
        return forms.refused(form, refusal, LOGIN, **_login_values())


@bp.post("/login/forgot")
def forgot() -> ResponseReturnValue:
    """Carry the address that was typed along to the page for forgotten passwords."""
    forms.remember_address(request.form.get("email", ""))
    return redirect("/forgot", HTTPStatus.SEE_OTHER)


@bp.post("/logout")
def leave() -> ResponseReturnValue:
    """End the session on the server and leave nothing of it in the browser."""
    who = current.current_user() or current.half_logged_in()
    if who:
        with transaction() as work:
            service.log_out(work, who, current.current_browser())
    session.clear()
    response = current_app.make_response(redirect(url_for("login.page"), HTTPStatus.SEE_OTHER))
    cookie.clear(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@bp.get("/login/again")
@current.login_required
def again() -> ResponseReturnValue:
    """Ask somebody who is logged in for the password once more."""
    return Form().page(AGAIN, next=forms.wished_page())


@bp.post("/login/again")
@current.login_required
def prove() -> ResponseReturnValue:
    """Note that it is still the same person, and go on to what they wanted to change."""
    who, form = current.the_user(), Form.sent()
    password = form.password()
    if password is None:
        return form.page(AGAIN, next=forms.wished_page())
    try:
        _check_again(who, password)
    except DomainError as refusal:
        return forms.refused(form, refusal, AGAIN, next=forms.wished_page())
    with transaction() as work:
        token = service.prove(work, who.session_id)
    response = current_app.make_response(redirect(forms.wished_page(), HTTPStatus.SEE_OTHER))
    cookie.put(response, token)
    return response


def _attempt(address: str) -> Attempt:
    browser = current.current_browser()
    return Attempt(address, browser.client, cookie.known_device(address))


def _proved(given: forms.Credentials, attempt: Attempt) -> User:
    """Return the account the password opens; the work is the same where there is none."""
    with transaction() as work:
        if wait := _limits().login(work, attempt):
            limits.refuse(wait)
    with reading() as work:
        user = queries.user_at(work, given.address)
    right = passwords.matches(user.password_hash if user else None, given.password)
    if user is None or user.disabled_at or not right:
        with transaction() as work:
            service.refuse_login(work, user, given.typed, current.current_browser())
        raise DomainError("accounts.error.login", HTTPStatus.UNPROCESSABLE_ENTITY)
    return user


def _admitted(user: User, given: forms.Credentials, attempt: Attempt) -> ResponseReturnValue:
    stronger = service.stronger_hash(user, given.password)
    with transaction() as work:
        token, whole = service.log_in(
            work, user, current.current_browser(), instead_of=cookie.token()
        )
        service.keep_hash(work, user, stronger)
        if whole:
            _limits().login_succeeded(work, attempt)
    following.forget()
    if not whole:
        return _half_admitted(token)
    response = current_app.make_response(redirect(forms.wished_page(), HTTPStatus.SEE_OTHER))
    cookie.admit(response, token, address=user.address, locale=user.locale)
    return response


def _half_admitted(token: str) -> ResponseReturnValue:
    address = f"{FACTOR_PAGE}?{urlencode({'next': forms.wished_page()})}"
    response = current_app.make_response(redirect(address, HTTPStatus.SEE_OTHER))
    cookie.put(response, token)
    return response


def _check_again(who: Account, password: str) -> None:
    with transaction() as work:
        if wait := _limits().proof(work, who.session_id):
            limits.refuse(wait)
    with reading() as work:
        user = queries.user_at(work, who.address)
    if not passwords.matches(user.password_hash if user else None, password):
        raise DomainError("accounts.error.password", HTTPStatus.UNPROCESSABLE_ENTITY)


def _login_page(form: Form) -> ResponseReturnValue:
    return form.page(LOGIN, **_login_values())


def _login_values() -> dict[str, Any]:
    return {"next": forms.wished_page(), "following": following.following()}


def _limits() -> Limits:
    found: Limits = current_app.extensions["limits"]
    return found
