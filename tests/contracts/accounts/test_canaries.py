"""A whole life of an account in recognisable words; then everything is searched for them."""

import json
import logging
import re
from typing import Any

import pyotp
import pytest
from sqlalchemy import select

from balcao.foundation.db import Model
from balcao.jobs.carry.carrier import Carrier, connect
from balcao.jobs.carry.relay import Relay
from balcao.jobs.carry.wakeup import waker_for
from tests.contracts.accounts.door import BOB, is_inside
from tests.contracts.accounts.keyring import link_in, mails_of
from tests.integration.jobs.conftest import redis_server  # noqa: F401 - a fixture
from tests.servers.valkey import Valkey

FIRST, SECOND, THIRD = "canary eins im schacht", "canary zwei im schacht", "canary drei im schacht"
WRONG = "canary null im schacht"
OLD, NEW = "canary.old@canary-one.example", "canary.new@canary-two.example"
NAME = "Canarina Canary"
CODE = re.compile(r"<code>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</code>")
# The rows that say who somebody is have to know the address and the name; no other may.
OWNERS = {"users", "pre_users", "auth_tokens", "tenants", "sessions", "factors", "recovery_codes"}


class Life:
    """Lives in the house and remembers what nobody else may ever read."""

    def __init__(self, door: Any, redis: Valkey, url: str) -> None:
        self.door, self.redis = door, redis
        carrier = Carrier(connect(redis.url), default_timeout=300)
        self.relay = Relay(door.engine, carrier, waker_for(url), sweep_seconds=0)
        self.secrets: set[str] = {FIRST, SECOND, THIRD}
        self.pushed = ""
        self.browser = door.browser()

    def mail(self) -> str:
        """Let the relay push what waits, look into Redis, send, and return the link."""
        self.relay.turn()
        self.pushed += dump(self.redis)
        sent = mails_of(self.door)
        links = [mail for mail in sent if re.search(r"/[\w-]{60,}", mail.text)]
        path = link_in(links[-1]) if links else ""
        self.secrets |= {path.rpartition("/")[2]} - {""}
        self.door.later()
        return path

    def remember_session(self) -> None:
        """Remember what the browser holds by now."""
        for name in ("balcao-login", "balcao-device", "balcao"):
            if cookie := self.browser.get_cookie(name):
                self.secrets.add(cookie.value)

    def post(self, path: str, *, status: int = 303, **form: str) -> Any:
        """Send a form and remember the session it leads to."""
        answer = self.browser.post(path, data=form)
        assert answer.status_code == status, (path, answer.text)
        self.remember_session()
        return answer


def live(life: Life) -> None:
    """Join, move, take a second factor, lose the password and come back."""
    join_and_move(life)
    life.post("/account/password", current=FIRST, password=SECOND)
    first_code = take_a_factor(life)
    life.mail()
    life.post("/logout")
    life.post("/forgot", email=NEW)
    life.browser.get(life.mail())
    life.post("/reset", password=THIRD)
    life.post("/login", email=NEW, password=THIRD)
    life.post("/login/factor", code=first_code)
    life.mail()
    assert is_inside(life.browser)


def join_and_move(life: Life) -> None:
    """Follow a link to an account, mistype the password, and follow another to a new address."""
    life.post("/signup", email=OLD, password=FIRST, name=NAME)
    life.browser.get(life.mail())
    life.post("/verify")
    life.post("/login", status=422, email=OLD, password=WRONG)
    life.secrets.add(WRONG)
    life.post("/login", email=OLD, password=FIRST)
    life.post("/account/address", email=NEW, current=FIRST)
    life.browser.get(life.mail())
    life.post("/account/address/confirm")


def take_a_factor(life: Life) -> str:
    """Set up an app, and return the first of the codes for paper."""
    life.post("/account/second-factor/app")
    page = life.browser.get("/account/second-factor/app").text
    [shown] = re.findall(r"<code>([A-Z2-7 ]+)</code>", page)
    key = shown.replace(" ", "")
    code = pyotp.TOTP(key).now()
    codes = CODE.findall(
        life.post("/account/second-factor/app/confirm", status=200, code=code).text
    )
    life.secrets |= {key, shown, *codes}
    return str(codes[0])


def dump(server: Valkey) -> str:
    """Return every key and everything behind it."""
    redis, all_of_it = server.redis, ""
    for key in redis.scan_iter():
        kind = redis.type(key)
        value: Any = redis.dump(key)
        if kind == b"hash":
            value = redis.hgetall(key)
        elif kind == b"list":
            value = redis.lrange(key, 0, -1)
        all_of_it += f"{key!r} {value!r}"
    return all_of_it


def rows(engine: Any, *, but: set[str]) -> str:
    """Return everything in the other tables."""
    with engine.connect() as connection:
        return json.dumps([
            [str(value) for value in row]
            for table in Model.metadata.sorted_tables
            if table.name not in but
            for row in connection.execute(select(table))
        ], ensure_ascii=False)  # fmt: skip


@pytest.fixture
def life(door, redis_server, database_url):  # noqa: F811 - the fixture
    return Life(door, redis_server, database_url)


def test_nothing_of_a_whole_life_lies_where_it_does_not_belong(life, caplog):
    caplog.set_level(logging.DEBUG)
    door = life.door
    live(life)
    door.account(BOB)
    stranger = door.inside(BOB)
    people = {OLD, NEW, NAME, "canary.old", "canary.new", "Canarina"}
    assert len(life.secrets) > 20

    logged = caplog.text + "".join(str(record.__dict__) for record in ours(caplog))
    elsewhere = {
        "log": logged,
        "redis": life.pushed + dump(life.redis),
        "jobs": rows(door.engine, but=OWNERS | {"rate_buckets"}),
        "pages": "".join(pages(door, stranger)),
    }
    assert "rq:job:" in elsewhere["redis"]
    assert "•••@canary-one.example" in logged  # so the log was looked at
    for where, text in elsewhere.items():
        found = {canary for canary in life.secrets | people if canary in text}
        assert found == set(), where
    owned = rows(door.engine, but=set())
    assert {canary for canary in life.secrets if canary in owned} == set()


def ours(caplog) -> list[logging.LogRecord]:
    """Return the lines of our own code with everything that hangs on them."""
    return [record for record in caplog.records if record.name.startswith("balcao")]


def pages(door, browser) -> list[str]:
    """Return every page as somebody else sees it."""
    paths = [
        str(rule)
        for rule in door.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    return [browser.get(path).text for path in paths]
