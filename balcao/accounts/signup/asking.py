"""What every request for a mail goes through: once for each form, within the limits, as a whole."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from flask import current_app, request

from balcao.accounts import events
from balcao.accounts.addresses import Address
from balcao.accounts.limits import Limits, client_of, refuse
from balcao.accounts.signup import service
from balcao.accounts.signup.service import Asked, Asker, Step
from balcao.foundation.db import reading, repeated, transaction
from balcao.foundation.errors import DomainError
from balcao.web.forms import idempotency_key
from balcao.web.identity import viewer_id
from balcao.web.request_ids import request_id


@dataclass(frozen=True)
class Order:
    """One mail to one mailbox; `prepare` does what is slow, after the limits and before SQL."""

    event: str
    address: Address
    prepare: Callable[[], Step]


def place(order: Order) -> Asked:
    """Order the mail, unless this very form did so already or too many were ordered lately."""
    asker = Asker(viewer_id(create=True) or "", idempotency_key())
    try:
        repeated(partial(_keep_limits, order.address))
    except DomainError:
        # A form that is sent twice meets the limit that its first copy has just filled.
        if before := _asked_before(asker):
            return before
        raise
    return repeated(partial(_keep, order, order.prepare(), asker))


def client() -> str:
    """Return whom this request counts for."""
    return client_of(request.remote_addr)


def _asked_before(asker: Asker) -> Asked | None:
    with reading() as session:
        return service.asked_before(session, asker)


def _keep_limits(address: Address) -> None:
    limits: Limits = current_app.extensions["limits"]
    with transaction() as session:
        if seconds := limits.mail(session, address.mailbox, client()):
            refuse(seconds)


def _keep(order: Order, step: Step, asker: Asker) -> Asked:
    with transaction() as session:
        asked = step(session, asker)
        # Afterwards, as the log cannot take back a line about what was refused.
        events.note(
            session,
            order.event,
            email=order.address.email,
            client=client(),
            request_id=request_id(),
        )
        return asked
