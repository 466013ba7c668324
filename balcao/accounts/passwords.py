"""Keeping passwords so that nobody can read them, and refusing those that anybody would guess.

Every password is normalised to NFC first, so that the same word typed on two keyboards is one
password. Nothing else is changed, nothing is cut off, and no kind of letter is demanded.
"""

import base64
import os
import secrets
import unicodedata
from collections.abc import Sequence
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from balcao.accounts import guessing

SHORTEST: Final = 12
LONGEST: Final = 1024
WEAK, FAIR, GOOD, STRONG = 1, 2, 3, 4
# How many letters nobody can foretell make which strength.
LEAST: Final = 6
LEAST_BESIDE: Final = 8  # where part of it is known
STEPS: Final = ((16, STRONG), (12, GOOD), (8, FAIR))

# OWASP's minimum for argon2id: 19 MiB, two passes, one lane.
MEMORY_KIB, PASSES, LANES, SALT, DIGEST = 19 * 1024, 2, 1, 16, 32
_hasher = PasswordHasher(PASSES, MEMORY_KIB, LANES, DIGEST, SALT, type=Type.ID)
# More at once than there are cores take longer each, and 19 MiB each. Not a share of the cores:
# browsers keep their connections, and one process of the web may have nearly all of them.
_turn = BoundedSemaphore(os.cpu_count() or 1)


def _random(size: int) -> str:
    return base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")


# Whoever has no password is checked against this one, which nothing opens, at the same cost.
_NOBODY = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${_random(SALT)}${_random(DIGEST)}"


def hash_password(password: str) -> str:
    """Return what may be stored; `weakness` has been asked before."""
    with _turn:
        return _hasher.hash(_bytes(password))


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def matches(stored: str | None, typed: str) -> bool:
    """Say whether this is the password; an absent account costs as much time as a wrong word."""
    possible = stored is not None and len(typed) <= LONGEST
    try:
        with _turn:
            _hasher.verify(stored if stored and possible else _NOBODY, _bytes(typed[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return possible


def needs_rehash(stored: str) -> bool:
    """Say whether it was stored under weaker settings than today's."""
    try:
        return _hasher.check_needs_rehash(stored)
    except InvalidHashError:
        return True


def weakness(password: str, context: Sequence[str] = ()) -> str | None:
    """Return the key of the reason why this one is refused, or nothing if it is good enough.

    The context is what an attacker knows: the person's address and name. Ours is added here.
    """
    if len(password) > LONGEST:
        return "accounts.error.password_long"
    plain = unicodedata.normalize("NFC", password)
    if len(plain) < SHORTEST:
        return "accounts.error.password_short"
    if guessing.holds_known(plain, context) and guessing.surprise(plain, context) < LEAST_BESIDE:
        return "accounts.error.password_context"
    if guessing.is_common(plain) or guessing.surprise(plain) < LEAST:
        return "accounts.error.password_common"
    return None


def strength(password: str, context: Sequence[str] = ()) -> int:
    """Return 0 for what is refused, then 1 to 4; the page's script counts by the same rule."""
    if weakness(password, context):
        return 0
    letters = guessing.surprise(unicodedata.normalize("NFC", password), context)
    return next((name for least, name in STEPS if letters >= least), WEAK)
