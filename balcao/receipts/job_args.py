"""What is asked for in the background: to read a receipt, and to sweep up behind all of them."""

from typing import ClassVar

from balcao.jobs import JobArgs, Retry


class ReadReceipt(JobArgs):
    """Read one receipt; doing it twice keeps the later reading."""

    kind: ClassVar[str] = "receipts.read"
    queue: ClassVar[str] = "ocr"
    words: ClassVar[str] = "receipt"
    # What passes is an engine that is busy; what is wrong with a file never does.
    retry: ClassVar[Retry] = Retry(delays=(5, 30, 120, 600), jitter=0.2)
    receipt_id: str


class SweepFiles(JobArgs):
    """Remove files that no receipt names: of uploads cut off, of receipts that were dropped."""

    kind: ClassVar[str] = "receipts.sweep"
    queue: ClassVar[str] = "cleanup_tasks"
    keep_hours: int = 24
