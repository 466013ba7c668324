"""Every address of the house, with something behind each, and a form that its route takes."""

from collections.abc import Iterator
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from balcao.accounts.links import ADDRESS, RESET, STAFF, VERIFY
from balcao.accounts.login.queries import tenants_of
from balcao.accounts.models import Factor, LoginSession
from balcao.foundation.db import Model
from balcao.mailbox import service as mailbox
from balcao.mailbox.service import Envelope
from balcao.receipts.files.keys import original_key
from balcao.receipts.models import Receipt, Receiver
from tests.contracts.accounts.door import ANA, PASSWORD, Door

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
LINKS = {"verify": VERIFY, "reset": RESET, "moving": ADDRESS, "welcome": STAFF}
OTHER = "zebra atravessa sem olhar"
FORM = {
    "email": "ana@nova.example",
    "password": OTHER,
    "current": PASSWORD,
    "name": "Somebody else",
    "code": "000000",
    "credential": "{}",
    "lang": "pt-PT",
    "theme": "dark",
}
OWN = {"/login": {"email": ANA, "password": PASSWORD}, "/login/again": {"password": PASSWORD}}
UNCHANGED = {"auth_events"}  # a refusal may be written down


class Walk:
    """Goes through the addresses of the house as Ana, to whom everything in it belongs."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.user_id = door.account()
        self.ana = door.inside()
        door.factor(self.user_id)
        [self.session_id] = [row.id for row in door.rows(LoginSession)]
        [self.factor_id] = [row.id for row in door.rows(Factor)]
        self.tokens = {
            name: door.link(purpose, user_id=self.user_id) for name, purpose in LINKS.items()
        }
        self.receipt_id, self.receiver_id = self._handed_in()
        self.mail_id = ""
        if self._rules_of("mailbox"):
            self._take_a_mail()
        self.follow()

    def follow(self) -> None:
        """Arrive by every link, and follow a sign-up, so that forms without a token work, too."""
        for rule in self.rules("GET"):
            if "token" in rule.arguments:
                self.ana.get(self.address(rule))

    def rules(self, method: str) -> Iterator[Rule]:
        """Return every route with this method."""
        for rule in self.door.app.url_map.iter_rules():
            if method in (rule.methods or ()):
                yield rule

    def changing(self) -> Iterator[tuple[str, str]]:
        """Return method and address of everything that changes something."""
        for rule in self.door.app.url_map.iter_rules():
            for method in sorted(CHANGING & (rule.methods or set())):
                yield method, self.address(rule)

    def shown(self) -> Iterator[str]:
        """Return every address that shows something."""
        return (self.address(rule) for rule in self.rules("GET"))

    def address(self, rule: Rule) -> str:
        """Return the address with what belongs to Ana in it."""
        state = "failed" if rule.endpoint == "jobs.retry" else "queued"
        values: dict[str, Any] = {
            "session_id": self.session_id,
            "factor_id": self.factor_id,
            "mail_id": self.mail_id,
            "receipt_id": self.receipt_id,
            "receiver_id": self.receiver_id,
            "page": "0",
            "kind": "csv",
            "token": self.tokens.get(rule.endpoint.partition(".")[0], "x"),
            "name": "fail",
            "asked": "x",
            "path": "css/app.css",
        }
        if "job_id" in rule.arguments:
            values["job_id"] = self.door.counter.job(state, owner_id=self.user_id)
        with self.door.app.test_request_context():
            built = rule.build({name: values[name] for name in rule.arguments})
        assert built, rule
        return built[1]

    def _rules_of(self, name: str) -> list[Rule]:
        return [rule for rule in self.rules("GET") if rule.endpoint.startswith(f"{name}.")]

    def _handed_in(self) -> tuple[str, str]:
        """Leave a receipt that was read, and somebody who may be paid."""
        with Session(self.door.engine) as session, session.begin():
            [tenant] = tenants_of(session, self.user_id)
            receipt = Receipt(
                tenant_id=tenant,
                owner_id=self.user_id,
                file_key=original_key("0" * 8 + "_1.pdf"),
                original_name="comprovante.pdf",
                media_type="application/pdf",
                size=4,
                sha256="0" * 64,
                state="read",
            )
            receiver = Receiver(tenant_id=tenant, name="Padaria Aurora Azul")
            session.add_all([receipt, receiver])
            session.flush()
            return receipt.id, receiver.id

    def _take_a_mail(self) -> None:
        with Session(self.door.engine) as session, session.begin():
            raw = b"Subject: One\r\nContent-Type: text/html\r\n\r\n<p>One</p>"
            mailbox.receive(session, Envelope("house@balcao.example", [ANA]), raw)
        mails = Model.metadata.tables["dev_mails"]
        with self.door.engine.connect() as connection:
            self.mail_id = connection.scalars(select(mails.c.id)).one()


def form_of(address: str) -> dict[str, str]:
    """Return a form that the route at this address would take."""
    return {**FORM, **OWN.get(address, {})}


def kept(engine: Engine, *, but: set[str] = UNCHANGED) -> dict[str, list[str]]:
    """Return everything in the database."""
    tables = [table for table in Model.metadata.sorted_tables if table.name not in but]
    with engine.connect() as connection:
        return {
            table.name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
            for table in tables
        }


def cookies(browser: FlaskClient, *names: str) -> list[str]:
    """Return what the browser keeps under these names."""
    return [found.value if (found := browser.get_cookie(name)) else "" for name in names]
