"""What became of a mail, in words for the person who waits for it: what happened, what to do."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    # The address
    "mail.error.no_such_mailbox": _l("This mailbox does not exist. Please correct the address."),
    "mail.error.mailbox_full": _l(
        "This mailbox is full. Please make room in it, or use another address."
    ),
    "mail.error.policy": _l(
        "The mail server of this address does not accept our message. Please use another address."
    ),
    "mail.error.refused": _l(
        "The mail server of this address refused our message. Please use another address."
    ),
    "mail.error.too_large": _l("The message is larger than this mailbox accepts."),
    "mail.error.unwritable": _l(
        "Our mail server cannot write to an address with such letters. Please use another one."
    ),
    "mail.error.malformed": _l("No mail can be sent to this address. Please correct it."),
    # Nobody's fault; whether and when there is another try, the ticket says.
    "mail.error.later": _l("The mail server asked us to come back later."),
    "mail.error.busy": _l("The mail server was busy."),
    "mail.error.away": _l("Our mail server could not be reached."),
    "mail.error.broken_off": _l("The connection broke before the message was sent."),
    "mail.error.uncertain": _l(
        "The connection broke at the last moment, so the message may have been sent or not. "
        "Please look into your mailbox."
    ),
    # Whoever runs this house
    "mail.error.not_configured": _l(
        "No mail server has been set up here yet. Your message is kept until then."
    ),
    "mail.error.login": _l(
        "Our mail server does not let us in. Your message is kept until this is repaired."
    ),
    "mail.error.certificate": _l(
        "Our mail server could not prove who it is, so nothing was sent. "
        "Your message is kept until this is repaired."
    ),
    "mail.error.no_encryption": _l(
        "Our mail server offers no encryption, so nothing was sent. "
        "Your message is kept until this is repaired."
    ),
    "mail.error.sender": _l(
        "Our mail server does not accept our own address. "
        "Your message is kept until this is repaired."
    ),
    "mail.error.relay": _l(
        "Our mail server does not pass our messages on. "
        "Your message is kept until this is repaired."
    ),
    "mail.error.unwelcome": _l(
        "Our mail server does not talk to us. Your message is kept until this is repaired."
    ),
}
