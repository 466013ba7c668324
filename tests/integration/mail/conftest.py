"""A mail server that fails on demand, and ours that speaks to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from balcao.adapters.mail.connection import Patience
from balcao.adapters.mail.opening import Place
from balcao.adapters.mail.smtp import SmtpServer
from tests.integration.mail.mails import SENDER
from tests.servers.certificates import Authority
from tests.servers.smtp import MailTrap, mail_trap

QUICK = Patience(connect=2, command=0.4, after_the_dot=0.8, whole=3)
Connect = Callable[..., SmtpServer]


@pytest.fixture
def trap() -> Iterator[MailTrap]:
    with mail_trap() as trap:
        yield trap


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Return a way to be connected with a server; all conversations end with the test."""
    with ExitStack() as stack:

        def server_at(trap: MailTrap, place: Place | None = None, **how: Any) -> SmtpServer:
            ours = SmtpServer(place or trap.place, SENDER, **how)
            return stack.enter_context(closing(ours))

        yield server_at


@pytest.fixture
def ours(trap: MailTrap, connect: Connect) -> SmtpServer:
    """Return our side, which has waited long enough in less than a second."""
    return connect(trap, patience=QUICK)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))
