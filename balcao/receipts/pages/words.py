"""What fields and their values are called for people; programs keep the English enumerations."""

from flask_babel import lazy_gettext as _l

HAND_IN = _l("Hand in")
RECEIPTS = _l("Receipts")

LABELS: dict[str, object] = {
    "amount": _l("Amount"),
    "currency": _l("Currency"),
    "date": _l("Date"),
    "time": _l("Time"),
    "status": _l("State of the payment"),
    "transaction_id": _l("Transaction id"),
    "receiver_name": _l("Receiver"),
    "receiver_document": _l("Receiver's document"),
    "payer_name": _l("Payer"),
    "payer_document": _l("Payer's document"),
    "pix_key": _l("PIX key"),
    "bank": _l("Bank"),
    "company": _l("Shop or company"),
    "kind": _l("Kind of receipt"),
    "receiver_iban": _l("Receiver's IBAN"),
    "payer_iban": _l("Payer's IBAN"),
    "due_date": _l("Due date"),
    "entity": _l("Entity"),
    "reference": _l("Reference"),
    "boleto_line": _l("Boleto line"),
    "access_key": _l("Access key"),
    "atcud": _l("ATCUD"),
    "phone": _l("Phone"),
    "description": _l("Description"),
    "tax": _l("Tax"),
}

PAYMENT: dict[str, object] = {
    "completed": _l("Completed"),
    "scheduled": _l("Scheduled, not paid"),
    "processing": _l("Being processed, not paid yet"),
    "returned": _l("Returned, not paid"),
}

KINDS: dict[str, object] = {
    "pix": _l("PIX"),
    "ted": _l("TED or DOC"),
    "boleto": _l("Boleto"),
    "cupom": _l("Fiscal receipt (Brazil)"),
    "mbway": _l("MB WAY"),
    "multibanco": _l("Multibanco"),
    "transferencia": _l("Bank transfer"),
    "fatura": _l("Invoice (Portugal)"),
}

SOURCES: dict[str, object] = {
    "pdf_text": _l("Text of the PDF"),
    "qr": _l("Code on the receipt"),
    "ocr": _l("Read from the picture"),
}

STATES: dict[str, object] = {
    "waiting": _l("Being read"),
    "read": _l("Read"),
    "unreadable": _l("Could not be read"),
    "failed": _l("Reading failed"),
}

# The verdict words of balcao/receipts/checks/verdict.py, for the filter and the table.
VERDICTS: dict[str, object] = {
    "consistent": _l("Fits together"),
    "look_closer": _l("Look closer"),
    "scheduled": _l("Scheduled: not paid"),
    "processing": _l("Being processed: not paid yet"),
    "returned": _l("Returned: not paid"),
    "not_ours": _l("Not paid to us"),
    "unreadable": _l("Could not be read"),
}

ORDER_STATES: dict[str, object] = {
    "open": _l("Nothing paid yet"),
    "under": _l("Less than expected"),
    "paid": _l("Paid"),
    "over": _l("More than expected"),
}

DUPLICATES: dict[str, object] = {
    "exact": _l("The same file was handed in before."),
    "near": _l("Nearly the same picture was handed in before."),
    "same_id": _l("Another receipt has the same transaction id."),
}

DECISIONS: dict[str, object] = {
    "open": _l("Not decided yet"),
    "accepted": _l("Accepted"),
    "refused": _l("Refused"),
}

RECEIVED: dict[str, object] = {
    "match": _l("%(name)s, as you named it"),
    "mismatch": _l("Nobody you named"),
    "needs_review": _l("Cannot be told"),
}

NOT_PAYABLE: dict[str, object] = {
    "scheduled": _l("It is only scheduled: it can be recorded once a receipt shows it was paid."),
    "processing": _l("It is still being processed: it can be recorded once it was paid."),
    "returned": _l("The money went back, so there is no payment to record."),
}
NO_AMOUNT = _l("Fill in the amount and the currency first; then it can be accepted.")
RECEIVER_ADDED = _l("The receiver was added. Receipts are compared with it from now on.")
RECEIVER_REMOVED = _l("The receiver was removed.")
ORDER_KEPT = _l("The order was kept.")
