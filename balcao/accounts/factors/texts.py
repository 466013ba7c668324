"""What is said about second factors."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "accounts.error.code": _l(
        "That code does not fit, or was used already. Wait for the next one and type it."
    ),
    "accounts.error.passkey": _l("That passkey was not accepted. Try again, or take another way."),
    "accounts.error.app_exists": _l("There is an authenticator app already. Remove it first."),
    "accounts.error.no_app": _l("Start again: there is no app waiting to be confirmed."),
    "accounts.error.no_factor": _l("That second factor is not there any more."),
    "accounts.error.many_passkeys": _l(
        "There can be at most %(most)s passkeys. Remove one that you do not use."
    ),
    "accounts.error.seal_lost": _l(
        "We can no longer read the secret of your app. Log in with a recovery code, remove the "
        "app and set it up again."
    ),
    "accounts.error.step_over": _l("That took too long. Log in again."),
    "accounts.note.factor_added": _l("Your second factor is set up."),
    "accounts.note.factor_removed": _l("It is removed."),
}
