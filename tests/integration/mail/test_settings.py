"""What the settings say about mail is what the processes do."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from balcao.adapters.mail import MailServer, Misconfigured
from balcao.adapters.mail.nowhere import NoServer
from balcao.adapters.mail.smtp import SmtpServer
from balcao.bootstrap import tools_of
from config import load_settings
from tests.integration.mail.mails import MAIL, trouble
from tests.servers.smtp import mail_trap

LOGIN = "balcao:s3cret word"
PRODUCTION = {
    "app_env": "production",
    "secret_key": "Vb3-Q9x_invented-for-tests-Lk27ZmT0",
    "public_url": "https://balcao.example",
}


@pytest.fixture
def server_of(tmp_path) -> Iterator[Callable[..., MailServer]]:
    """Return a way to get the mail server that settings lead to."""
    with ExitStack() as stack:

        def made(**given: Any) -> MailServer:
            server = tools_of(load_settings(_env_file=None, var_dir=tmp_path, **given)).mail
            return (
                stack.enter_context(closing(server)) if isinstance(server, SmtpServer) else server
            )

        yield made


def test_a_named_server_is_spoken_to_as_the_settings_say(server_of, authority):
    with mail_trap("starttls", tls=authority.context(), login=LOGIN) as trap:
        ours = server_of(
            mail_server="localhost",
            mail_port=trap.place.port,
            mail_username="balcao",
            mail_password="s3cret word",
            mail_ca_file=authority.file,
            mail_default_sender="Loja <loja@balcao.example>",
        )

        ours.send(MAIL)

        [received] = trap.mails
        assert (received.encrypted, received.login) == (True, "balcao")
        assert received.message["From"] == "Loja <loja@balcao.example>"


def test_without_a_server_mails_go_to_the_mailbox_next_door(server_of, tmp_path):
    with mail_trap(at=tmp_path / "mail.sock") as trap:
        server_of().send(MAIL)

        assert trap.mails[0].sender == "no-reply@localhost"


def test_in_production_without_a_server_mails_wait(server_of):
    ours = server_of(**PRODUCTION)

    error = trouble(ours)

    assert isinstance(ours, NoServer)
    assert (type(error), error.key) == (Misconfigured, "mail.error.not_configured")
