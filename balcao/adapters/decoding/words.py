"""Text out of a file, freed of what no database and no page can hold."""

import re
import unicodedata

# Control characters and halves of characters; a tab or an end of line is a space.
SPACES = re.compile(r"[\s\u00a0]+")
UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def cleaned(text: str) -> str:
    """Return it as one line of printable characters, no two spaces between them."""
    words = SPACES.sub(" ", UNFIT.sub("", SPACES.sub(" ", text)))
    return unicodedata.normalize("NFC", words).strip()
