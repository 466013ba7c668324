"""International account numbers, proved by their remainder of 97."""

from balcao.receipts.fields.hit import Hit


def find(text: str) -> list[Hit[str]]:
    """Return every account number without spaces: `PT50` and 21 digits, `BR` and 27 characters."""
    raise NotImplementedError


def valid(number: str) -> bool:
    """Say whether this is an account number of a country whose length we know."""
    raise NotImplementedError
