"""Recovery codes: easy to copy from paper, far too many to guess, kept as hashes only."""

import hashlib
import secrets
from string import ascii_uppercase, digits

COUNT = 10
# No I, L, O or U: what looks alike on paper is read as the same letter below.
LETTERS = sorted({*digits, *ascii_uppercase} - {*"ILOU"})
LENGTH = 16  # letters of 5 bits: 80 bits
GROUP = 4
ALIKE = str.maketrans("ILO", "110")
LONGEST = 100


def new_code() -> str:
    """Return a fresh code as it is printed."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def fingerprint(user_id: str, typed: str) -> str:
    """Return what is stored; 80 random bits need no slow hash, and each person has another one."""
    letters = "".join(filter(str.isalnum, typed[:LONGEST].upper())).translate(ALIKE)
    return hashlib.sha256(f"recovery\0{user_id}\0{letters}".encode()).hexdigest()
