"""Days in every order and language a receipt writes them in; impossible ones are refused."""

from datetime import date

from balcao.receipts.fields.hit import Hit


def find(text: str) -> list[Hit[date]]:
    """Return every day; what can be read both ways is day first, with less confidence."""
    raise NotImplementedError
