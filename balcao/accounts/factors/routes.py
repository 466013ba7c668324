"""The page of the second factor: setting up an app and passkeys, codes on paper, taking away."""

from http import HTTPStatus

from flask import Blueprint, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from balcao.accounts import limits
from balcao.accounts.factors import apps, asked, doors, queries, service
from balcao.accounts.factors.asked import NEW
from balcao.accounts.factors.seal import Seal
from balcao.accounts.forms import Form
from balcao.accounts.limits import Limits
from balcao.accounts.login import cookie
from balcao.accounts.login.current import current_browser, recently_proved, the_user
from balcao.accounts.login.queries import Account
from balcao.accounts.profile.answers import gone_to, said
from balcao.accounts.profile.devices import browser_of, system_of
from balcao.foundation.clock import utcnow
from balcao.foundation.db import reading, transaction
from balcao.foundation.errors import DomainError
from balcao.foundation.ids import is_id

bp = Blueprint("factors", __name__)

HERE = "/account/second-factor"
APP = f"{HERE}/app"
ADDED = "accounts.note.factor_added"
LONGEST_NAME = 80


@bp.get(HERE)
@recently_proved
def page() -> ResponseReturnValue:
    """Show what protects the account beside the password."""
    who = the_user()
    with reading() as session:
        found = queries.factors_of(session, user_id=who.user_id)
        left = queries.codes_left(session, user_id=who.user_id)
    needed = current_app.extensions["staff_needs_factor"] and who.is_staff
    values = {"factors": found, "codes_left": left, "needed": needed and not who.with_factor}
    return render_template("accounts/factor.html", form=Form(), **values)


@bp.post(APP)
@recently_proved
def begin_app() -> ResponseReturnValue:
    """Make a secret for an app, and show it on a page that can be looked at again."""
    with transaction() as session:
        service.begin_app(session, seal(), user_id=the_user().user_id)
    return gone_to(APP)


@bp.get(APP)
@recently_proved
def app_page() -> ResponseReturnValue:
    """Show the secret as a picture and in letters until a code proves that an app has it."""
    return _app_page(Form())


@bp.post(f"{APP}/confirm")
@recently_proved
def confirm_app() -> ResponseReturnValue:
    """Let the app count from now on."""
    who, form = the_user(), Form.sent()
    typed = form.password("code")
    if typed is None:
        return _app_page(form)
    _count_try(who)
    with transaction() as session:
        right = service.confirm_app(session, seal(), user_id=who.user_id, typed=typed, now=utcnow())
        if right:
            return _added(*doors.added(session, who, current_browser()))
    form.refuse("code", "accounts.error.code")
    return _app_page(form)


@bp.post(f"{HERE}/codes")
@recently_proved
def new_codes() -> ResponseReturnValue:
    """Print ten recovery codes, this once; those printed before open nothing any more."""
    who = the_user()
    with transaction() as session:
        codes = doors.renewed_codes(session, who, current_browser())
    return render_template("accounts/factor_codes.html", codes=codes)


@bp.post(f"{HERE}/<factor_id>/remove")
@recently_proved
def remove(factor_id: str) -> ResponseReturnValue:
    """Take an app or a passkey away and tell its owner by mail."""
    with transaction() as session:
        doors.removed(session, _sane(factor_id), the_user(), current_browser())
    return said(HERE, "accounts.note.factor_removed")


@bp.post("/account/passkeys/options")
@recently_proved
def invite_passkey() -> ResponseReturnValue:
    """Tell the browser what it needs to make a passkey."""
    who = the_user()
    with reading() as session:
        found = queries.factors_of(session, user_id=who.user_id)
    known = [row.credential_id for row in found if row.credential_id]
    challenge = asked.ask(NEW, who.user_id)
    invitation = asked.passkeys().invitation(
        challenge, user_id=who.user_id, email=who.email, known=known
    )
    return jsonify(invitation)


@bp.post("/account/passkeys")
@recently_proved
def add_passkey() -> ResponseReturnValue:
    """Let a passkey that was just made open this account."""
    who, form = the_user(), Form.sent()
    name = form.text("name", optional=True) or _device_name()
    challenge = asked.answered(NEW, who.user_id)
    key = asked.passkeys().made(request.form.get("credential", ""), challenge)
    with transaction() as session:
        service.spend_challenge(session, challenge)
        service.add_passkey(session, key, user_id=who.user_id, name=name)
        return _added(*doors.added(session, who, current_browser()))


@bp.post("/account/passkeys/<factor_id>/name")
@recently_proved
def rename_passkey(factor_id: str) -> ResponseReturnValue:
    """Call a passkey something its owner recognises."""
    name = Form.sent().text("name") or _device_name()
    with transaction() as session:
        service.rename_passkey(session, _sane(factor_id), user_id=the_user().user_id, name=name)
    return said(HERE, "accounts.note.saved")


def seal() -> Seal:
    """Return what opens the secrets of apps."""
    found: Seal = current_app.extensions["seal"]
    return found


def _app_page(form: Form) -> ResponseReturnValue:
    who = the_user()
    with reading() as session:
        app = queries.app_of(session, user_id=who.user_id)
    if app is None or app.confirmed_at:
        return gone_to(HERE)
    secret = seal().open(app.secret)
    values = {"picture": apps.picture(secret, who.email), "secret": apps.readable(secret)}
    return form.page("accounts/factor_app.html", email=who.email, **values)


def _added(secret: str, codes: list[str]) -> ResponseReturnValue:
    """Go on in a session that has shown a factor; the first one comes with codes for paper."""
    if codes:
        page = render_template("accounts/factor_codes.html", codes=codes)
        response = current_app.make_response(page)
    else:
        response = said(HERE, ADDED)
    cookie.put(response, secret)
    return response


def _count_try(who: Account) -> None:
    known_limits: Limits = current_app.extensions["limits"]
    with transaction() as session:
        if wait := known_limits.factor_of(session, who.user_id, who.session_id, known=True):
            limits.refuse(wait)


def _sane(factor_id: str) -> str:
    if not is_id(factor_id):
        raise DomainError("accounts.error.no_factor", HTTPStatus.NOT_FOUND)
    return factor_id


def _device_name() -> str:
    agent = current_browser().agent
    words = [browser_of(agent), system_of(agent)]
    return " · ".join(filter(None, words))[:LONGEST_NAME]
