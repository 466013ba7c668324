"""The two cookies of people: one is the open session, the other says that there was one before."""

import secrets
from datetime import timedelta

from flask import Response, current_app

from balcao.foundation.tokens import Signer
from balcao.web import cookies, i18n

LOGIN, DEVICE = "balcao-login", "balcao-device"
PURPOSE = "device"
LOGIN_SECONDS = 60 * 24 * 3600
A_YEAR = timedelta(days=365)
DEVICE_BYTES = 16
LONGEST = 100  # nothing longer is looked at


def token() -> str:
    """Return the secret this browser shows, or nothing."""
    shown = cookies.read(LOGIN)
    return shown if len(shown) <= LONGEST else ""


def put(response: Response, value: str) -> None:
    """Have the browser keep the secret of its session."""
    cookies.keep(response, LOGIN, value, seconds=LOGIN_SECONDS)


def admit(response: Response, value: str, *, address: str, locale: str) -> None:
    """Do the same for somebody who is wholly logged in, and know the browser again later.

    It speaks the language of the account from now on, unless its reader chose another one here.
    """
    put(response, value)
    remember_device(response, address)
    if not cookies.read(i18n.COOKIE):
        cookies.keep(response, i18n.COOKIE, locale.replace("_", "-"))


def clear(response: Response) -> None:
    """Have the browser forget its session."""
    cookies.drop(response, LOGIN)


def remember_device(response: Response, address: str) -> None:
    """Keep proof that this browser belongs to the owner of the address; it opens nothing."""
    number = secrets.token_urlsafe(DEVICE_BYTES)
    signed = _signer().sign(PURPOSE, f"{number}\0{address}", A_YEAR)
    cookies.keep(response, DEVICE, f"{number}.{signed}")


def known_device(address: str) -> str:
    """Return the number of this browser, if it has logged into this very account before."""
    shown = cookies.read(DEVICE)
    number, _, signed = shown.partition(".")
    genuine = _signer().accepts(signed, PURPOSE, f"{number}\0{address}")
    return number if genuine and len(shown) <= LONGEST else ""


def _signer() -> Signer:
    signer: Signer = current_app.extensions["signer"]
    return signer
