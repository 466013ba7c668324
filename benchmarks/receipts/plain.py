"""Letters as a machine of the last century prints them."""

import unicodedata


def plain(text: str) -> str:
    """Return the same letters without their accents."""
    apart = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
