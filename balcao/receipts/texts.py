"""What is said about receipts."""

SENTENCES: dict[str, object] = {}
