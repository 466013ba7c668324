"""What counts as one mailbox, what it is called, and which of its spellings are the same.

Three names for each address: `email` is what mail needs (the local part as it was typed, the
domain as DNS writes it), `canonical` decides whether two people are one (lower case), `mailbox`
is what a limit counts by (without `+tag`, and without the dots that Gmail ignores).
"""

import unicodedata
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from email_validator import EmailNotValidError, validate_email

from balcao.accounts.domains import COMMON, MISTAKEN, OTHERS
from balcao.foundation.errors import DomainError

LONGEST = 254
LONGEST_MASKED = 80  # as wide as the column that keeps it
# Old relays read these as "send it on to somebody else": nothing a person's address needs.
ROUTING: Final = frozenset("%!")
DOTLESS: Final = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
DOTS = "•••"


@dataclass(frozen=True)
class Address:
    """One mailbox under its three names."""

    email: str
    canonical: str
    mailbox: str


def parse(typed: str) -> Address:
    """Return the mailbox that was typed; whatever is not plainly one mailbox is refused."""
    plain = typed.strip(" ")
    if len(plain) > LONGEST or not all(map(_is_harmless, plain)):
        raise _refused()
    try:
        found = validate_email(
            plain,
            strict=True,  # at most 64 letters before the @
            allow_smtputf8=False,
            allow_quoted_local=False,
            allow_domain_literal=False,
            check_deliverability=False,
            test_environment=True,  # *.test is as good as any name in a laboratory
        )
    except (EmailNotValidError, UnicodeError):
        raise _refused() from None
    email = f"{found.local_part}@{found.ascii_domain.lower()}"
    if len(email) > LONGEST or ROUTING & set(found.local_part):
        raise _refused()
    return Address(email, email.lower(), mailbox_key(email))


def _is_harmless(letter: str) -> bool:
    # Controls, line ends, every kind of space, marks that turn the direction of reading.
    return unicodedata.category(letter)[0] not in "CZ"


def _refused() -> DomainError:
    return DomainError("accounts.error.address", HTTPStatus.UNPROCESSABLE_ENTITY)


def mailbox_key(email: str) -> str:
    """Return what all spellings of one person's mailbox have in common."""
    local, _, domain = email.lower().rpartition("@")
    # "+tag" alone names no mailbox, so it is one by itself
    local = local.partition("+")[0] or local
    if domain in DOTLESS:
        local = local.replace(".", "")
    return f"{local}@{DOTLESS.get(domain, domain)}"


def masked(email: str) -> str:
    """Return enough of the address for its owner to know it again: `m•••@example.com`."""
    local, at, domain = email.rpartition("@")
    if not at or not email.isprintable():
        return DOTS
    return f"{local[:1]}{DOTS}@{_shortened(domain)}"


def _shortened(domain: str) -> str:
    room = LONGEST_MASKED - len(DOTS) - 2
    return domain if len(domain) <= room else f"…{domain[1 - room :]}"


def suggestion(email: str) -> str | None:
    """Return the address that was probably meant, if its domain is a slip of a common one."""
    local, at, domain = email.rpartition("@")
    meant = _meant(domain.lower())
    return f"{local}@{meant}" if local and at and meant else None


def _meant(domain: str) -> str | None:
    if domain in COMMON or domain in OTHERS:
        return None
    if domain in MISTAKEN:
        return MISTAKEN[domain]
    return next((common for common in COMMON if _is_one_slip(domain, common)), None)


def _is_one_slip(typed: str, meant: str) -> bool:
    """Say whether one letter too many, too few, another, or two exchanged make the difference."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if start is None:
        return True  # one is the other and a letter more
    rest, other = typed[start:], meant[start:]
    exchanged = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return exchanged or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
