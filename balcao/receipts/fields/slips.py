"""Letters that are read where a digit stands, and the digit each one is."""

DIGIT_OF = {"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "|": "1", "i": "1"} | {
    "S": "5",
    "s": "5",
    "B": "8",
    "Z": "2",
    "z": "2",
}
DIGIT = "[0-9OoQDIl|iSsBZz]"  # a digit, or what is read for one
SURE = "[0-9OoIl|]"  # the slips that happen every day
_TABLE = str.maketrans(DIGIT_OF)


def digits(text: str) -> str:
    """Return the text with every slip made the digit it is."""
    return text.translate(_TABLE)
