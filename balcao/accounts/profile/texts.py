"""What is said on the account page."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "accounts.error.same_address": _l("This is your address already."),
    "accounts.error.same_password": _l("This is your password already. Take another."),
    "accounts.error.link_closed": _l(
        "This link does not work any more: it was used, is too old, or a newer one took its place."
    ),
    "accounts.error.no_session": _l("That session has ended already."),
    "accounts.error.language": _l("We do not speak that language yet."),
    "accounts.note.password_changed": _l(
        "Your password is changed, and every other browser was logged out."
    ),
    "accounts.note.address_changed": _l(
        "Your address is changed, and every other browser was logged out."
    ),
    "accounts.note.saved": _l("Saved."),
    "accounts.note.session_ended": _l("That browser is logged out."),
    "accounts.note.sessions_ended": _l("All other browsers are logged out."),
}
