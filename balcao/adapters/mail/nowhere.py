"""No mail server at all: what production has until somebody names one."""

from typing import NoReturn

from balcao.adapters.mail import Misconfigured, Outgoing

NOT_CONFIGURED = "mail.error.not_configured"


class NoServer:
    """Keeps every mail waiting, visibly, for the day when there is a server."""

    def send(self, _mail: Outgoing) -> NoReturn:
        """Say what is missing."""
        raise Misconfigured(NOT_CONFIGURED, "MAIL_SERVER is not set")

    def rehearse(self) -> NoReturn:
        """Say it as well to those who would have got nothing."""
        raise Misconfigured(NOT_CONFIGURED, "MAIL_SERVER is not set")
