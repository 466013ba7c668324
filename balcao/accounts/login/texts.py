"""What is said at the door: who may not enter, and who has to wait."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    # The same for an unknown address, a wrong password, a closed account and one not confirmed.
    "accounts.error.login": _l(
        "This address and this password do not open an account. Check both and try again."
    ),
    "accounts.error.password": _l("That is not your password. Try again."),
    "accounts.error.too_many": _l(
        "Those were many tries in a short time. Wait %(seconds)s s, then try again."
    ),
    "accounts.error.wait_minutes": _l(
        "Those were many tries in a short time. Wait %(minutes)s min, then try again."
    ),
    "accounts.error.wait_hours": _l(
        "Those were many tries in a short time. Wait %(hours)s h, then try again."
    ),
    "accounts.error.prove_again": _l("Type your password once more before you change this."),
}
