"""A mail as bytes: what the standard library's EmailMessage makes, in a tenth of its time."""

import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from balcao.adapters.mail import Outgoing, Refused

LONGEST_LINE = 76
# 76 less the first header's name and "=?utf-8?b??=", in thirds of base64's fourths
LONGEST_CHUNK = 36
LONGEST_SUBJECT = 1000
LONGEST_BOUNDARY = 60
LONGEST_ADDRESS = 320
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
ADDRESS = re.compile(r'[^\s<>()\[\],;:\\"@]+@[^\s<>()\[\],;:\\"@]+')
IDENTITY = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
PLAIN_NAME = re.compile(r"[A-Za-z0-9 !#$%&'*+/=^_`{|}~-]+")
ENDS = re.compile(r"\r\n?")
MALFORMED = "mail.error.malformed"


@dataclass(frozen=True)
class Sender:
    """Who our mails come from: a name for people, an address for machines."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """Return our own domain, which makes our Message-IDs ours."""
        return self.address.rpartition("@")[2]


def sender_of(text: str) -> Sender:
    """Read `Name <address>` or a bare address; what cannot be one is refused with a sentence."""
    name, address = parseaddr(text)
    if UNSAFE.search(text) or not (ADDRESS.fullmatch(address) and address.isascii()):
        message = "write a sender such as Balcão <no-reply@balcao.example>"
        raise ValueError(message)
    return Sender(" ".join(name.split()), address)


def checked_address(address: str) -> str:
    """Return the address if nothing but an address can be read from it."""
    short = len(address) <= LONGEST_ADDRESS
    if not short or UNSAFE.search(address) or not ADDRESS.fullmatch(address):
        raise Refused(MALFORMED, "not an address", about_recipient=True)
    return address


def as_bytes(mail: Outgoing, sender: Sender) -> bytes:
    """Return the whole mail with network line ends; the same mail always gives the same bytes."""
    if not IDENTITY.fullmatch(mail.identity):
        raise Refused(MALFORMED, "not an identity", about_recipient=True)
    boundary = _boundary(mail.identity)
    content = (
        _headers(mail, sender, boundary),
        _part("plain", mail.text),
        _part("html", mail.html),
    )
    between = b"--" + boundary.encode()
    return between.join(content) + between + b"--\r\n"


def _headers(mail: Outgoing, sender: Sender, boundary: str) -> bytes:
    lines = (
        f"Date: {_date(mail.date)}",
        f"From: {_named(sender)}",
        f"To: {checked_address(mail.to)}",
        f"Message-ID: <{mail.identity}@{sender.domain}>",
        f"Subject: {_subject(mail.subject)}",
        "MIME-Version: 1.0",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"',
        "\r\n",
    )
    return "\r\n".join(lines).encode()


def _boundary(identity: str) -> str:
    # "=_" never appears in quoted-printable, so no part can hold the boundary.
    return f"=_{identity[:LONGEST_BOUNDARY]}"


def _part(kind: str, text: str) -> bytes:
    head = (
        f"\r\nContent-Type: text/{kind}; charset=utf-8"
        "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    plain = text if "\r" not in text else ENDS.sub("\n", text)
    whole = plain.rstrip("\n").replace("\n", "\r\n") + "\r\n"
    return head.encode() + binascii.b2a_qp(whole.encode("utf-8", "replace"))


def _date(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return format_datetime(aware.astimezone(UTC))


@lru_cache(maxsize=4)
def _named(sender: Sender) -> str:
    if not sender.name:
        return sender.address
    plain = PLAIN_NAME.fullmatch(sender.name) and len(sender.name) < LONGEST_CHUNK
    name = f'"{sender.name}"' if plain else _encoded(sender.name)
    return f"{name}\r\n <{sender.address}>"


def _subject(text: str) -> str:
    if UNSAFE.search(text) or len(text) > LONGEST_SUBJECT:
        raise Refused(MALFORMED, "not a subject", about_recipient=True)
    plain = text.isascii() and "=?" not in text and text == text.strip()
    return text if plain and len(text) < LONGEST_LINE - len("Subject: ") else _encoded(text)


def _encoded(text: str) -> str:
    """Return encoded words (RFC 2047), none cut within a character."""
    words: list[bytes] = [b""]
    for character in text:
        piece = character.encode()
        if len(words[-1]) + len(piece) > LONGEST_CHUNK:
            words.append(b"")
        words[-1] += piece
    return "\r\n ".join(
        f"=?utf-8?b?{binascii.b2a_base64(word, newline=False).decode()}?=" for word in words
    )
