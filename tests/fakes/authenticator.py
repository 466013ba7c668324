"""A device that makes and shows passkeys, and can be told to lie."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as text_of

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One passkey on one device, in a browser that shows one page."""

    origin: str = "http://localhost:8000"
    host: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    number: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def make(self, challenge: str, **lies: Any) -> str:
        """Answer an invitation."""
        data = self._data(WITH_KEY) + bytes(16) + len(self.number).to_bytes(2, "big") + self.number
        attestation = {"fmt": "none", "attStmt": {}, "authData": data + self._public()}
        client = self._client("webauthn.create", challenge)
        response = {"clientDataJSON": text_of(client)}
        response["attestationObject"] = text_of(cbor2.dumps(attestation))
        return self._credential(response, lies)

    def show(self, challenge: str, owner: bytes | None = None, **lies: Any) -> str:
        """Answer a question."""
        client, data = self._client("webauthn.get", challenge), self._data()
        signed = data + hashlib.sha256(client).digest()
        response = {
            "clientDataJSON": text_of(client),
            "authenticatorData": text_of(data),
            "signature": text_of(self.key.sign(signed, ec.ECDSA(SHA256()))),
        }
        if owner:
            response["userHandle"] = text_of(owner)
        return self._credential(response, lies)

    def _credential(self, response: dict[str, str], lies: dict[str, Any]) -> str:
        number = text_of(self.number)
        whole = {"id": number, "rawId": number, "type": "public-key", "response": response}
        return json.dumps({**whole, **lies})

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, more: int = 0) -> bytes:
        place = hashlib.sha256(self.host.encode()).digest()
        return place + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _public(self) -> bytes:
        point = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (point.x, point.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
