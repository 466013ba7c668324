"""Which sentence tells what: the stages of a reading, and why a file could not be read."""

# Shown with a percentage of the way; how long each takes is different for every file.
STAGES = {
    "decoding": ("receipts.stage.decoding", 5),
    "codes": ("receipts.stage.codes", 20),
    "text": ("receipts.stage.text", 35),
    "checking": ("receipts.stage.checking", 80),
    "second_look": ("receipts.stage.second_look", 65),
    "google": ("receipts.stage.google", 75),
}
DAMAGED = "receipts.error.damaged"
UNREADABLE = {
    "empty": "receipts.error.empty",
    "too_big": "receipts.error.too_big",
    "type": "receipts.error.type",
    "mismatch": "receipts.error.mismatch",
    "encrypted": "receipts.error.encrypted",
    "pages": "receipts.error.pages",
    "pixels": "receipts.error.pixels",
    "damaged": DAMAGED,
    "memory": "receipts.error.memory",
    "time": "receipts.error.time_limit",
    "crashed": "receipts.error.crashed",
}


def unreadable(code: str) -> str:
    """Return the key of the sentence for what is wrong with a file."""
    return UNREADABLE.get(code, DAMAGED)
