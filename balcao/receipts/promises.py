"""What a receipt only promises: money that has not moved, or has moved back, is never paid."""

from collections.abc import Mapping

from balcao.receipts.checks.ids import is_return
from balcao.receipts.records import Kept, fields_of

NOT_PAID = {
    "scheduled": "receipts.error.scheduled",
    "processing": "receipts.error.processing",
    "returned": "receipts.error.returned",
}
TELLING = {"status", "transaction_id"}  # the fields that say whether money has moved


def as_read(kept: Mapping[str, Kept]) -> str | None:
    """Return why what stood on the receipt is no payment, whatever was typed over it since."""
    return why_not(
        {name: {**one, "value": one.get("read", one["value"])} for name, one in kept.items()}
    )


def why_not(kept: Mapping[str, Kept]) -> str | None:
    """Return the key of why these fields are no payment, or nothing."""
    fields = fields_of(kept)
    status = "returned" if is_return(fields) else fields.value("status")
    return NOT_PAID.get(status or "")
