"""What the id of a Pix says about itself, beyond its minute."""

from balcao.receipts.checks.signs import Sign
from balcao.receipts.fields import e2e
from balcao.receipts.fields.found import Fields


def check_id(fields: Fields) -> list[Sign]:
    """Return what is odd about the id of a Pix that is said to be completed."""
    if fields.value("kind") != "pix" or fields.value("status") not in {None, "completed"}:
        return []
    written = fields.value("transaction_id")
    if not written:
        return [Sign("receipts.sign.id_missing")]
    found = e2e.find(written)
    if not found:
        return [Sign("receipts.sign.id_form")]
    pix = found[0].value
    if pix.is_return:
        return [Sign("receipts.sign.id_of_return")]
    return [] if pix.institution else [Sign("receipts.sign.institution_unknown")]


def is_return(fields: Fields) -> bool:
    """Say whether the id itself moves money back, whatever words stand beside it."""
    found = e2e.find(fields.value("transaction_id") or "")
    return bool(found) and found[0].value.is_return
