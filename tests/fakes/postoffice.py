"""A mail server without a network, which takes or refuses as it is told."""

import threading

from balcao.adapters.mail import MailError, Outgoing


class PostOffice:
    """Keeps what it took, and what it was asked; troubles come in the order they were announced."""

    def __init__(self) -> None:
        self.mails: list[Outgoing] = []
        self.asked: list[str] = []
        self.troubles: list[MailError] = []
        self._guard = threading.Lock()

    def send(self, mail: Outgoing) -> str:
        """Take the mail, unless there is trouble."""
        with self._guard:
            self.asked.append("send")
            self.mails.append(mail)
            self._trouble(about_recipient=True)
        return "250 taken"

    def rehearse(self) -> None:
        """Meet the same trouble, as far as it is the server's own."""
        with self._guard:
            self.asked.append("rehearse")
            self._trouble(about_recipient=False)

    def _trouble(self, *, about_recipient: bool) -> None:
        if self.troubles and (about_recipient or not self.troubles[0].about_recipient):
            raise self.troubles.pop(0)
