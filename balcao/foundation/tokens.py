"""Signed tokens that open one thing for a while, without a row and without a secret in the link."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from balcao.foundation.clock import utcnow

SIGNATURE_BYTES = 16


class Signer:
    """Signs with the first key and accepts the older ones, so that keys can be changed."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = [key.encode() for key in keys]

    def sign(self, purpose: str, subject: str, lifetime: timedelta) -> str:
        """Return a token that says: whoever holds it may do this one thing until then."""
        until = int((utcnow() + lifetime).timestamp())
        return f"{until:x}.{self._signature(self._keys[0], purpose, subject, until)}"

    def accepts(self, token: str, purpose: str, subject: str) -> bool:
        """Say whether the token was made by us, for this purpose and subject, and still counts."""
        stamp, _, signature = token.partition(".")
        try:
            until = int(stamp, 16)
            expired = datetime.fromtimestamp(until, tz=utcnow().tzinfo) < utcnow()
        except (ValueError, OverflowError, OSError):
            return False
        candidates = [self._signature(key, purpose, subject, until) for key in self._keys]
        matches = [hmac.compare_digest(signature.encode(), c.encode()) for c in candidates]
        return any(matches) and not expired

    @staticmethod
    def _signature(key: bytes, purpose: str, subject: str, until: int) -> str:
        message = "\0".join((purpose, subject, str(until))).encode()
        digest = hmac.new(key, message, hashlib.sha256).digest()[:SIGNATURE_BYTES]
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
