"""Times of day: `14:22:05`, `08h58`, `3:30 PM`, also glued behind a date."""

from datetime import time

from balcao.receipts.fields.hit import Hit


def find(text: str) -> list[Hit[time]]:
    """Return every time of day, seconds where they are printed."""
    raise NotImplementedError
