"""One conversation with a mail server: how one mail is handed over, and where it may break off."""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from balcao.adapters.mail import Refused, Temporary, Throttled, Uncertain
from balcao.adapters.mail.replies import CLOSING, GarbledError, Reply, Step, meaning
from balcao.adapters.mail.wire import Wire

LOST = (OSError, GarbledError)
GO_AHEAD = 354
BROKEN_OFF = "mail.error.broken_off"
UNCERTAIN = "mail.error.uncertain"
QUIT_SECONDS = 1.0
AWAY_SECONDS = 5.0
Asked = Sequence[tuple[bytes, Step]]


@dataclass(frozen=True)
class Patience:
    """How many seconds each part may take; turn and whole together stay below a job's 300."""

    turn: float = 15
    connect: float = 10
    command: float = 30
    after_the_dot: float = 120
    whole: float = 280


@dataclass(frozen=True)
class Envelope:
    """What the server is told, beside the mail itself with network line ends."""

    sender: str
    recipient: str
    content: bytes


class StaleError(Exception):
    """The server had ended a kept conversation before it took anything of this mail."""


class Connection:
    """An open conversation, logged in and ready for mails; one thread at a time."""

    def __init__(self, wire: Wire, extensions: dict[str, str], patience: Patience) -> None:
        self._wire = wire
        self._extensions = extensions
        self._patience = patience
        self._started = 0.0
        self._dirty = False  # a sender whose mail was refused still stands at the server
        self.mails = 0
        self.used_at = time.monotonic()
        self.open = True

    def send(self, envelope: Envelope, started: float) -> str:
        """Hand one mail over and return what the server said to it."""
        self._started = started
        line = self._mail_from(envelope)
        self._introduce(
            (line, "sender"),
            (b"RCPT TO:<%b>\r\n" % envelope.recipient.encode(), "recipient"),
            (b"DATA\r\n", "data"),
        )
        return self._give(envelope.content)

    def rehearse(self, sender: str, started: float) -> None:
        """Do what can be done without naming anybody."""
        self._started = started
        line = b"MAIL FROM:<%b>\r\n" % sender.encode()
        self._introduce((line, "sender"), (b"RSET\r\n", "sender"))
        self.mails += 1

    def is_stale(self) -> bool:
        """Say whether the server has ended the conversation meanwhile."""
        return self._wire.spoke_unasked()

    def quit(self) -> None:
        """Say good-bye and hang up, without waiting for an answer."""
        with suppress(OSError):
            self._wire.write(b"QUIT\r\n", QUIT_SECONDS)
        self.close()

    def close(self) -> None:
        """Hang up at once."""
        self.open = False
        self._wire.close()

    def _mail_from(self, envelope: Envelope) -> bytes:
        size = len(envelope.content)
        most = self._extensions.get("SIZE", "")
        if most.isdecimal() and 0 < int(most) < size:
            raise Refused("mail.error.too_large", about_recipient=True)
        line = b"MAIL FROM:<%b>" % envelope.sender.encode()
        if "SIZE" in self._extensions:
            line += b" SIZE=%d" % size
        if not envelope.recipient.isascii():
            if "SMTPUTF8" not in self._extensions:
                raise Refused("mail.error.unwritable", about_recipient=True)
            line += b" BODY=8BITMIME SMTPUTF8"
        return line + b"\r\n"

    def _introduce(self, *asked: tuple[bytes, Step]) -> None:
        """Say who writes to whom; every answer is looked at, however they came."""
        replies: list[Reply] = []
        try:
            self._clean_up()
            for reply in self._answers(asked):
                replies.append(reply)  # noqa: PERF402 - those before a break must be kept
        except LOST as error:
            self.close()
            step = asked[len(replies)][1]
            raise (self._trouble(asked, replies) or self._lost(step, error)) from error
        if trouble := self._trouble(asked, replies):
            self._dirty = True
            # Who lets us begin in spite of a refusal waits for a mail that we do not give.
            if replies[-1].code in {CLOSING, GO_AHEAD}:
                self.close()
            raise trouble

    def _clean_up(self) -> None:
        if self._dirty:
            self._wire.write(b"RSET\r\n", self._patience.command)
            self._wire.reply(self._deadline())
            self._dirty = False

    def _answers(self, asked: Asked) -> Iterator[Reply]:
        together = "PIPELINING" in self._extensions
        if together:
            self._wire.write(b"".join(line for line, _ in asked), self._patience.command)
        for line, step in asked:
            if not together:
                self._wire.write(line, self._patience.command)
            reply = self._wire.reply(self._deadline())
            yield reply
            if reply.code == CLOSING or not (together or _as_hoped(reply, step)):
                return

    def _trouble(self, asked: Asked, replies: list[Reply]) -> Exception | None:
        for reply, (_, step) in zip(replies, asked, strict=False):
            if not _as_hoped(reply, step):
                if reply.code == CLOSING and step == "sender" and self.mails:
                    return StaleError()
                return meaning(reply, step)
        return None

    def _lost(self, step: Step, error: Exception) -> Exception:
        if step != "sender":
            return Temporary(BROKEN_OFF, _words(error), about_recipient=True)
        return StaleError() if self.mails else away(error)

    def _give(self, content: bytes) -> str:
        """Give the mail away; from its final dot on, only the server knows what became of it."""
        stuffed = content.replace(b"\r\n.", b"\r\n..") + b".\r\n"
        try:
            self._wire.write(stuffed, self._patience.command)
        except LOST as error:
            self.close()
            raise Temporary(BROKEN_OFF, _words(error), about_recipient=True) from error
        try:
            reply = self._wire.reply(self._last_deadline())
        except LOST as error:
            self.close()
            raise Uncertain(UNCERTAIN, _words(error), about_recipient=True) from error
        if reply.code == CLOSING:
            self.close()
        if not reply.done:
            raise meaning(reply, "content")
        self.mails += 1
        return reply.words

    def _deadline(self) -> float:
        patience = self._patience
        last = self._started + patience.whole - patience.after_the_dot / 2
        return min(time.monotonic() + patience.command, last)

    def _last_deadline(self) -> float:
        patience = self._patience
        return min(time.monotonic() + patience.after_the_dot, self._started + patience.whole)


def away(error: Exception) -> Throttled:
    """Return what it means that nobody can be spoken to: not this mail's fault."""
    return Throttled("mail.error.away", _words(error), seconds=AWAY_SECONDS)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _as_hoped(reply: Reply, step: Step) -> bool:
    return reply.code == GO_AHEAD if step == "data" else reply.done
