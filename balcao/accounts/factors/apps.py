"""The arithmetic of authenticator apps (TOTP): which moment a code belongs to, and its picture."""

import hmac
from datetime import datetime

import pyotp
import segno

ISSUER = "Balcão"
STEP_SECONDS = 30
DIGITS = 6
# Clocks differ: one step to either side counts, so a code lives for a minute and a half at most.
DRIFTS = (0, -1, 1)


def new_secret() -> str:
    """Return 160 random bits in the letters that apps take."""
    return pyotp.random_base32(length=32)


def picture(secret: str, account: str) -> str:
    """Return the address of a picture (SVG in itself) that an app's camera understands."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)
    return segno.make(uri, error="m").svg_data_uri(scale=4, border=4, light="#fff")


def readable(secret: str) -> str:
    """Return the secret in groups of four, for whoever has to type it."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def could_be_code(typed: str) -> bool:
    """Say whether an app shows such codes, however people space them."""
    code = "".join(typed.split())
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """Return the time step a code belongs to, if it is one of those that count now."""
    code = "".join(typed.split())
    if not could_be_code(typed):
        return None
    current = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    fitting = [step for step in _around(current) if _same(totp.generate_otp(step), code)]
    return max(fitting, default=None)  # were two steps to have one code, both would be used up


def _around(current: int) -> list[int]:
    return [current + drift for drift in DRIFTS]


def _same(expected: str, code: str) -> bool:
    return hmac.compare_digest(expected.encode(), code.encode())
