"""Ink that heat, years or a copier took away, brought back before an engine looks."""

import numpy as np

from balcao.adapters.ocr import Picture

_FADED = 110  # of 255 between the darkest and the lightest that count
_OUTLIERS = (1, 99)  # per cent: specks, and what shines
_SAMPLE = 4  # every so many pixels tell enough


def with_contrast(picture: Picture) -> Picture:
    """Return a picture as it is, or one of little contrast from black to white."""
    low, high = np.percentile(picture[::_SAMPLE, ::_SAMPLE], _OUTLIERS)
    if not 0 < high - low < _FADED:
        return picture
    steps = (np.arange(256) - low) * (255 / (high - low))
    stretched: Picture = np.clip(steps, 0, 255).astype(np.uint8)[picture]
    return stretched
