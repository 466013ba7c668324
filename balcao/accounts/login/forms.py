"""What the pages of login are filled in with, and what they remember for each other."""

from dataclasses import dataclass, field

from flask import make_response, request, session
from flask.typing import ResponseReturnValue

from balcao.accounts.addresses import LONGEST, parse
from balcao.accounts.forms import Form
from balcao.foundation.errors import DomainError
from balcao.web.errors import waiting_time, wants_json
from balcao.web.redirects import START, local_path

REMEMBERED = "address"
AFTERWARDS = "/account"


@dataclass(frozen=True)
class Credentials:
    """An address as it was typed, what it is the same as, and the word that goes with it."""

    typed: str
    address: str
    password: str = field(repr=False)


def credentials() -> tuple[Form, Credentials | None]:
    """Read the login form; an impossible address is merely one that nobody has."""
    typed = request.form.get("email", "")[:LONGEST]
    form = Form({"email": typed, "password": request.form.get("password", "")})
    password = form.password()
    if not typed.strip():
        form.refuse("email", "accounts.error.required")
    if form.errors or password is None:
        return form, None
    return form, Credentials(typed, _canonical(typed), password)


def _canonical(typed: str) -> str:
    try:
        return parse(typed).canonical
    except DomainError:
        # In quotes it is nobody's address, and holds nothing that a database would not take.
        return ascii(typed.strip().casefold())[:LONGEST]


def refused(
    form: Form, refusal: DomainError, template: str, **values: object
) -> ResponseReturnValue:
    """Show the form again with the reason on top; programs are told in their own way."""
    if wants_json():
        raise refusal
    form.refuse("", refusal.key, **refusal.params)
    response = make_response(form.page(template, **values))
    response.status_code = refusal.status
    response.headers.extend(waiting_time(refusal))
    return response


def wished_page() -> str:
    """Return where this visitor wanted to go, if that is a page of ours."""
    target = local_path(request.values.getlist("next"))
    return AFTERWARDS if target == START else target


def remember_address(typed: str) -> None:
    """Fill the address in on the next page, so that nobody types it twice."""
    session[REMEMBERED] = typed[:LONGEST]


def remembered_address() -> str:
    """Return the address typed last in this browser."""
    return str(session.get(REMEMBERED, ""))
