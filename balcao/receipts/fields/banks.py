"""Institutions by their public numbers and by the names receipts give them."""

from balcao.receipts.fields.hit import Hit


def by_ispb(ispb: str) -> str | None:
    """Return the short name of a Brazilian institution."""
    raise NotImplementedError


def by_iban(number: str) -> str | None:
    """Return the short name of the bank that holds a Portuguese or Brazilian account."""
    raise NotImplementedError


def by_code(code: str) -> str | None:
    """Return the short name of a Brazilian bank by the three digits of its boletos."""
    raise NotImplementedError


def find(text: str) -> list[Hit[str]]:
    """Return the short names of banks that are named in a text, longest names first."""
    raise NotImplementedError
