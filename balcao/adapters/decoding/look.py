"""A picture's look in 64 bits, which stay nearly the same when it is scaled or compressed."""

from balcao.adapters.ocr import Picture


def look(picture: Picture) -> str:
    """Return 16 hex digits; few differing bits mean the same picture."""
    raise NotImplementedError


def difference(one: str, other: str) -> int:
    """Return how many of the 64 bits differ."""
    raise NotImplementedError
