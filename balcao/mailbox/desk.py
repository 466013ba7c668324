"""What is said on the mail server's connections, and when a mail counts as taken."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

from aiosmtpd.smtp import SMTP
from aiosmtpd.smtp import Envelope as Transaction

from balcao.foundation.db import repeated, transaction
from balcao.mailbox import service

log = logging.getLogger(__name__)

LARGEST = 10 * 1024 * 1024
MOST_RECIPIENTS = 50
LOOK_SECONDS = 0.1
GRACE_SECONDS = 10.0

Context = Callable[[], AbstractContextManager[object]]


class Desk:
    """Everybody we talk to at the moment, and what we do with their mails."""

    def __init__(self, context: Context, clerk: ThreadPoolExecutor) -> None:
        self.open: set[Conversation] = set()
        self._context = context
        self._clerk = clerk

    def conversation(self) -> "Conversation":
        """Begin to talk with somebody."""
        return Conversation(self)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd names it
        self, _smtp: SMTP, _session: object, envelope: Transaction, address: str, options: list[str]
    ) -> str:
        """Take as many recipients as a program sends to at once."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd names it
        self, _smtp: SMTP, _session: object, envelope: Transaction
    ) -> str:
        """Keep the mail, and only then say that we have it."""
        raw = envelope.original_content or b""
        said = service.Envelope(envelope.mail_from or "", tuple(envelope.rcpt_tos))
        await asyncio.get_running_loop().run_in_executor(self._clerk, self._keep, said, raw)
        return "250 2.0.0 Kept in the built-in mailbox"

    async def handle_exception(self, error: Exception) -> str:
        """Ask the sender to come again, whatever went wrong: it was not the mail's fault."""
        log.error("a mail could not be kept", exc_info=error)
        return "451 4.3.0 It could not be kept now"

    async def close(self) -> None:
        """Finish the mails in hand, then hang up."""
        deadline = time.monotonic() + GRACE_SECONDS
        while any(c.in_hand for c in self.open) and time.monotonic() < deadline:  # noqa: ASYNC110 - short, and once
            await asyncio.sleep(LOOK_SECONDS)
        for conversation in tuple(self.open):
            conversation.hang_up()

    def _keep(self, said: service.Envelope, raw: bytes) -> None:
        def at_once() -> None:
            with transaction() as session:
                service.receive(session, said, raw)

        with self._context():
            repeated(at_once)


class Conversation(SMTP):
    """One connection; it knows whether a mail is just being handed over."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="localhost",
            ident="Balcao", loop=asyncio.get_running_loop(),
        )  # fmt: skip
        self._desk = desk
        self.in_hand = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember whom we talk to."""
        self._desk.open.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget who has gone."""
        self._desk.open.discard(self)
        super().connection_lost(error)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd names it
        """Take the mail itself; whoever stops us waits until it has its answer."""
        self.in_hand = True
        try:
            await super().smtp_DATA(arg)
        finally:
            self.in_hand = False

    def hang_up(self) -> None:
        """Let the other side see the end of the connection."""
        if self.transport is not None:
            self.transport.close()
