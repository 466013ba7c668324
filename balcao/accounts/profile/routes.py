"""The account page: who one is here, where one is logged in, and the way to every change."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from balcao.accounts import passwords
from balcao.accounts.factors import queries as factors
from balcao.accounts.forms import Form
from balcao.accounts.login import cookie
from balcao.accounts.login.current import current_browser, login_required, the_user
from balcao.accounts.login.queries import Account
from balcao.accounts.profile import moving, queries, service
from balcao.accounts.profile.answers import gone_to, said
from balcao.accounts.profile.devices import browser_of, system_of
from balcao.accounts.profile.proof import proved_hash
from balcao.accounts.profile.queries import OpenSession
from balcao.accounts.profile.service import Changed
from balcao.foundation.db import reading, repeated, transaction
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import is_id
from balcao.web import cookies, i18n

bp = Blueprint("profile", __name__)

ACCOUNT = "/account"
PAGE, CHANGE = "accounts/account.html", "accounts/account_password.html"


@bp.get("/account")
@login_required
def page() -> ResponseReturnValue:
    """Show everything about the account on one page."""
    who = the_user()
    return _shown(who, Form({"name": who.name}, id="name"))


@bp.post("/account/name")
@login_required
def rename() -> ResponseReturnValue:
    """Keep another name; none is a name, too."""
    who, form = the_user(), Form.sent("name")
    name = form.text("name", optional=True)
    if name is None:
        return _shown(who, form)
    with transaction() as session:
        service.rename(session, user_id=who.user_id, name=name)
    return said(ACCOUNT, "accounts.note.saved")


@bp.post("/account/language")
@login_required
def language() -> ResponseReturnValue:
    """Keep the language for mails as well as for this browser."""
    locale = i18n.known_language(request.form.get("lang", ""))
    if locale is None:
        raise DomainError("accounts.error.language", HTTPStatus.UNPROCESSABLE_ENTITY)
    with transaction() as session:
        service.speak(session, user_id=the_user().user_id, locale=locale)
    response = gone_to(ACCOUNT)
    cookies.keep(response, i18n.COOKIE, locale.replace("_", "-"))
    return response


@bp.get("/account/password")
@login_required
def password_form() -> ResponseReturnValue:
    """Show the form for another password."""
    return Form().page(CHANGE, email=the_user().email)


@bp.post("/account/password")
@login_required
def change_password() -> ResponseReturnValue:
    """Change the password for somebody who knows the present one, and log all others out."""
    who, form = the_user(), Form.sent()
    current = form.password("current")
    new = form.new_password(who.email, who.name)
    if current is None or new is None:
        return form.page(CHANGE, email=who.email)
    old_hash = proved_hash(who, current)
    if old_hash is None:
        form.refuse("current", "accounts.error.password")
    elif current == new:
        form.refuse("password", "accounts.error.same_password")
    if form.errors:
        return form.page(CHANGE, email=who.email)
    changed = Changed(old_hash, passwords.hash_password(new))
    secret = repeated(lambda: _kept(who, changed))
    response = said(ACCOUNT, "accounts.note.password_changed")
    cookie.put(response, secret)
    return response


@bp.post("/account/sessions/<session_id>/end")
@login_required
def end_session(session_id: str) -> ResponseReturnValue:
    """Log one browser out, wherever it is; one's own by this, too."""
    who = the_user()
    if not is_id(session_id):
        raise DomainError("accounts.error.no_session", HTTPStatus.NOT_FOUND)
    with transaction() as session:
        service.end_session(session, who, session_id, current_browser())
    if session_id == who.session_id:
        response = gone_to("/login")
        cookie.clear(response)
        return response
    return said(ACCOUNT, "accounts.note.session_ended")


@bp.post("/account/sessions/end-others")
@login_required
def end_others() -> ResponseReturnValue:
    """Log every other browser out."""
    with transaction() as session:
        service.end_others(session, the_user(), current_browser())
    return said(ACCOUNT, "accounts.note.sessions_ended")


def _kept(who: Account, changed: Changed) -> str:
    with transaction() as session:
        return service.change_password(session, who, changed, current_browser())


def _shown(who: Account, form: Form) -> ResponseReturnValue:
    with reading() as session:
        sessions = queries.sessions_of(session, user_id=who.user_id)
        values = {
            "businesses": queries.businesses_of(session, user_id=who.user_id),
            "factors": factors.factors_of(session, user_id=who.user_id),
            "codes_left": factors.codes_left(session, user_id=who.user_id),
        }
    devices = [_device(one, who) for one in sessions]
    followed = moving.followed(who)
    return form.page(PAGE, who=who, sessions=devices, followed=followed, **values)


def _device(one: OpenSession, who: Account) -> dict[str, Any]:
    return {
        "id": one.id,
        "browser": browser_of(one.agent),
        "system": system_of(one.agent),
        "client": one.client,
        "since": one.created_at.isoformat(),
        "seen": one.seen_at.isoformat(),
        "current": one.id == who.session_id,
    }
