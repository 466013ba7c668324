"""The second step of the way in, and the way in without a password."""

from http import HTTPStatus

from flask import Blueprint, Response, current_app, flash, jsonify, request
from flask.typing import ResponseReturnValue

from balcao.accounts import limits
from balcao.accounts.factors import asked, doors, queries
from balcao.accounts.factors.asked import LOGIN, STEP
from balcao.accounts.factors.passkeys import answer_of
from balcao.accounts.factors.queries import PASSKEY
from balcao.accounts.factors.routes import seal
from balcao.accounts.forms import Form
from balcao.accounts.limits import Attempt, Limits
from balcao.accounts.login import cookie
from balcao.accounts.login.current import current_browser, current_user, half_logged_in
from balcao.accounts.login.forms import wished_page
from balcao.accounts.login.queries import Account
from balcao.accounts.profile.answers import gone_to
from balcao.foundation.clock import utcnow
from balcao.foundation.db import reading, transaction
from balcao.foundation.errors import DomainError
from balcao.web.errors import waiting_time
from balcao.web.sentences import sentence

bp = Blueprint("factor_step", __name__)

HERE = "/login/factor"


@bp.get(HERE)
def page() -> ResponseReturnValue:
    """Ask for the second proof whoever has shown a password."""
    who = _asked_person()
    return _shown(who, Form()) if who else gone_to(wished_page() if current_user() else "/login")


@bp.post(HERE)
def enter() -> ResponseReturnValue:
    """Open the session for a code of the app, or for a recovery code."""
    who, form = _asked_person(), Form.sent()
    if who is None:
        return _too_late()
    typed = form.password("code")
    if typed is None:
        return _shown(who, form)
    try:
        _count_try(who)
    except DomainError as refusal:
        form.refuse("code", refusal.key, **refusal.params)
        return _shown(who, form, refusal)
    with transaction() as session:
        step = doors.Step(who, current_browser(), utcnow())
        secret = doors.enter_by_code(session, seal(), step, typed)
    if secret is None:
        form.refuse("code", "accounts.error.code")
        return _shown(who, form)
    return _admitted(who, secret)


@bp.post(f"{HERE}/passkey/options")
def ask_passkey() -> ResponseReturnValue:
    """Tell the browser which of this person's passkeys would do."""
    who = _asked_person()
    if who is None:
        raise DomainError("accounts.error.step_over", HTTPStatus.UNAUTHORIZED)
    with reading() as session:
        found = queries.factors_of(session, user_id=who.user_id)
    known = [row.credential_id for row in found if row.credential_id]
    return jsonify(asked.passkeys().question(asked.ask(STEP, who.user_id), known))


@bp.post(f"{HERE}/passkey")
def enter_by_passkey() -> ResponseReturnValue:
    """Open the session for a passkey of the very person who has shown the password."""
    who = _asked_person()
    if who is None:
        return _too_late()
    try:
        _count_try(who)
        challenge = asked.answered(STEP, who.user_id)
        answer = answer_of(request.form.get("credential", ""))
        with transaction() as session:
            passkey = doors.shown_passkey(session, asked.passkeys(), answer, challenge)
            step = doors.Step(who, current_browser(), utcnow())
            secret = doors.enter_by_passkey(session, step, passkey)
    except DomainError as refusal:
        return _refused(refusal, request.full_path.replace("/passkey", "", 1).rstrip("?"))
    return _admitted(who, secret)


@bp.post("/login/passkey/options")
def ask_anybody() -> ResponseReturnValue:
    """Tell the browser that any passkey of ours would do; the passkey says whose it is."""
    return jsonify(asked.passkeys().question(asked.ask(LOGIN)))


@bp.post("/login/passkey")
def enter_without_password() -> ResponseReturnValue:
    """Open a session for a passkey alone: its device has made sure of its owner."""
    browser, known_limits = current_browser(), _limits()
    try:
        with transaction() as session:
            if wait := known_limits.passkey(session, browser.client):
                limits.refuse(wait)
        challenge = asked.answered(LOGIN)
        answer = answer_of(request.form.get("credential", ""))
        with transaction() as session:
            passkey = doors.shown_passkey(session, asked.passkeys(), answer, challenge)
            old = cookie.token()
            secret, user = doors.open_by_passkey(session, passkey, browser, instead_of=old)
            known_limits.passkey_succeeded(session, browser.client)
    except DomainError as refusal:
        return _refused(refusal, "/login")
    response = gone_to(wished_page())
    cookie.admit(response, secret, address=user.address, locale=user.locale)
    return response


def _asked_person() -> Account | None:
    """Return who owes a proof: half logged in, or logged in before there was a factor."""
    if who := half_logged_in():
        return who
    who = current_user()
    if who is None or who.with_factor:
        return None
    with reading() as session:
        return who if queries.has_factor(session, user_id=who.user_id) else None


def _count_try(who: Account) -> None:
    known = bool(cookie.known_device(who.address))
    with transaction() as session:
        if wait := _limits().factor_of(session, who.user_id, who.session_id, known=known):
            limits.refuse(wait)


def _admitted(who: Account, secret: str) -> Response:
    attempt = Attempt(who.address, current_browser().client, cookie.known_device(who.address))
    with transaction() as session:
        _limits().login_succeeded(session, attempt)
    response = gone_to(wished_page())
    cookie.admit(response, secret, address=who.address, locale=who.locale)
    return response


def _shown(who: Account, form: Form, refusal: DomainError | None = None) -> ResponseReturnValue:
    with reading() as session:
        kinds = {row.kind for row in queries.factors_of(session, user_id=who.user_id)}
    page = form.page("accounts/factor_step.html", passkeys=PASSKEY in kinds, next=wished_page())
    response = current_app.make_response(page)
    if refusal:
        response.status_code = refusal.status
        response.headers.extend(waiting_time(refusal))
    return response


def _refused(refusal: DomainError, path: str) -> Response:
    """Go back to where the browser asked, with the reason; the script has left that page."""
    if refusal.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise refusal
    with transaction() as session:
        doors.note_refusal(session, half_logged_in(), current_browser())
    flash(sentence(refusal.key, refusal.params), "error")
    return gone_to(path)


def _too_late() -> Response:
    flash(sentence("accounts.error.step_over", {}), "error")
    return gone_to("/login")


def _limits() -> Limits:
    found: Limits = current_app.extensions["limits"]
    return found
