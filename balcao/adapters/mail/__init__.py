"""Handing one mail to a mail server, and every way in which that can end."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

__all__ = [
    "MailError", "MailServer", "Misconfigured", "Outgoing", "Refused", "Temporary", "Throttled",
    "Uncertain", "Waiting",
]  # fmt: skip


@dataclass(frozen=True)
class Outgoing:
    """One mail to one person. The same job always gives the same identity and the same date."""

    to: str
    subject: str
    text: str
    html: str
    identity: str  # becomes the Message-ID, with our own domain behind it
    date: datetime


class MailServer(Protocol):
    """Somebody who takes mails from us; safe to use from many threads."""

    def send(self, mail: Outgoing) -> str:
        """Hand it over and return what the server answered; anything else is a MailError."""

    def rehearse(self) -> None:
        """Do all of it but the mail, in the same time, and fail as the server would fail now."""


class MailError(Exception):
    """Why a mail was not handed over: a key that becomes a sentence, and the server's own words.

    `about_recipient`: it happened after the address was named, so it may be about that address;
    a rehearsal never hears it. The server's words are free of addresses.
    """

    def __init__(self, key: str, reply: str = "", *, about_recipient: bool = False) -> None:
        super().__init__(f"{key}: {reply}")
        self.key = key
        self.reply = reply
        self.about_recipient = about_recipient


class Temporary(MailError):  # noqa: N818 - named for what it says
    """Not now; a later try may go well, but no server wants to see it sooner than it says."""

    def __init__(
        self, key: str, reply: str = "", *, not_before: float = 0, about_recipient: bool = False
    ) -> None:
        super().__init__(key, reply, about_recipient=about_recipient)
        self.not_before = not_before


class Refused(MailError):  # noqa: N818
    """Never: no further try helps, but perhaps another address does."""


class Uncertain(MailError):  # noqa: N818
    """The connection broke after the mail was given away: it may have arrived, or not."""


class Waiting(MailError):  # noqa: N818
    """Not this mail's fault: it waits so many seconds, which do not count as a failure."""

    patience: ClassVar[float] = 60

    def __init__(
        self,
        key: str,
        reply: str = "",
        *,
        seconds: float | None = None,
        about_recipient: bool = False,
    ) -> None:
        super().__init__(key, reply, about_recipient=about_recipient)
        self.seconds = self.patience if seconds is None else seconds


class Throttled(Waiting):
    """We are too fast, or the server rests after failures: come back in so many seconds."""


class Misconfigured(Waiting):
    """Only whoever runs this house can mend it: password, certificate, no encryption offered."""

    patience: ClassVar[float] = 45
