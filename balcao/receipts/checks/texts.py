"""What is said about a receipt's worth: which sign was found, and what a person can do next."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    # the word
    "receipts.verdict.consistent": _l("Everything on it fits together"),
    "receipts.verdict.look_closer": _l("Please look closer"),
    "receipts.verdict.scheduled": _l("Only scheduled: nothing was paid yet"),
    "receipts.verdict.processing": _l("Still being processed: not paid yet"),
    "receipts.verdict.returned": _l("The money went back"),
    "receipts.verdict.not_ours": _l("It names another receiver"),
    "receipts.verdict.unreadable": _l("It could not be read"),
    # what to do
    "receipts.advice.consistent": _l("Check that the money is in your account, then accept it."),
    "receipts.advice.look_closer": _l(
        "Compare what is marked with the picture and correct it; look into your account before "
        "you accept it."
    ),
    "receipts.advice.scheduled": _l("Ask for the receipt of the payment once its day has come."),
    "receipts.advice.processing": _l("Wait until the bank has finished, and look at your account."),
    "receipts.advice.returned": _l("Ask for another payment."),
    "receipts.advice.not_ours": _l(
        "Look at who was paid. If it is one of your names or keys, add it to your receivers."
    ),
    "receipts.advice.unreadable": _l(
        "Take a sharper picture of the whole receipt, or fill in the fields yourself."
    ),
    # the receiver
    "receipts.check.document_same": _l("The receiver's document is that of %(receiver)s."),
    "receipts.check.document_other": _l("The receiver's document is not that of %(receiver)s."),
    "receipts.check.key_same": _l("The PIX key is that of %(receiver)s."),
    "receipts.check.key_other": _l("The PIX key is not that of %(receiver)s."),
    "receipts.check.iban_same": _l("The account is that of %(receiver)s."),
    "receipts.check.iban_other": _l("The account is not that of %(receiver)s."),
    "receipts.check.masked_same": _l(
        "The visible part of the number is the same as that of %(receiver)s."
    ),
    "receipts.check.name_same": _l("The receiver's name is that of %(receiver)s."),
    "receipts.check.name_alike": _l(
        "The receiver's name is like that of %(receiver)s, but not the same."
    ),
    "receipts.check.name_other": _l("The receiver's name is not that of %(receiver)s."),
    "receipts.check.only_name_fits": _l("Only the name fits %(receiver)s."),
    "receipts.check.nothing_to_compare": _l(
        "It names nothing that can be compared with %(receiver)s."
    ),
    "receipts.check.no_receivers": _l(
        "You have not named your receivers yet, so nobody can tell whether it was paid to you."
    ),
    # whether it was paid
    "receipts.sign.scheduled": _l("It says that the payment is scheduled, not that it was made."),
    "receipts.sign.processing": _l("It says that the payment is still being processed."),
    "receipts.sign.returned": _l("It says that the money was returned."),
    "receipts.sign.status_unknown": _l("It does not say whether the payment was made."),
    "receipts.sign.cancelled": _l("Its code says that this document was cancelled."),
    # the amount
    "receipts.sign.amount_missing": _l("No amount was found on it."),
    "receipts.sign.underpaid": _l("It is %(difference)s less than the order expects."),
    "receipts.sign.overpaid": _l("It is %(difference)s more than the order expects."),
    "receipts.sign.other_currency": _l(
        "It was paid in %(paid)s, and the order expects %(expected)s."
    ),
    # the day and the id
    "receipts.sign.id_another_day": _l(
        "It is dated %(printed)s, and its transaction id was made on %(id)s."
    ),
    "receipts.sign.id_in_future": _l("Its transaction id names a moment that is still to come."),
    "receipts.sign.date_in_future": _l("It is dated %(printed)s, a day that is still to come."),
    "receipts.sign.date_long_ago": _l("It is dated %(printed)s, a long time ago."),
    "receipts.sign.id_missing": _l("No transaction id was found, which a completed PIX has."),
    "receipts.sign.id_form": _l("Its transaction id has not the form of a PIX."),
    "receipts.sign.id_of_return": _l("Its transaction id is that of money sent back."),
    "receipts.sign.institution_unknown": _l(
        "Its transaction id names an institution that is not on our list."
    ),
    # seen before
    "receipts.sign.same_id": _l("Another receipt with this transaction id was handed in before."),
    "receipts.sign.looks_alike": _l("A picture that is very much like it was handed in before."),
    # the code of an invoice
    "receipts.sign.fiscal_sum": _l("The sums in its code do not add up to its total."),
    "receipts.sign.fiscal_tax": _l("The tax in its code does not add up."),
    "receipts.sign.fiscal_rate": _l("A tax in its code fits no rate of its region."),
    "receipts.sign.nif_digit": _l("A NIF in its code has a wrong check digit."),
    "receipts.sign.atcud_form": _l("The ATCUD in its code has not the form of one."),
    # how well it was read
    "receipts.sign.hard_to_read": _l("Some of it was hard to read: please check what is marked."),
    "receipts.sign.nothing_read": _l("Nothing that belongs on a receipt was found."),
}
