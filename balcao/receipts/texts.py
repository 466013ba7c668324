"""What is said about receipts: how far a reading has come, and why something cannot be done."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "receipts.read.title": _l("Reading a receipt"),
    "receipts.sweep.title": _l("Tidying up files of receipts"),
    # how far it has come
    "receipts.stage.decoding": _l("Opening the file"),
    "receipts.stage.codes": _l("Looking for codes"),
    "receipts.stage.text": _l("Reading the text"),
    "receipts.stage.second_look": _l("Looking a second time"),
    "receipts.stage.google": _l("Asking Google for a second opinion"),
    "receipts.stage.checking": _l("Checking what was found"),
    # the file
    "receipts.error.no_file": _l("Choose a file first."),
    "receipts.error.too_many_files": _l("Those were too many files at once. Send at most 20."),
    "receipts.error.too_often": _l(
        "Those were many receipts in a short time. Wait %(seconds)s seconds and go on."
    ),
    "receipts.error.not_kept": _l(
        "We could not keep this file, because our disk takes no more. It was noted; "
        "try again later."
    ),
    "receipts.error.empty": _l("This file is empty. Send it again."),
    "receipts.error.too_big": _l(
        "This file is larger than we take. A screenshot or a smaller photo is enough."
    ),
    "receipts.error.type": _l("We read JPG, PNG, WEBP, HEIC and PDF. Send it as one of these."),
    "receipts.error.mismatch": _l(
        "The name of this file says something other than its content. Save it anew as JPG, PNG "
        "or PDF and send that."
    ),
    "receipts.error.encrypted": _l(
        "This PDF is locked with a password. Save it without one and send that."
    ),
    "receipts.error.pages": _l("This PDF has too many pages. Send only those of the receipt."),
    "receipts.error.pixels": _l("This picture has too many pixels. Send a smaller one."),
    "receipts.error.damaged": _l("This file is damaged and cannot be opened. Send it again."),
    "receipts.error.memory": _l("Opening this file needs more memory than we give any file."),
    "receipts.error.time_limit": _l("Opening this file takes longer than we wait for any file."),
    "receipts.error.crashed": _l("This file broke the program that opens it."),
    "receipts.error.gone": _l("This receipt was dropped and is no longer there."),
    "receipts.error.file_gone": _l("The file of this receipt is missing. Send it again."),
    # corrections
    "receipts.error.amount": _l("Write an amount such as 1234.56, above zero."),
    "receipts.error.date": _l("Write a day that exists."),
    "receipts.error.time": _l("Write a time such as 14:22."),
    "receipts.error.currency": _l("Write a currency as three letters, such as BRL or EUR."),
    "receipts.error.choice": _l("Choose one of the values that are offered."),
    "receipts.error.long": _l("This is too long: at most 120 characters."),
    # decisions
    "receipts.error.scheduled": _l(
        "This payment is only scheduled, so it cannot be recorded as paid."
    ),
    "receipts.error.processing": _l(
        "This payment is still being processed, so it cannot be recorded as paid."
    ),
    "receipts.error.returned": _l("This payment was returned, so it cannot be recorded as paid."),
    "receipts.error.still_reading": _l("This receipt is still being read. Wait a moment."),
    "receipts.error.no_amount": _l("Fill in the amount and its currency first."),
    "receipts.error.duplicate": _l(
        "This payment has been handed in before. Look at both, then keep or drop this one."
    ),
    "receipts.error.no_duplicate": _l("This receipt repeats no other, so it is not dropped."),
    "receipts.error.other_currency": _l("The order is paid in %(expected)s, this receipt is not."),
    "receipts.error.refused_before": _l("This receipt has been refused."),
    "receipts.error.accepted_before": _l(
        "The payment of this receipt is recorded, so the receipt stays as it is."
    ),
    "receipts.error.reference": _l(
        "Write what the order is called, in at most %(most)s characters."
    ),
    # signs of what is found on arrival
    "receipts.sign.same_file": _l("The very same file has been handed in before."),
    # receivers
    "receipts.error.tenant": _l("There is no business of this name, or more than one."),
    "receipts.error.receiver_name": _l("Write the name of who may be paid."),
    "receipts.error.receiver_mark": _l("This is too long for a document, a key or an IBAN."),
    # whoever runs this house
    "receipts.error.no_reader": _l(
        "Receipts cannot be read in this place. Yours is kept until this is repaired."
    ),
}
