"""Under which keys the files of receipts are kept."""

ORIGINALS, PREVIEWS, INCOMING = "receipts", "previews", "incoming"
STAMP_DIGITS = 10  # of seconds, until the year 2286


def original_key(name: str) -> str:
    """Return where a file is kept that was given this name of ours."""
    return f"{ORIGINALS}/{name[:2]}/{name}"


def preview_key(receipt_id: str, page: int) -> str:
    """Return where the picture of a page is kept."""
    return f"{PREVIEWS}/{receipt_id}/{page}.jpg"


def made_at(key: str) -> float:
    """Return when a file of ours was begun, which its name says: `…_1763700000.jpg`."""
    stem = key.rpartition("/")[2].partition(".")[0]
    stamps = [part for part in stem.split("_") if part.isdigit() and len(part) == STAMP_DIGITS]
    return float(stamps[0]) if stamps else 0.0


def receipt_of(key: str) -> str:
    """Return the receipt that the picture of a page belongs to."""
    return key.split("/")[1]
