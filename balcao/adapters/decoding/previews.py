"""Pictures for a browser: re-encoded, so that nothing of the original file but its look is left."""

from balcao.adapters.ocr import Picture

MOST_SIDE = 1600


def preview(picture: Picture) -> bytes:
    """Return a JPEG of at most 1600 px on its longest side."""
    raise NotImplementedError


def preview_size(picture: Picture) -> tuple[int, int]:
    """Return the width and height that `preview` gives this picture."""
    raise NotImplementedError
