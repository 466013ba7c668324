"""Numbers of people and accounts with valid check digits, which belong to nobody we know."""

from collections.abc import Sequence
from random import Random

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CPF_BASE, CNPJ_BASE, NIF_BASE = 9, 12, 8
CNPJ_WEIGHTS = (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
SIGNS_OF_ROOT = 8  # of a CNPJ; the branch's four follow
PORTUGUESE_BANKS = ("0007", "0010", "0018", "0033", "0035", "0036", "0045")


def digits(rng: Random, count: int) -> str:
    """Return that many digits, the first of them no zero."""
    return rng.choice(DIGITS[1:]) + "".join(rng.choices(DIGITS, k=count - 1))


def cpf(rng: Random) -> str:
    """Return eleven digits of a Brazilian person."""
    base = digits(rng, CPF_BASE)
    for _ in range(2):
        weights = range(len(base) + 1, 1, -1)
        base += _eleventh(sum(int(d) * w for d, w in zip(base, weights, strict=True)))
    return base


def cnpj(rng: Random, *, letters: bool = False) -> str:
    """Return fourteen signs of a Brazilian company; since July 2026 letters may be among them."""
    signs = LETTERS + DIGITS if letters else DIGITS
    root = rng.choice(DIGITS[1:]) + "".join(rng.choices(signs, k=SIGNS_OF_ROOT - 1))
    return checked_cnpj(root + rng.choice(("0001", "0001", "0002", "0137")))


def checked_cnpj(base: str) -> str:
    """Return twelve signs with their two check digits: a sign counts as its code less 48."""
    for _ in range(2):
        weights = CNPJ_WEIGHTS[-len(base) :]
        base += _eleventh(sum((ord(s) - 48) * w for s, w in zip(base, weights, strict=True)))
    return base


def nif(rng: Random, first: Sequence[str] = ("1", "2")) -> str:
    """Return nine digits of a Portuguese taxpayer: 1 and 2 are people, 5 is a company."""
    base = rng.choice(first) + "".join(rng.choices(DIGITS, k=NIF_BASE - 1))
    weighed = sum(int(d) * w for d, w in zip(base, range(9, 1, -1), strict=True))
    return base + _eleventh(weighed)


def iban(rng: Random) -> str:
    """Return a Portuguese IBAN: whose account number carries a check of its own, as theirs do."""
    account = rng.choice(PORTUGUESE_BANKS) + digits(rng, 4) + digits(rng, 11)
    nib = account + f"{98 - int(account) * 100 % 97:02}"
    return f"PT{98 - int(nib + '252900') % 97:02}{nib}"


def _eleventh(weighed: int) -> str:
    """Return the digit that both countries derive in the same way."""
    rest = weighed % 11
    return "0" if rest < 2 else str(11 - rest)  # noqa: PLR2004 - as the rule is written
