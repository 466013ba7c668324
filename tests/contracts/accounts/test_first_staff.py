"""Accounts made by hand: by the link that the terminal shows first, and by commands."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from balcao.accounts import commands
from balcao.accounts.models import AuthEvent, Membership, PreUser, Tenant, User
from balcao.foundation.errors import DomainError
from tests.contracts.accounts.door import ANA, BOB, PASSWORD, enter, is_inside
from tests.contracts.counter import form_token

ROOT = Path(__file__).parents[3]


class Terminal:
    """Whoever sits at the terminal of the house."""

    def __init__(self, door):
        self._door = door
        self._links = door.app.extensions["links"]

    def do(self, command, *given, **more):
        with self._door.app.app_context():
            return command(*given, **more)

    def first_link(self):
        return self.do(commands.first_link, self._links)

    def create(self, email=ANA, *, staff=False, password=PASSWORD, tenant=None):
        rest = {"staff": staff, "password": password, "tenant": tenant}
        return self.do(commands.create_user, email, self._links, **rest)


@pytest.fixture
def terminal(door):
    return Terminal(door)


def path(link):
    return f"/{link.split('/', 3)[3]}"


def members(door):
    with Session(door.engine) as session:
        return list(session.scalars(select(Membership)))


def test_the_first_link_makes_an_account_of_staff_and_logs_it_in(door, terminal):
    browser = door.browser()

    arrived = browser.get(path(terminal.first_link()))
    page = browser.get("/welcome")
    made = browser.post("/welcome", data={"email": ANA, "password": PASSWORD})

    assert (arrived.status_code, arrived.location) == (303, "/welcome")
    assert page.status_code == 200
    assert (made.status_code, made.location) == (303, "/account")
    assert is_inside(browser)
    assert door.user().staff
    [tenant], [membership] = door.rows(Tenant), members(door)
    assert (tenant.name, membership.role) == ("ana", "owner")


def test_each_start_prints_the_same_link_until_it_is_used(door, terminal):
    first, second = terminal.first_link(), terminal.first_link()
    assert first == second

    door.browser().post(path(first), data={"email": ANA, "password": PASSWORD})

    assert terminal.first_link() is None


def test_a_link_that_is_too_old_is_replaced(door, terminal):
    first = terminal.first_link()
    door.expire_links()

    second = terminal.first_link()

    assert first != second
    assert door.browser().get(path(first)).status_code == 404


def test_looking_at_the_link_uses_nothing_up(door, terminal):
    link = path(terminal.first_link())
    for _ in range(3):
        door.browser().get(link)
        door.browser().head(link)

    made = door.browser().post(link, data={"email": ANA, "password": PASSWORD})

    assert made.status_code == 303


def test_the_link_is_dead_once_somebody_minds_the_house(door, terminal):
    link = path(terminal.first_link())
    terminal.create(BOB, staff=True)

    answers = [
        door.browser().get(link),
        door.browser().post(link, data={"email": ANA, "password": PASSWORD}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert [user.address for user in door.rows(User)] == [BOB]


def test_of_ten_who_use_the_link_at_once_one_becomes_staff(door, terminal):
    link = path(terminal.first_link())

    def use(number):
        data = {"email": f"p{number}@loja.example", "password": PASSWORD}
        return door.browser().post(link, data=data).status_code

    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(use, range(10)))

    assert statuses.count(303) == 1
    assert set(statuses) <= {303, 404, 410}
    assert len(door.rows(User)) == 1


@pytest.mark.parametrize(
    ("email", "password"),
    [("no address", PASSWORD), (ANA, "short"), (ANA, "123456789012"), (ANA, ANA), ("", "")],
)
def test_what_does_not_fit_is_named_and_the_link_stays_open(door, terminal, email, password):
    link = path(terminal.first_link())
    browser = door.browser()

    refused = browser.post(link, data={"email": email, "password": password})

    assert refused.status_code == 422
    assert browser.post("/welcome", data={"email": ANA, "password": PASSWORD}).status_code == 303


def test_an_account_that_exists_is_not_taken_over(door, terminal):
    door.account()
    link = path(terminal.first_link())

    refused = door.browser().post(link, data={"email": ANA, "password": "another long sentence"})

    assert refused.status_code == 409
    assert enter(door.browser()).status_code == 303


def test_the_form_of_another_site_is_refused(door, terminal):
    browser, link = door.browser(), path(terminal.first_link())
    door.app.config["WTF_CSRF_ENABLED"] = True
    own = {"csrf_token": form_token(browser), "email": ANA, "password": PASSWORD}

    refused = [
        browser.post(link, data={"email": ANA, "password": PASSWORD}),
        browser.post(link, data=own, headers={"Origin": "https://evil.example"}),
    ]

    assert [answer.status_code for answer in refused] == [400, 403]
    assert browser.post(link, data=own).status_code == 303


def test_a_command_makes_an_account_that_can_log_in(door, terminal):
    assert terminal.create("Ana@loja.example") == "Ana@loja.example can log in now"

    assert enter(door.browser()).status_code == 303
    assert not door.user().staff


def test_without_a_password_its_owner_chooses_one(door, terminal):
    line = terminal.create(password=None)
    browser = door.browser()

    browser.get(path(line.split(": ")[1]))
    browser.post("/reset", data={"password": PASSWORD})

    assert enter(browser).status_code == 303


def test_a_business_is_opened_by_name_or_joined(door, terminal):
    terminal.create(ANA, tenant="Loja Azul")
    terminal.create(BOB, tenant=" Loja  Azul ")

    [tenant] = door.rows(Tenant)
    assert tenant.name == "Loja Azul"
    assert sorted(row.role for row in members(door)) == ["member", "owner"]


def test_a_name_that_two_businesses_bear_says_too_little(door, terminal):
    for _ in range(2):
        terminal.do(commands.create_tenant, "Loja Azul")

    with pytest.raises(DomainError, match="tenant_twice"):
        terminal.create(tenant="Loja Azul")

    assert door.rows(User) == []


@pytest.mark.parametrize("name", ["", "   ", "a" * 81, "a\x00b", "a\u202eb"])
def test_a_business_needs_a_name(door, terminal, name):
    with pytest.raises(DomainError, match="tenant_name"):
        terminal.do(commands.create_tenant, name)

    assert door.rows(Tenant) == []


@pytest.mark.parametrize(
    ("email", "password", "key"),
    [
        ("no address", PASSWORD, "address"),
        (ANA, "short", "password_short"),
        (ANA, "", "password_short"),
        (ANA, ANA, "password_context"),
    ],
)
def test_a_command_refuses_what_the_pages_refuse(door, terminal, email, password, key):
    with pytest.raises(DomainError, match=key):
        terminal.create(email, password=password)

    assert door.rows(User) == []


def test_a_waiting_sign_up_is_over_when_the_account_is_made_by_hand(door, terminal):
    door.pending(ANA)

    terminal.create()

    assert door.rows(PreUser) == []
    with pytest.raises(DomainError, match="user_exists"):
        terminal.create(ANA.upper())


def test_closing_an_account_ends_everything(door, terminal):
    terminal.create()
    ana = door.inside()

    assert terminal.do(commands.disable_user, ANA) == f"{ANA} is closed, and logged out everywhere"

    assert not is_inside(ana)
    assert enter(door.browser()).status_code == 422
    assert [row.kind for row in door.rows(AuthEvent)][-2:] == ["user_disabled", "login_failed"]


@pytest.mark.parametrize(
    "act",
    [
        lambda terminal: terminal.do(commands.disable_user, ANA),
        lambda terminal: terminal.do(commands.set_staff, ANA, staff=True),
    ],
)
def test_nobody_is_not_changed(terminal, act):
    with pytest.raises(DomainError, match="no_user"):
        act(terminal)


def test_the_command_line_does_all_that(door, database_url):
    environment = {**os.environ, "DATABASE_URL": database_url, "VAR_DIR": str(door.counter.folder)}

    def run(*words, typed=""):
        return subprocess.run(
            [sys.executable, "-m", "balcao", *words],
            cwd=ROOT, env=environment, input=typed, text=True, capture_output=True, check=False,
        )  # fmt: skip

    first = run("user", "first-link")
    tenant = run("tenant", "create", "Loja Azul")
    made = run(
        "user", "create", ANA, "--staff", "--password-stdin", "--tenant", "Loja Azul",
        typed=f"{PASSWORD}\n",
    )  # fmt: skip
    again = run("user", "create", ANA, "--password-stdin", typed=PASSWORD)
    second = run("user", "first-link")

    assert first.stdout.startswith("first login for staff: http://localhost:8000/welcome/")
    assert tenant.stdout.strip() == door.rows(Tenant)[0].id
    assert (made.returncode, again.returncode) == (0, 1), made.stderr
    assert "This address has an account already." in again.stderr
    assert (second.returncode, second.stdout) == (0, "")
    assert door.user().staff
    assert enter(door.browser()).status_code == 303
    assert PASSWORD not in made.stdout + made.stderr
