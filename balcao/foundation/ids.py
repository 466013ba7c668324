"""Identifiers that sort by age, so that rows written together lie together."""

import re
import secrets
from datetime import datetime
from uuid import UUID

from balcao.foundation.clock import utcnow

RANDOM_BITS = 62
FRACTION_BITS = 12
PLAUSIBLE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def new_id() -> str:
    """Return a fresh UUID, version 7: 36 characters, ordered by the microsecond it was made in."""
    return str(_uuid7(utcnow(), secrets.randbits(RANDOM_BITS)))


def first_id_at(moment: datetime) -> str:
    """Return the smallest id that could have been made at that moment, to cut lists by age."""
    return str(_uuid7(moment, 0))


def could_be_id(text: str) -> bool:
    """Say whether somebody may call this an id; what cannot be one is a malformed request."""
    return bool(PLAUSIBLE.fullmatch(text))


def is_id(text: str) -> bool:
    """Say whether the text is an id in the one form we write, so nothing else reaches SQL."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _uuid7(moment: datetime, chance: int) -> UUID:
    seconds, micros = int(moment.timestamp()), moment.microsecond
    millis = seconds * 1000 + micros // 1000
    fraction = (micros % 1000 << FRACTION_BITS) // 1000
    return UUID(int=millis << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | chance)
