"""Who is logged in, for routes: the person, the identity that opens jobs, and two gatekeepers."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec

from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.urls import iri_to_uri

from balcao.accounts.limits import client_of
from balcao.accounts.login import cookie, queries, service
from balcao.accounts.login.queries import Account
from balcao.accounts.login.service import Browser
from balcao.foundation.db import reading, transaction
from balcao.foundation.errors import DomainError
from balcao.web.errors import wants_json
from balcao.web.identity import Identity
from balcao.web.request_ids import request_id
from balcao.web.traces import remember_person

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
log = logging.getLogger(__name__)
FACTOR_PAGE = "/account/second-factor"


def identity_of(viewer: str | None) -> Identity:
    """Return what this browser may open; half a login opens no more than none."""
    who = current_user()
    if who is None:
        return Identity(viewer=viewer)
    staff = who.is_staff and not _lacks_factor(who)
    return Identity(viewer, who.user_id, who.tenant_ids, staff)


def current_user() -> Account | None:
    """Return who is logged in."""
    found = _found()
    return found if found and found.complete else None


def the_user() -> Account:
    """Return who is logged in, where a gatekeeper has made sure that somebody is."""
    return current_user() or abort(HTTPStatus.UNAUTHORIZED)


def half_logged_in() -> Account | None:
    """Return who has shown a password and still owes the second proof."""
    found = _found()
    return found if found and not found.complete else None


def current_browser() -> Browser:
    """Return where this request comes from."""
    agent = request.user_agent.string
    printable = "".join(letter for letter in agent if letter.isprintable())
    return Browser(printable, client_of(request.remote_addr), request_id())


def login_required(view: View[P]) -> View[P]:
    """Let only people in who are logged in; others find the login page, programs a 401."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        who = current_user()
        if who is None:
            return _sent_to("login.page")
        if _lacks_factor(who) and not request.path.startswith(("/account/", "/login/")):
            return redirect(FACTOR_PAGE, HTTPStatus.SEE_OTHER)
        return view(*args, **kwargs)

    return guarded


def recently_proved(view: View[P]) -> View[P]:
    """Let only people in who showed a moment ago who they are; others are asked once more."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        who = current_user()
        if who is None:
            return _sent_to("login.page")
        if not who.proved:
            return _sent_to("login.again")
        return view(*args, **kwargs)

    return guarded


def _found() -> Account | None:
    if "account" not in g:
        g.account = _looked_up(cookie.token())
        if g.account:
            remember_person(g.account.user_id)
    found: Account | None = g.account
    return found


def _looked_up(token: str) -> Account | None:
    if not token:
        return None
    with reading() as session:
        found = queries.session_of(session, service.token_hash(token))
    if found and found.stale:
        with transaction() as session:
            service.seen(session, found.session_id)
    return found


def _lacks_factor(who: Account) -> bool:
    needed = current_app.extensions["staff_needs_factor"]
    return bool(who.is_staff and needed and not who.with_factor)


def _sent_to(endpoint: str) -> ResponseReturnValue:
    if wants_json():
        if endpoint == "login.page":
            abort(HTTPStatus.UNAUTHORIZED)
        raise DomainError("accounts.error.prove_again", HTTPStatus.FORBIDDEN)
    # What a form wanted to do is asked for anew: only addresses that show something come back.
    here = iri_to_uri(request.full_path).rstrip("?") if request.method == "GET" else None
    if here is None:
        log.info("refused: %s comes first", endpoint)
    return redirect(url_for(endpoint, next=here), HTTPStatus.SEE_OTHER)
