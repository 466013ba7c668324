"""The words around the mails about accounts: their tickets, their stage, why one is not sent."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "accounts.verification_email.title": _l("Confirmation of your address"),
    "accounts.password_reset_email.title": _l("Way to a new password"),
    "accounts.password_reset_delivery.title": _l("Delivery of a way to a new password"),
    "accounts.account_updated_email.title": _l("Notice about your account"),
    "accounts.note.gone": _l("What was asked for does not exist any more."),
    "accounts.note.used": _l("Its link has been used already."),
    "accounts.note.expired": _l("Its link is too old by now. Ask for a new one."),
}
