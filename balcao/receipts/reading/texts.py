"""What is said of readings that are not as they should be, and of Google's part in them."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    # Nobody's fault; whether and when there is another try, the ticket says.
    "receipts.error.vision_busy": _l("Google Vision, which should read this, is busy."),
    "receipts.error.vision_refused": _l(
        "Google Vision cannot read this picture. Please take another one."
    ),
    # Whoever runs this house
    "receipts.error.vision_credentials": _l(
        "Google Vision does not know our key. Your receipt is kept until this is repaired."
    ),
    "receipts.error.vision_forbidden": _l(
        "Google Vision does not let us in. Your receipt is kept until this is repaired."
    ),
    "receipts.error.vision_package": _l(
        "The program that speaks with Google Vision is not installed here. "
        "Your receipt is kept until it is."
    ),
    "receipts.error.vision_month": _l(
        "As many pictures as this house allows have been sent to Google Vision this month. "
        "Your receipt is kept until somebody allows more."
    ),
    # Beside what was found
    "receipts.sign.not_all_read": _l("Not all of this was read in time."),
    "receipts.sign.engines_differ": _l("Two readings of this differ."),
    "receipts.sign.second_look_busy": _l(
        "Google Vision was too busy to look at this as well, so it was read once only."
    ),
    "receipts.sign.second_look_trouble": _l(
        "Google Vision could not look at this as well, so it was read once only."
    ),
}
