"""The words of the built-in mailbox."""

from flask_babel import lazy_gettext as _l

PAGE_TITLE = _l("Mailbox")
