"""What is said to whoever makes accounts by hand."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "accounts.error.user_exists": _l("This address has an account already."),
    "accounts.error.no_user": _l("This address has no account."),
    "accounts.error.tenant_name": _l("A business needs a name of 1 to 80 characters on one line."),
    "accounts.error.tenant_twice": _l(
        "Several businesses bear this name, so it does not say which one is meant."
    ),
}
