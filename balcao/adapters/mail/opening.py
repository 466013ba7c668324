"""How a conversation begins: connect, encrypt as the settings say or not at all, log in."""

import base64
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from balcao.adapters.mail import Misconfigured
from balcao.adapters.mail.connection import LOST, Connection, Patience, away
from balcao.adapters.mail.replies import Reply, Step, meaning
from balcao.adapters.mail.wire import Wire

Security = Literal["starttls", "tls", "none"]
NO_ENCRYPTION = "mail.error.no_encryption"
LOGIN = "mail.error.login"
TELL_ME_MORE = 334
MakeTls = Callable[[], ssl.SSLContext]


@dataclass(frozen=True)
class Place:
    """Which server, how it is spoken to, and as whom."""

    host: str = "localhost"
    port: int = 25
    socket: Path | None = None  # a server on this machine, instead of host and port
    security: Security = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        """Return what a log line may say."""
        return str(self.socket) if self.socket else f"{self.host}:{self.port}"


def opened(place: Place, tls: MakeTls, patience: Patience, started: float) -> Connection:
    """Return a conversation that is ready for mails, or the reason why there is none."""
    try:
        wire = Wire(_socket_to(place, patience.connect))
    except OSError as error:
        raise away(error) from error
    try:
        return _Opening(place, wire, patience, started).connection(tls)
    except BaseException:
        wire.close()
        raise


def _socket_to(place: Place, seconds: float) -> socket.socket:
    if place.socket is None:
        sock = socket.create_connection((place.host, place.port), seconds)
        # What is given in two writes must not wait for the answer to the first.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock
    sock = socket.socket(socket.AF_UNIX)
    try:
        sock.settimeout(seconds)
        sock.connect(str(place.socket))
    except BaseException:
        sock.close()
        raise
    return sock


@dataclass
class _Opening:
    """The words before the first mail."""

    place: Place
    wire: Wire
    patience: Patience
    started: float
    extensions: dict[str, str] = field(default_factory=dict)

    def connection(self, tls: MakeTls) -> Connection:
        try:
            if self.place.security == "tls":
                self._encrypt(tls)
            self._expect(self._reply(), "greeting")
            self._hello()
            if self.place.security == "starttls":
                self._start_tls(tls)
            if self.place.username:
                self._log_in()
        except LOST as error:
            raise away(error) from error
        return Connection(self.wire, self.extensions, self.patience)

    def _encrypt(self, tls: MakeTls) -> None:
        try:
            self.wire.put_on_tls(tls(), self.place.host, self.patience.connect)
        except ssl.SSLCertVerificationError as error:
            raise Misconfigured("mail.error.certificate", error.verify_message) from error
        except (ssl.SSLEOFError, TimeoutError):
            raise
        except ssl.SSLError as error:
            # Without a library there was no error but silence. A reason is missing more often:
            # Python knows fewer of them by name than OpenSSL has.
            if error.library is None:
                raise
            raise Misconfigured(NO_ENCRYPTION, error.reason or str(error)) from error

    def _hello(self) -> None:
        reply = self._ask(b"EHLO %b\r\n" % self.wire.own_name.encode())
        self._expect(reply, "hello")
        words = [line.upper().split(None, 1) for line in reply.text.split("\n")[1:] if line.strip()]
        self.extensions = {word[0]: word[1] if word[1:] else "" for word in words}

    def _start_tls(self, tls: MakeTls) -> None:
        if "STARTTLS" not in self.extensions:
            raise Misconfigured(NO_ENCRYPTION, "STARTTLS is not offered")
        self._expect(self._ask(b"STARTTLS\r\n"), "tls")
        self._encrypt(tls)
        self._hello()  # what was offered in clear is forgotten

    def _log_in(self) -> None:
        if not (self.wire.encrypted or self.wire.stays_on_this_machine):
            raise Misconfigured(NO_ENCRYPTION, "a password is not sent in clear")
        ways = self.extensions.get("AUTH", "").split()
        user, password = self.place.username.encode(), self.place.password.encode()
        if "PLAIN" in ways:
            reply = self._ask(b"AUTH PLAIN %b\r\n" % _coded(b"\0%b\0%b" % (user, password)))
        elif "LOGIN" in ways:
            reply = self._ask_in_turn(b"AUTH LOGIN", _coded(user), _coded(password))
        else:
            raise Misconfigured(LOGIN, "no way to log in is offered that we know")
        self._expect(reply, "login")

    def _ask_in_turn(self, *lines: bytes) -> Reply:
        reply = self._ask(lines[0] + b"\r\n")
        for line in lines[1:]:
            if reply.code != TELL_ME_MORE:
                break
            reply = self._ask(line + b"\r\n")
        return reply

    def _ask(self, line: bytes) -> Reply:
        self.wire.write(line, self.patience.command)
        return self._reply()

    def _reply(self) -> Reply:
        last = self.started + self.patience.whole - self.patience.after_the_dot
        return self.wire.reply(min(time.monotonic() + self.patience.command, last))

    def _expect(self, reply: Reply, step: Step) -> None:
        if not reply.done:
            raise meaning(reply, step)


def _coded(text: bytes) -> bytes:
    return base64.b64encode(text)
