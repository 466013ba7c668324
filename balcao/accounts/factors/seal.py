"""How secrets of authenticator apps lie in the database: of no use to who has only the database."""

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from balcao.foundation.errors import DomainError

PURPOSE = b"balcao.accounts.factors"
KEY_BYTES = 32


class Seal:
    """Closes with the house's first key and opens with any of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(_derived(key)) for key in keys])

    def close(self, secret: str) -> str:
        """Return what may be stored."""
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the secret; where its key was thrown away only a recovery code helps."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise DomainError("accounts.error.seal_lost", 409) from None

    def renewed(self, sealed: str) -> str:
        """Return the same closed with the first key, so that older keys may go one day."""
        return self._fernet.rotate(sealed).decode()


def _derived(key: str) -> bytes:
    # SECRET_KEY signs other things: from what it signs nobody may learn anything about this key.
    material = HKDF(SHA256(), KEY_BYTES, salt=None, info=PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(material)
