"""What a mail server answers, and what each answer means for the mail and for the job."""

import re
from dataclasses import dataclass
from typing import Literal

from balcao.adapters.mail import (
    MailError,
    Misconfigured,
    Refused,
    Temporary,
    Throttled,
    Uncertain,
)

Step = Literal["greeting", "hello", "tls", "login", "sender", "recipient", "data", "content"]
ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?!\S)")
ADDRESS_LIKE = re.compile(r"[^\s<>@:;,\"'()]+@[^\s<>@:;,\"'()]+")
LONGEST_WORDS = 200
DONE, POSTPONED, REFUSED = 2, 4, 5  # the first digit of every answer
CLOSING, LOG_IN_FIRST, NO_ROOM = 421, 530, 552
OPENING = ("greeting", "hello", "tls", "login", "sender")

# What the enhanced status (RFC 3463) says about the address or the mail; the longest match counts.
DETAILS = {
    "1": "mail.error.no_such_mailbox",
    "1.7": "mail.error.policy",  # about the sender's address
    "1.8": "mail.error.policy",
    "2": "mail.error.refused",
    "2.1": "mail.error.no_such_mailbox",  # closed down
    "2.2": "mail.error.mailbox_full",
    "2.3": "mail.error.too_large",
    "3.4": "mail.error.too_large",
    "4.4": "mail.error.no_such_mailbox",  # nobody takes mail for that domain
    "6.7": "mail.error.unwritable",  # its letters cannot be transported
    "7": "mail.error.policy",
}
BARE_AT_RECIPIENT = {
    550: "mail.error.no_such_mailbox",
    551: "mail.error.no_such_mailbox",
    552: "mail.error.mailbox_full",
    553: "mail.error.no_such_mailbox",
}
BARE_AT_CONTENT = {552: "mail.error.too_large"}
GREYLISTED_SECONDS = 60.0  # whoever comes sooner is taken for a machine that cannot wait
TOO_FAST = ("4.7.28", "4.4.5", "4.3.2", "4.5.3")


@dataclass(frozen=True)
class Reply:
    """One answer, however many lines it had."""

    code: int
    text: str

    @property
    def done(self) -> bool:
        """Say whether the server did what it was asked."""
        return self.code // 100 == DONE

    @property
    def refusal(self) -> bool:
        """Say whether asking again would not help."""
        return self.code // 100 == REFUSED

    @property
    def postponement(self) -> bool:
        """Say whether asking again may help."""
        return self.code // 100 == POSTPONED

    @property
    def enhanced(self) -> str:
        """Return the status of RFC 3463, such as 5.1.1, if it agrees with the code."""
        found = ENHANCED.match(self.text)
        return found[1] if found and found[1][0] == str(self.code)[0] else ""

    @property
    def words(self) -> str:
        """Return code and text fit for a log: without addresses, control characters and length."""
        text = ADDRESS_LIKE.sub("•@•", self.text)
        printable = "".join(c if c.isprintable() else " " for c in text)
        return f"{self.code} {printable}"[:LONGEST_WORDS].strip()


class GarbledError(Exception):
    """What came is no answer of a mail server."""


def meaning(reply: Reply, step: Step) -> MailError:
    """Return what an answer other than the hoped-for one means at this step."""
    if step in OPENING:
        return _about_us(reply, step)
    if reply.code == LOG_IN_FIRST or (step == "recipient" and _relaying(reply)):
        key = "mail.error.login" if reply.code == LOG_IN_FIRST else "mail.error.relay"
        return Misconfigured(key, reply.words, about_recipient=True)
    if reply.refusal:
        return Refused(_detail(reply, step), reply.words, about_recipient=True)
    if reply.postponement:
        return _later(reply)
    if step == "content":
        return Uncertain("mail.error.uncertain", reply.words, about_recipient=True)
    return Temporary("mail.error.broken_off", reply.words, about_recipient=True)


def _about_us(reply: Reply, step: Step) -> MailError:
    """Sort what was said before any address was named: never the fault of this mail."""
    if step == "sender" and (reply.code == NO_ROOM or reply.enhanced == "5.3.4"):
        return Refused("mail.error.too_large", reply.words, about_recipient=True)
    if reply.code == LOG_IN_FIRST or (step == "login" and reply.refusal):
        return Misconfigured("mail.error.login", reply.words)
    if step == "tls":
        return Misconfigured("mail.error.no_encryption", reply.words)
    if reply.refusal:
        key = "mail.error.sender" if step == "sender" else "mail.error.unwelcome"
        return Misconfigured(key, reply.words)
    return Throttled("mail.error.busy", reply.words)


def _relaying(reply: Reply) -> bool:
    # Only words tell a server that wants no mail from us from one that closes this mailbox.
    return reply.refusal and "relay" in reply.text.lower()


def _later(reply: Reply) -> MailError:
    if reply.code == CLOSING or reply.enhanced in TOO_FAST:
        return Throttled("mail.error.busy", reply.words, about_recipient=True)
    full = reply.enhanced == "4.2.2"
    key = "mail.error.mailbox_full" if full else "mail.error.later"
    return Temporary(key, reply.words, not_before=GREYLISTED_SECONDS, about_recipient=True)


def _detail(reply: Reply, step: Step) -> str:
    subject = reply.enhanced[2:]
    for known in (subject, subject.partition(".")[0]):
        if known in DETAILS:
            return DETAILS[known]
    bare = BARE_AT_RECIPIENT if step == "recipient" else BARE_AT_CONTENT
    return bare.get(reply.code, "mail.error.refused")
