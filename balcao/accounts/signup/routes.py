"""Signing up and following the mail: every answer is the same whoever's address was typed."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from flask import Blueprint, jsonify, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from balcao.accounts import passwords
from balcao.accounts.addresses import parse
from balcao.accounts.forms import Form
from balcao.accounts.login import current
from balcao.accounts.login.forms import AFTERWARDS
from balcao.accounts.signup import asking, following, forms, service
from balcao.accounts.signup.asking import Order
from balcao.accounts.signup.service import Step, Wish
from balcao.foundation.errors import DomainError
from balcao.web.errors import waiting_time, wants_json
from balcao.web.i18n import chosen_language
from balcao.web.identity import viewer_id

bp = Blueprint("signup", __name__)

FOLLOW = "/login"
POLL_MS = 3000

Show = Callable[[Form], ResponseReturnValue]


@bp.get("/signup")
def page() -> ResponseReturnValue:
    """Show the form; its key counts together with this browser's number, so that is given now."""
    if current.current_user():
        return redirect(AFTERWARDS, HTTPStatus.SEE_OTHER)
    viewer_id(create=True)
    return _sign_up_page(Form())


@bp.post("/signup")
def create() -> ResponseReturnValue:
    """Take a wish to join and show the page that follows its mail."""
    form, typed = forms.sign_up()
    if typed is None:
        return _sign_up_page(form)
    language = chosen_language()

    def prepared() -> Step:
        password_hash = passwords.hash_password(typed.password)
        wish = Wish(typed.address, typed.name, language, password_hash)
        return partial(service.ask, wish=wish)

    return _placed(Order("signup", typed.address, prepared), form, _sign_up_page)


@bp.post("/signup/resend")
def resend() -> ResponseReturnValue:
    """Send the mail once more to the address that is followed."""
    token_id, email = following.request_followed()
    again = partial(service.ask_again, token_id=token_id)
    order = Order("signup_resent", parse(email), lambda: again)
    return _placed(order, forms.correction(email), _following_page)


@bp.post("/signup/address")
def correct() -> ResponseReturnValue:
    """Send the mail to another address; name and password stay as they were typed."""
    token_id, _ = following.request_followed()
    form = forms.correction()
    address = form.address()
    if address is None:
        return _following_page(form)
    corrected = partial(service.correct, token_id=token_id, address=address)
    order = Order("signup_corrected", address, lambda: corrected)
    return _placed(order, form, _following_page)


@bp.get("/signup/state")
def state() -> ResponseReturnValue:
    """Tell the first page whether the link was followed, perhaps on another device."""
    answer = jsonify(state=following.state(), poll_ms=POLL_MS)
    answer.headers["Retry-After"] = str(POLL_MS // 1000)
    return answer


def _placed(order: Order, form: Form, show: Show) -> ResponseReturnValue:
    try:
        following.remember(asking.place(order), order.address.email)
    except DomainError as refusal:
        if wants_json():
            raise
        form.refuse("", refusal.key, **refusal.params)
        answer = make_response(show(form))
        answer.status_code = refusal.status
        answer.headers.extend(waiting_time(refusal))
        return answer
    return redirect(FOLLOW, HTTPStatus.SEE_OTHER)


def _sign_up_page(form: Form) -> ResponseReturnValue:
    return form.page("accounts/signup.html")


def _following_page(form: Form) -> ResponseReturnValue:
    page = render_template("accounts/following.html", following=following.following(form))
    return page, HTTPStatus.UNPROCESSABLE_ENTITY
