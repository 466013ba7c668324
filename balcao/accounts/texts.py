"""What accounts say about what was typed into their forms."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "accounts.prune.title": _l("Tidying up accounts"),
    "accounts.error.address": _l(
        "This does not look like one e-mail address. It should read like ana@example.com."
    ),
    "accounts.error.required": _l("Please fill this in."),
    "accounts.error.long": _l("This is too long: at most %(most)s characters."),
    "accounts.error.characters": _l(
        "This contains characters that cannot be shown. Type it again."
    ),
    "accounts.error.password_short": _l(
        "Take at least 12 characters: four or five words that do not belong together, for example."
    ),
    "accounts.error.password_long": _l("Take at most 1024 characters."),
    "accounts.error.password_common": _l(
        "Many people use this password or one like it, so it is tried first. Take another."
    ),
    "accounts.error.password_context": _l(
        "This password is made of your name, your address or ours. Take words nobody connects "
        "with you."
    ),
}
