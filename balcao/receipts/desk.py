"""Whose receipts a request is about: those of the business of whoever is logged in."""

from http import HTTPStatus
from typing import TypeVar

from flask import abort

from balcao.accounts.login.current import the_user
from balcao.foundation.db import reading
from balcao.receipts import queries
from balcao.receipts.queries import Case

T = TypeVar("T")


def tenant() -> str:
    """Return the business whose receipts this person sees."""
    tenants = the_user().tenant_ids
    return tenants[0] if tenants else abort(HTTPStatus.FORBIDDEN)


def own_case(receipt_id: str) -> Case:
    """Return one of this business's receipts, with everything that belongs to it."""
    with reading() as session:
        return found(queries.case_of(session, receipt_id, tenant()))


def found(thing: T | None) -> T:
    """Return it; what is somebody else's is as unknown as what never was."""
    return thing if thing is not None else abort(HTTPStatus.NOT_FOUND)
