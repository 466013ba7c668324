"""What sign-up says when something cannot be."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "accounts.error.name": _l("Write only the name here, without a link or an address."),
    "accounts.error.nothing_pending": _l(
        "No sign-up is waiting in this browser any more. Sign up again or log in."
    ),
    "accounts.error.link_closed": _l("This link was used already, or is too old."),
}
