"""A mail server that keeps what it gets, and fails at any step in any way a test asks for."""

import socket
import socketserver
import ssl
import threading
from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from balcao.adapters.mail.opening import Place, Security

Answer = Callable[["Talk"], None]
END = b"\r\n.\r\n"
USUAL = {
    "GREETING": "220 mail.test ESMTP",
    "STARTTLS": "220 2.0.0 go ahead",
    "MAIL": "250 2.1.0 ok",
    "RCPT": "250 2.1.5 ok",
    "DATA": "354 go ahead",
    "DOT": "250 2.0.0 ok: queued as 4711",
    "RSET": "250 2.0.0 ok",
    "QUIT": "221 2.0.0 bye",
}
EXTENSIONS = ("PIPELINING", "SIZE 10000000", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")


def say(text: str) -> Answer:
    """Answer so, whatever would be true."""
    return lambda talk: talk.write(text)


def drop(talk: "Talk") -> None:
    """Hang up without a word."""
    raise ConnectionAbortedError(talk.commands)


def hang(talk: "Talk") -> None:
    """Say nothing until the test is over."""
    talk.trap.over.wait()
    drop(talk)


def say_and_drop(text: str) -> Answer:
    """Answer so, and hang up."""

    def answer(talk: "Talk") -> None:
        talk.write(text)
        drop(talk)

    return answer


def keep_and_drop(talk: "Talk") -> None:
    """Take the mail, and hang up before saying so."""
    talk.keep()
    drop(talk)


def slowly(text: str, seconds: float) -> Answer:
    """Answer byte by byte with so much time between them."""

    def answer(talk: "Talk") -> None:
        for byte in f"{text}\r\n".encode():
            talk.connection.sendall(bytes([byte]))
            if talk.trap.over.wait(seconds):
                drop(talk)

    return answer


@dataclass
class Received:
    """A mail that was accepted, and how it had come."""

    sender: str
    recipient: str
    content: bytes
    encrypted: bool
    login: str

    @property
    def message(self) -> EmailMessage:
        """Return it as Python's own parser reads it."""
        return message_from_bytes(self.content, policy=policy.default)


@dataclass
class MailTrap:
    """What a test sees of the server, and where it tells it how to fail."""

    place: Place = field(default_factory=Place)
    tls: ssl.SSLContext | None = None
    login: str = ""  # what AUTH must bring, `user:password`
    extensions: list[str] = field(default_factory=lambda: list(EXTENSIONS))
    mails: list[Received] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    talks: list["Talk"] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    _answers: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))

    def at(self, step: str, *answers: Answer, times: int = 1) -> None:
        """Give these answers, one after the other, the next times the step comes."""
        self._answers[step] += list(answers) * times

    def count(self, verb: str) -> int:
        """Return how often a command came."""
        return sum(command.upper().startswith(verb) for command in self.commands)

    def answer_at(self, step: str) -> Answer | None:
        """Return what the test wants now, if it wants something unusual."""
        return self._answers[step].pop(0) if self._answers[step] else None

    def is_usual(self, step: str) -> bool:
        """Say whether the next answer at a step is none of the test's."""
        return not self._answers[step]

    def hang_up(self) -> None:
        """End all conversations, as a server does that is started again."""
        for talk in self.talks:
            with suppress(OSError):
                talk.connection.shutdown(socket.SHUT_RDWR)


class Talk(socketserver.BaseRequestHandler):
    """One conversation."""

    def setup(self) -> None:
        """Begin with nothing known about the other side."""
        self.trap: MailTrap = self.server.trap  # type: ignore[attr-defined]
        self.connection: socket.socket = self.request
        if self.connection.family != socket.AF_UNIX:
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.encrypted = False
        self.login = self.sender = self.recipient = ""
        self.commands: list[str] = []
        self.content = b""
        self.trap.talks.append(self)

    def handle(self) -> None:
        """Talk until one of both has enough."""
        with suppress(OSError):
            if self.trap.place.security == "tls":
                self._encrypt()
            self._lines = self.connection.makefile("rb")
            self._answer("GREETING")
            while line := self._lines.readline():
                self._obey(line.decode().rstrip("\r\n"))

    def finish(self) -> None:
        """Hang up, also where TLS had taken the socket over."""
        with suppress(AttributeError, OSError):
            self._lines.close()
        self.connection.close()

    def write(self, text: str) -> None:
        """Send a line, or several."""
        self.connection.sendall(f"{text}\r\n".encode("utf-8", "surrogateescape"))

    def keep(self) -> None:
        """Take the mail that was given."""
        received = Received(self.sender, self.recipient, self.content, self.encrypted, self.login)
        self.trap.mails.append(received)

    def _obey(self, command: str) -> None:
        self.commands.append(command)
        self.trap.commands.append(command)
        verb = command.upper().split(" ")[0]
        if verb == "EHLO":
            self._answer("EHLO", "\r\n".join(self._offers()))
        elif verb == "AUTH":
            self._answer("AUTH", self._judged(command))
        elif verb == "DATA" and not self.recipient:
            self._answer("DATA", "503 5.5.1 to whom?")
        elif self._answer(verb):
            self._act(verb, command)

    def _answer(self, step: str, text: str = "") -> bool:
        """Say what is usual, and return yes; or let the test's own answer do as it likes."""
        wanted = self.trap.answer_at(step)
        if wanted:
            wanted(self)
            return False
        self.write(text or USUAL.get(step, "502 5.5.1 never heard of it"))
        return True

    def _offers(self) -> list[str]:
        lines = ["mail.test", *self.trap.extensions]
        if self.trap.place.security == "starttls" and not self.encrypted:
            lines.append("STARTTLS")
        elif self.trap.login:
            lines.append("AUTH PLAIN LOGIN")
        return [f"250-{line}" for line in lines[:-1]] + [f"250 {lines[-1]}"]

    def _judged(self, command: str) -> str:
        _, way, *initial = command.split(" ")
        if way == "PLAIN":
            _, user, password = b64decode(initial[0]).decode().split("\0")
        else:
            user, password = self._asked("VXNlcm5hbWU6"), self._asked("UGFzc3dvcmQ6")
        if f"{user}:{password}" != self.trap.login:
            return "535 5.7.8 authentication failed"
        self.login = user
        return "235 2.7.0 welcome"

    def _asked(self, question: str) -> str:
        self.write(f"334 {question}")
        return b64decode(self._lines.readline()).decode()

    def _act(self, verb: str, command: str) -> None:
        between = command.partition("<")[2].partition(">")[0]
        if verb in {"MAIL", "RSET"}:
            self.sender, self.recipient = between, ""
        elif verb == "RCPT":
            self.recipient = between
        elif verb == "STARTTLS":
            self._encrypt()
            self._lines = self.connection.makefile("rb")
        elif verb == "DATA":
            self._take_mail()
        elif verb == "QUIT":
            drop(self)

    def _take_mail(self) -> None:
        content = b""
        while not content.endswith(END):
            line = self._lines.readline()
            if not line:
                return
            content += line
        self.content = content[: -len(END) + 2].replace(b"\r\n..", b"\r\n.")
        if self.trap.is_usual("DOT"):
            self.keep()  # before the answer, so that whoever hears it can see the mail
        self._answer("DOT")
        self.recipient = ""

    def _encrypt(self) -> None:
        assert self.trap.tls
        self.connection = self.trap.tls.wrap_socket(self.connection, server_side=True)
        self.encrypted = True


@contextmanager
def mail_trap(
    security: Security = "none",
    *,
    tls: ssl.SSLContext | None = None,
    login: str = "",
    at: Path | None = None,
) -> Iterator[MailTrap]:
    """Start a server on a free port of this machine, or a socket; all of it ends with the test."""
    trap = MailTrap(tls=tls, login=login)
    with _Socket(str(at), Talk) if at else _Port(("127.0.0.1", 0), Talk) as server:
        server.trap = trap
        user, _, password = login.partition(":")
        port = 0 if at else server.socket.getsockname()[1]
        trap.place = Place("localhost", port, at, security, user, password)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield trap
        finally:
            server.shutdown()
            thread.join()
            trap.over.set()
            trap.hang_up()


class _Port(socketserver.ThreadingTCPServer):
    trap: MailTrap
    allow_reuse_address = True
    request_queue_size = 64

    def handle_error(self, *_: Any) -> None:
        """Say nothing: tests break conversations on purpose."""


class _Socket(socketserver.ThreadingUnixStreamServer):
    trap: MailTrap
