"""People who sign up, the mails they get, and what is kept of it."""

import re
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from balcao.accounts import passwords
from balcao.accounts.limits import MAIL_OF_MAILBOX
from balcao.accounts.models import AuthToken, User
from balcao.adapters import Tools
from balcao.adapters.mail import Outgoing
from balcao.foundation.dbtime import db_now
from balcao.foundation.throttle import Bucket
from balcao.jobs.work.inline import work_off
from tests.contracts.counter import Counter
from tests.fakes.postoffice import PostOffice

PUBLIC = "https://balcao.example"
PASSWORD = "quatro cadeiras num barco"
ADDRESS = "ana@loja.example"


class Joining:
    """A house with a mail server of its own, where people may sign up."""

    def __init__(self, counter: Counter) -> None:
        self.app, self.engine = counter.app, counter.engine
        self.office = PostOffice()
        keys = self.app.extensions["links"].keys
        self.tools = Tools(mail=self.office, public_url=PUBLIC, keys=keys)

    def browser(self, language: str = "en") -> FlaskClient:
        """Return a browser that has been nowhere."""
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        return client

    def signed_up(self, email: str = ADDRESS, password: str = PASSWORD, **more: str) -> FlaskClient:
        """Return the browser of somebody who has just signed up."""
        client = self.browser()
        answer = client.post("/signup", data={"email": email, "password": password, **more})
        assert (answer.status_code, answer.location) == (303, "/login"), answer.text
        return client

    def work(self) -> list[Outgoing]:
        """Send what waits, and return it."""
        before = len(self.office.mails)
        work_off(self.engine, self.app.app_context, tools=self.tools)
        return self.office.mails[before:]

    def path(self) -> str:
        """Send what waits and return where the link of the last mail leads."""
        [*_, mail] = self.work()
        return path_in(mail)

    def later(self) -> None:
        """Let the limits forget, as they do when time passes."""
        with self.engine.begin() as connection:
            connection.execute(delete(Bucket))

    def a_minute_later(self, mailbox: str) -> None:
        """Let only the shortest limit of a mailbox forget."""
        shortest = MAIL_OF_MAILBOX[0].of(mailbox)
        with self.engine.begin() as connection:
            connection.execute(delete(Bucket).where(Bucket.key == shortest.key))

    def expire(self, table: Any = AuthToken, days: float = 0) -> None:
        """Make everything in the table too old, by so many days."""
        with self.engine.begin() as connection:
            old = db_now(-1 - days * 24 * 3600)
            connection.execute(update(table).values(expires_at=old))

    def account(self, email: str = ADDRESS) -> None:
        """Have an account there that was made long ago."""
        with Session(self.engine) as session, session.begin():
            kept = passwords.hash_password("another word for this")
            session.add(User(address=email, email=email, password_hash=kept))

    def rows(self, table: Any) -> list[Any]:
        """Return everything that is kept in a table."""
        with Session(self.engine) as session:
            return list(session.scalars(select(table)))


class Unlimited:
    """Limits that refuse nobody, for tests of what the database does by itself."""

    def mail(self, *_: object) -> int:
        """Let every mail pass."""
        return 0


def path_in(mail: Outgoing) -> str:
    """Return where the link in a mail leads, without the house."""
    paths: list[str] = re.findall(rf"{PUBLIC}(/verify/\S+)", mail.text)
    [path] = paths
    return path


def confirm(client: FlaskClient, path: str) -> str:
    """Follow a link and press its button; return where that leads."""
    client.get(path)
    answer = client.post("/verify")
    assert answer.status_code == 303, answer.text
    return answer.location


def state_of(client: FlaskClient) -> str | None:
    """Return what the first page hears about its sign-up."""
    heard: str | None = client.get("/signup/state").get_json()["state"]
    return heard


def same_for_all(answer: Any, *typed: str) -> tuple[int, str]:
    """Return an answer without what is different each time: tokens, keys, what was typed."""
    text = answer.text
    for own in typed:
        text = text.replace(own, "…")
    text = re.sub(r'(name="(csrf_token|idempotency_key|next)" value=)"[^"]*"', r"\1", text)
    text = re.sub(r'(name="csrf-token" content=)"[^"]*"', r"\1", text)
    return answer.status_code, text
