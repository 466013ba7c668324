"""Passkeys (WebAuthn): what the browser is asked, and whether its answer is genuine."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, structs
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException

from balcao.foundation.errors import DomainError

NAME = "Balcão"
CHALLENGE_BYTES = 32
LIFETIME_SECONDS = 300
LONGEST_ANSWER = 32 * 1024
LONGEST_ID = 400
LONGEST_KEY = 1000
HIGHEST_COUNT = 2**31 - 1  # what the column holds; no device has been used that often
ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
# Whatever a forged answer makes the parsers stumble over, it is no more than a wrong answer.
MALFORMED = (
    WebAuthnException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
)
REQUIRED = structs.UserVerificationRequirement.REQUIRED
Options = dict[str, Any]


@dataclass(frozen=True)
class NewKey:
    """A passkey as a browser has just made it."""

    credential_id: str
    public_key: str
    count: int


@dataclass(frozen=True)
class Answer:
    """What a browser answers to a challenge, before anything of it is believed."""

    credential_id: str
    user_id: str | None
    credential: Options


@dataclass(frozen=True)
class Passkeys:
    """The one site our passkeys are bound to: the one that PUBLIC_URL names."""

    public_url: str

    @property
    def host(self) -> str:
        """Return the name a passkey is made for."""
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def origin(self) -> str:
        """Return the only address whose pages may ask for one."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    def invitation(
        self, challenge: str, *, user_id: str, email: str, known: Iterable[str]
    ) -> Options:
        """Return what makes a browser create a passkey that knows its owner by itself."""
        options = webauthn.generate_registration_options(
            rp_id=self.host,
            rp_name=NAME,
            user_id=UUID(user_id).bytes,
            user_name=email,
            challenge=base64url_to_bytes(challenge),
            timeout=LIFETIME_SECONDS * 1000,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                user_verification=REQUIRED,
            ),
            exclude_credentials=_described(known),
            supported_pub_key_algs=ALGORITHMS,
        )
        return _plain(options)

    def question(self, challenge: str, known: Iterable[str] = ()) -> Options:
        """Return what makes a browser show a passkey: one of the known ones, or whichever fits."""
        options = webauthn.generate_authentication_options(
            rp_id=self.host,
            challenge=base64url_to_bytes(challenge),
            timeout=LIFETIME_SECONDS * 1000,
            allow_credentials=_described(known),
            user_verification=REQUIRED,
        )
        return _plain(options)

    def made(self, typed: str, challenge: str) -> NewKey:
        """Return the new passkey if it was made for this challenge, on our page, by its owner."""
        try:
            found = webauthn.verify_registration_response(
                credential=_parsed(typed),
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self.host,
                expected_origin=self.origin,
                require_user_verification=True,
                supported_pub_key_algs=ALGORITHMS,
            )
        except MALFORMED as error:
            raise _refusal() from error
        key = NewKey(
            bytes_to_base64url(found.credential_id),
            bytes_to_base64url(found.credential_public_key),
            found.sign_count,
        )
        fits = len(key.credential_id) <= LONGEST_ID and len(key.public_key) <= LONGEST_KEY
        if not fits or key.count > HIGHEST_COUNT:
            raise _refusal()
        return key

    def shown(self, answer: Answer, challenge: str, *, public_key: str, count: int) -> int:
        """Return the device's new count if the answer was signed for this challenge and site."""
        try:
            found = webauthn.verify_authentication_response(
                credential=answer.credential,
                expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=self.host,
                expected_origin=self.origin,
                credential_public_key=base64url_to_bytes(public_key),
                credential_current_sign_count=count,
                require_user_verification=True,
            )
        except MALFORMED as error:
            raise _refusal() from error
        if found.new_sign_count > HIGHEST_COUNT:
            raise _refusal()
        return found.new_sign_count


def new_challenge() -> str:
    """Return 256 random bits for one question."""
    return bytes_to_base64url(secrets.token_bytes(CHALLENGE_BYTES))


def answer_of(typed: str) -> Answer:
    """Read which passkey the browser says it is showing, and whose."""
    credential = _parsed(typed)
    credential_id, response = credential.get("id"), credential.get("response")
    if not isinstance(credential_id, str) or not isinstance(response, dict):
        raise _refusal()
    return Answer(credential_id, _owner(response.get("userHandle")), credential)


def _owner(handle: object) -> str | None:
    if not handle:
        return None
    try:
        return str(UUID(bytes=base64url_to_bytes(str(handle))))
    except ValueError:
        raise _refusal() from None


def _parsed(typed: str) -> Options:
    if len(typed) > LONGEST_ANSWER:
        raise _refusal()
    try:
        found = json.loads(typed)
    except (ValueError, RecursionError):
        raise _refusal() from None
    if not isinstance(found, dict):
        raise _refusal()
    return found


def _refusal() -> DomainError:
    return DomainError("accounts.error.passkey", 422)


def _described(known: Iterable[str]) -> list[structs.PublicKeyCredentialDescriptor]:
    return [structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]


def _plain(options: Any) -> Options:
    plain: Options = json.loads(webauthn.options_to_json(options))
    return plain
