"""What the pages of login are filled in with, and what they remember for each other."""

from dataclasses import dataclass

from flask import request, session

from balcao.accounts.addresses import LONGEST, parse
from balcao.foundation.errors import DomainError
from balcao.web.redirects import START, local_path

REMEMBERED = "address"
AFTERWARDS = "/account"


@dataclass(frozen=True)
class Credentials:
    """An address as it was typed, what it is the same as, and the word that goes with it."""

    typed: str
    address: str
    password: str


def credentials() -> Credentials:
    """Read the login form; an impossible address is merely one that nobody has."""
    typed = request.form.get("email", "")
    try:
        address = parse(typed).canonical
    except DomainError:
        address = typed.strip().casefold()[:LONGEST]
    return Credentials(typed[:LONGEST], address, request.form.get("password", ""))


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
