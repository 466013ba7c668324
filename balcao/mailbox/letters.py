"""Reading mails that nobody vouches for: whatever is broken in them, something is shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from html.parser import HTMLParser
from typing import cast

LONGEST_TEXT = 100_000
MOST_LINKS = 100
MOST_PARTS = 200
MOST_HEADERS = 200
LONGEST_HEADER = 2_000
ADDRESS = re.compile(r"https?://[^\s<>\"'`\\^{|}]{1,2000}", re.IGNORECASE)
END_OF_SENTENCE = ".,;:!?)]"
NOT_PRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
TURNS = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What the library raises over malformed mails, although it means to raise nothing.
BROKEN = (MessageError, LookupError, ValueError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Letter:
    """A mail taken apart for reading."""

    headers: tuple[tuple[str, str], ...] = ()
    text: str = ""
    html: str = ""
    links: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()


def opened(raw: bytes) -> Letter:
    """Take a mail apart, as far as it can be."""
    try:
        message = message_from_bytes(raw)
        parts = [part for part, _ in zip(message.walk(), range(MOST_PARTS), strict=False)]
    except BROKEN:
        return Letter(text=printable(raw.decode(errors="replace")))
    text, html = _content(parts, "text/plain"), _content(parts, "text/html")
    return Letter(
        headers=tuple(_headers(message)),
        text=text,
        html=html,
        links=tuple(_links(text, html)),
        attachments=tuple(_attachments(parts)),
    )


def subject_of(raw: bytes) -> str:
    """Return what the mail says it is about, in one line."""
    try:
        return " ".join(_decoded(BytesHeaderParser().parsebytes(raw).get("Subject", "")).split())
    except BROKEN:
        return ""


def printable(text: str) -> str:
    """Take out what no database or page should be asked to keep."""
    return TURNS.sub("", NOT_PRINTED.sub("\N{REPLACEMENT CHARACTER}", text))


def _content(parts: list[Message], kind: str) -> str:
    """Return the first part of a kind that is not a file of its own."""
    for part in parts:
        try:
            if part.get_content_type() == kind and not part.get_filename():
                return printable(_words(part))
        except BROKEN:
            continue
    return ""


def _words(part: Message) -> str:
    payload = cast("bytes | None", part.get_payload(decode=True)) or b""
    return _text(payload, part.get_content_charset("utf-8"))


def _text(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset, errors="replace")
    except (LookupError, ValueError):  # no such charset, or not one of characters
        return raw.decode(errors="replace")


def _headers(message: Message) -> Iterator[tuple[str, str]]:
    for name, value in message.items()[:MOST_HEADERS]:
        yield printable(name)[:LONGEST_HEADER], _decoded(value)[:LONGEST_HEADER]


def _decoded(value: object) -> str:
    plain = str(value)
    try:
        parts = decode_header(plain)
    except BROKEN:
        return printable(plain)
    words = (w if isinstance(w, str) else _text(w, charset or "utf-8") for w, charset in parts)
    return printable("".join(words))


def _links(text: str, html: str) -> list[str]:
    """List the addresses in the order in which a reader meets them, each once."""
    anchors = _Anchors()
    try:
        anchors.feed(html[:LONGEST_TEXT])
    except BROKEN:
        anchors.close()
    plain = (match.rstrip(END_OF_SENTENCE) for match in ADDRESS.findall(text[:LONGEST_TEXT]))
    written = (found for found in anchors.found if ADDRESS.fullmatch(found))
    return list(dict.fromkeys((*plain, *written)))[:MOST_LINKS]


class _Anchors(HTMLParser):
    """Collects where the links of a page lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            value.strip() for name, value in attrs if (tag, name) == ("a", "href") and value
        ]


def _attachments(parts: list[Message]) -> Iterator[str]:
    for part in parts:
        try:
            if name := part.get_filename():
                yield _decoded(name)[:LONGEST_HEADER]
        except BROKEN:
            continue
