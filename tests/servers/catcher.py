"""An aiosmtpd, which anybody may start: STARTTLS, logins, one mailbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from balcao.adapters.mail.opening import Place
from tests.servers.certificates import Authority
from tests.servers.ports import free_port

USER, PASSWORD = "balcao", "s3cret word"


class Catcher:
    """The server, and what it has delivered."""

    def __init__(self) -> None:
        self.place = Place()
        self._mails: list[bytes] = []

    def delivered(self) -> list[bytes]:
        """Return the mails that lie in the mailbox."""
        return list(self._mails)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's names
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Know one mailbox."""
        if address != "ana@mail.test":
            return f"550 5.1.1 <{address}>: no such user"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep it."""
        assert isinstance(envelope.content, bytes)
        self._mails.append(envelope.content)
        return "250 2.0.0 ok"


def _judge(*seen: Any) -> AuthResult:
    data = seen[-1]
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == known, handled=False)


@contextmanager
def catcher(authority: Authority) -> Iterator[Catcher]:
    """Start a server in a thread; it is gone at the end."""
    handler = Catcher()
    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=authority.context(),
        require_starttls=True,
        authenticator=_judge,
        auth_required=True,
    )
    controller.start()
    handler.place = Place("localhost", controller.port, None, "starttls", USER, PASSWORD)
    try:
        yield handler
    finally:
        controller.stop()
