"""Somebody who brings mails to a catcher, and looks into what it kept."""

import smtplib
import socket
import struct
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from balcao.mailbox.models import DevMail

PATIENCE_SECONDS = 20


class Postman(smtplib.SMTP):
    """Speaks SMTP on a unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__(local_hostname="localhost", timeout=PATIENCE_SECONDS)
        self.sock = socket.socket(socket.AF_UNIX)
        try:
            self.sock.settimeout(PATIENCE_SECONDS)
            self.sock.connect(str(path))
            self.getreply()
        except OSError:
            self.close()
            raise

    def bring(self, subject: str, *to: str, body: str = "Hello.") -> None:
        """Hand a mail over; returns when it was taken."""
        mail = f"Subject: {subject}\r\n\r\n{body}\r\n".encode()
        self.sendmail("house@balcao.example", to or ("ana@shop.example",), mail)

    def begin(self) -> None:
        """Get as far as the mail itself, and half of it."""
        self.ehlo()
        self.mail("house@balcao.example")
        self.rcpt("ana@shop.example")
        self.docmd("DATA")
        self.send(b"Subject: half\r\n\r\nand then")

    def finish(self) -> tuple[int, bytes]:
        """Bring the other half and hear what is said."""
        self.send(b" the rest\r\n.\r\n")
        return self.getreply()


def answers(path: Path) -> bool:
    """Say whether a catcher listens."""
    try:
        Postman(path).close()
    except (OSError, smtplib.SMTPException):
        return False
    return True


def catcher_of(path: Path) -> int:
    """Return the process that listens, or 0."""
    with socket.socket(socket.AF_UNIX) as sock:
        try:
            sock.connect(str(path))
        except OSError:
            return 0
        who = sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    pid: int = struct.unpack("3i", who)[0]
    return pid


def kept(engine: Engine) -> list[DevMail]:
    """Return all mails, oldest first."""
    with Session(engine) as session:
        return list(session.scalars(select(DevMail).order_by(DevMail.id)))


def subjects(engine: Engine) -> list[str]:
    """Return what the kept mails are about."""
    return [mail.subject for mail in kept(engine)]
