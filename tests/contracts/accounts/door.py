"""People at the door: accounts of every sort, browsers in many places, and copied cookies."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from balcao.accounts import passwords
from balcao.accounts.addresses import parse
from balcao.accounts.links import new_token
from balcao.accounts.models import AuthToken, Factor, LoginSession, PreUser, User
from balcao.accounts.people import service as people
from balcao.accounts.people.service import NewUser
from balcao.foundation.dbtime import db_now
from balcao.foundation.throttle import Bucket
from tests.contracts.counter import Counter

PASSWORD = "quatro cadeiras num barco"
KEPT = passwords.hash_password(PASSWORD)
ANA, BOB = "ana@loja.example", "bob@loja.example"
LOGIN = "balcao-login"
HOME = "198.51.100.7"


class Door:
    """A house whose accounts were made long ago."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.app, self.engine = counter.app, counter.engine

    def account(self, email: str = ANA, **columns: Any) -> str:
        """Have an account with the password of these tests, and return its id."""
        with Session(self.engine) as session, session.begin():
            user = people.add(session, NewUser(parse(email), "en", KEPT))
            session.flush()
            if columns:
                session.execute(update(User).where(User.id == user.id).values(**columns))
            return user.id

    def pending(self, email: str) -> None:
        """Have somebody who has not confirmed their address yet."""
        with Session(self.engine) as session, session.begin():
            session.add(PreUser(address=email, email=email, expires_at=db_now(3600)))

    def factor(self, user_id: str) -> None:
        """Have somebody whose password is not enough."""
        with Session(self.engine) as session, session.begin():
            session.add(Factor(user_id=user_id, kind="totp", secret="s", confirmed_at=db_now()))

    def browser(self, client: str = HOME) -> FlaskClient:
        """Return a browser that has been nowhere, at this address."""
        browser = self.app.test_client()
        browser.environ_base["REMOTE_ADDR"] = client
        browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return browser

    def inside(self, email: str = ANA) -> FlaskClient:
        """Return the browser of somebody who is logged in."""
        browser = self.browser()
        assert enter(browser, email).status_code == 303
        return browser

    def link(self, purpose: str, email: str = ANA, user_id: str | None = None) -> str:
        """Return the token of a fresh link, as a mail would carry it."""
        with Session(self.engine) as session, session.begin():
            row = new_token(purpose, address=email, email=email, locale="en")
            row.user_id = user_id
            session.add(row)
            session.flush()
            token: str = self.app.extensions["links"].token(row)
            return token

    def age(self, **columns: float) -> None:
        """Let something about every session be so many seconds ago, or ahead."""
        moments = {name: db_now(seconds) for name, seconds in columns.items()}
        with self.engine.begin() as connection:
            connection.execute(update(LoginSession).values(**moments))

    def expire_links(self) -> None:
        """Make every link too old."""
        with self.engine.begin() as connection:
            connection.execute(update(AuthToken).values(expires_at=db_now(-1)))

    def later(self) -> None:
        """Let the limits forget, as they do when time passes."""
        with self.engine.begin() as connection:
            connection.execute(delete(Bucket))

    def rows(self, table: Any) -> list[Any]:
        """Return everything that is kept in a table, oldest first."""
        with Session(self.engine) as session:
            return list(session.scalars(select(table).order_by(table.id)))

    def user(self, email: str = ANA) -> User:
        """Return what is kept of an account."""
        with Session(self.engine) as session:
            return session.scalars(select(User).where(User.address == email)).one()


def enter(
    browser: FlaskClient, email: str = ANA, password: str = PASSWORD, **more: Any
) -> TestResponse:
    """Send the login form."""
    return browser.post("/login", data={"email": email, "password": password, **more})


def is_inside(browser: FlaskClient) -> bool:
    """Say whether the house knows who this is: the login page sends such people on."""
    return browser.get("/login").status_code == 303


def secret(browser: FlaskClient) -> str:
    """Return what the browser's login cookie holds, or nothing."""
    cookie = browser.get_cookie(LOGIN)
    return cookie.value if cookie else ""


def stolen(browser: FlaskClient) -> FlaskClient:
    """Return another browser that holds a copy of every cookie."""
    thief = browser.application.test_client()
    for name in (LOGIN, "balcao", "balcao-device"):
        if cookie := browser.get_cookie(name):
            thief.set_cookie(name, cookie.value)
    return thief
