"""How often what may be tried: gentle on people, hard on machines, and never a way to lock out.

Every limit that somebody else could use up against a person has a way round it: a browser that has
logged into the account before counts by itself, and a link from a mail makes such a browser.
"""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from math import ceil
from typing import NoReturn

from sqlalchemy.orm import Session

from balcao.foundation.errors import DomainError
from balcao.foundation.throttle import Counted, Limit, Once, give_back, take, waiting

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
SHORT = 2 * MINUTE  # shorter waits are told in seconds, longer ones than SOME_HOURS in hours
SOME_HOURS = 2 * HOUR
HOME_NETWORK = 64  # one subscriber has all addresses of an IPv6 network of this size
NOBODY = "nobody's"

MAIL_OF_MAILBOX = (
    Limit("mail-mailbox-minute", 1, MINUTE),
    Limit("mail-mailbox-hour", 3, HOUR),
    Limit("mail-mailbox-day", 6, DAY),
)
MAIL_OF_CLIENT = (Limit("mail-client", 5, 10 * MINUTE), Limit("mail-client-day", 30, DAY))
# Not a limit of its own: it knows which mailboxes a client has written to already.
MAIL_OF_PAIR = Limit("mail-pair", 1, 10 * MINUTE)
MAIL_OF_ALL = Limit("mail-all", 600, MINUTE)

LOGIN_OF_PAIR = Limit("login-pair", 10, 15 * MINUTE)
LOGIN_OF_DEVICE = Limit("login-device", 10, 15 * MINUTE)
LOGIN_OF_CLIENT = Limit("login-client", 100, HOUR)
LOGIN_OF_ADDRESS = Limit("login-address", 100, HOUR)

FACTOR_OF_SESSION = Limit("factor-session", 10, 15 * MINUTE)
FACTOR_OF_USER = Limit("factor-user", 30, HOUR)
PROOF_OF_SESSION = Limit("proof-session", 10, 15 * MINUTE)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attempt:
    """Somebody tries to log in; `device` is set where this browser did so with success before."""

    address: str
    client: str
    device: str = ""


@dataclass(frozen=True)
class Limits:
    """The limits, each `factor` times as high; every function returns the seconds to wait."""

    factor: int = 1

    def mail(self, session: Session, mailbox: str, client: str) -> int:
        """Count one mail to a mailbox, and the mailbox itself if it is new to this client."""
        counted = [self._of(limit, mailbox) for limit in MAIL_OF_MAILBOX]
        of_client = [self._of(limit, client) for limit in MAIL_OF_CLIENT]
        new = Once(MAIL_OF_PAIR.of(mailbox, client), of_client)
        return take(session, [*counted, self._of(MAIL_OF_ALL, NOBODY)], new)

    def until_mail(self, session: Session, mailbox: str) -> int:
        """Return how long a page shall count down before it offers this mailbox another mail."""
        return waiting(session, [self._of(limit, mailbox) for limit in MAIL_OF_MAILBOX])

    def login(self, session: Session, attempt: Attempt) -> int:
        """Count one password before it is looked at."""
        return take(session, self._login(attempt))

    def login_succeeded(self, session: Session, attempt: Attempt) -> None:
        """Take back what `login` counted, once nothing more is asked for."""
        give_back(session, self._login(attempt))

    def factor_of(self, session: Session, user_id: str, session_id: str, *, known: bool) -> int:
        """Count one code; new logins bring no new tries, except in a browser known before."""
        counted = [self._of(FACTOR_OF_SESSION, user_id, session_id)]
        if not known:
            counted.append(self._of(FACTOR_OF_USER, user_id))
        return take(session, counted)

    def passkey(self, session: Session, client: str) -> int:
        """Count one login that names nobody before it is checked."""
        return take(session, [self._of(LOGIN_OF_CLIENT, client)])

    def passkey_succeeded(self, session: Session, client: str) -> None:
        """Take back what `passkey` counted."""
        give_back(session, [self._of(LOGIN_OF_CLIENT, client)])

    def proof(self, session: Session, session_id: str) -> int:
        """Count one password of somebody who is logged in already."""
        return take(session, [self._of(PROOF_OF_SESSION, session_id)])

    def _login(self, attempt: Attempt) -> list[Counted]:
        if attempt.device:
            return [self._of(LOGIN_OF_DEVICE, attempt.address, attempt.device)]
        return [
            self._of(LOGIN_OF_PAIR, attempt.address, attempt.client),
            self._of(LOGIN_OF_CLIENT, attempt.client),
            self._of(LOGIN_OF_ADDRESS, attempt.address),
        ]

    def _of(self, limit: Limit, *subject: str) -> Counted:
        return Limit(limit.name, limit.times * self.factor, limit.seconds).of(*subject)


def refuse(seconds: int) -> NoReturn:
    """Turn the request away with the time to wait; whether an account exists plays no part."""
    log.warning("refused: a limit is reached, %d s to wait", seconds)
    status = HTTPStatus.TOO_MANY_REQUESTS
    if seconds <= SHORT:
        raise DomainError("accounts.error.too_many", status, seconds=seconds)
    if seconds <= SOME_HOURS:
        minutes = ceil(seconds / MINUTE)
        raise DomainError("accounts.error.wait_minutes", status, seconds=seconds, minutes=minutes)
    hours = ceil(seconds / HOUR)
    raise DomainError("accounts.error.wait_hours", status, seconds=seconds, hours=hours)


def client_of(address: str | None) -> str:
    """Return whom an address counts for: itself, or its whole home network."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if isinstance(found, IPv4Address):
        return str(found)
    return str(ip_network((found, HOME_NETWORK), strict=False))
