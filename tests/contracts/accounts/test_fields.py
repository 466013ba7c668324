"""What a form was never asked for counts for nothing, and what it carries is text on every page."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from balcao.accounts.links import ADDRESS, RESET, STAFF
from balcao.accounts.models import Factor, LoginSession, Membership, Tenant, User
from tests.contracts.accounts.door import BOB, KEPT, PASSWORD, enter, is_inside
from tests.contracts.accounts.walking import OTHER, Walk, form_of

NEW = "ana@nova.example"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def walk(door):
    return Walk(door)


POWERS = "role is_admin admin staff is_staff superuser verified is_verified active complete"
FACTS = "with_factor counter load-test factor limit"
MOMENTS = "verified_at confirmed_at used_at proved_at seen_at"
PEOPLE = "user_id owner_id id account_id viewer pre_user_id"
REST = {
    "disabled_at": "",
    "expires_at": "9999-01-01",
    "address": BOB,
    "purpose": STAFF,
    "password_hash": "x",
    "token_hash": "x",
    "kind": "passkey",
}


def wishes(bob_id: str, tenant_id: str) -> dict[str, str]:
    """Return fields by which somebody would like to be more, or somebody else."""
    more = dict.fromkeys([*POWERS.split(), *FACTS.split()], "1")
    more |= dict.fromkeys(MOMENTS.split(), "2000-01-01")
    more |= dict.fromkeys(PEOPLE.split(), bob_id)
    return more | dict.fromkeys(("tenant_id", "tenant", "business"), tenant_id) | REST


def rights(engine) -> list[list[str]]:
    """Return who may do what, and where."""
    columns = (
        (User.id, User.staff, User.disabled_at),
        (Membership.user_id, Membership.tenant_id, Membership.role),
        (Tenant.id, Tenant.name),
        (Factor.user_id, Factor.kind, Factor.confirmed_at),
    )
    with engine.connect() as connection:
        return [sorted(map(str, connection.execute(select(*those)))) for those in columns]


def go_on(walk) -> None:
    """Be logged in again with the same password, whatever the form before has ended."""
    walk.door.later()
    confirm_factor(walk, None)
    with Session(walk.door.engine) as session, session.begin():
        session.execute(update(User).where(User.id == walk.user_id).values(password_hash=KEPT))
    if not is_inside(walk.ana):
        enter(walk.ana)
    confirm_factor(walk, LONG_AGO)


def confirm_factor(walk, moment) -> None:
    """Let the factor of Ana be asked for from then on, or not at all."""
    with Session(walk.door.engine) as session, session.begin():
        session.execute(update(Factor).values(confirmed_at=moment))


def of(engine, user_id: str) -> str:
    """Return everything about one account."""
    with Session(engine) as session:
        user = session.get_one(User, user_id)
        return str([getattr(user, column.name) for column in User.__table__.columns])


def test_no_form_makes_anybody_more_than_they_are(walk):
    door = walk.door
    bob_id = door.account(BOB)
    with Session(door.engine) as session:
        of_bob = select(Membership.tenant_id).where(Membership.user_id == bob_id)
        extra = wishes(bob_id, session.scalars(of_bob).one())
    confirm_factor(walk, LONG_AGO)
    before, bobs = rights(door.engine), of(door.engine, bob_id)
    takes_away = ("/remove", "/welcome", "/verify")  # these are meant to change something of it

    for method, address in list(walk.changing()):
        if address.endswith(takes_away) or address.startswith(takes_away):
            continue
        go_on(walk)
        form = {**extra, **form_of(address)}
        walk.ana.open(address, method=method, data=form, query_string=extra)

        assert rights(door.engine) == before, address
        assert of(door.engine, bob_id) == bobs, address


def test_the_forms_behind_links_take_nothing_else_either(door):
    ana_id, bob_id = door.account(), door.account(BOB)
    extra, bobs = wishes(bob_id, "x"), of(door.engine, bob_id)
    browser = door.browser()

    browser.get(f"/account/address/{door.link(ADDRESS, NEW, ana_id)}")
    browser.post("/account/address/confirm", data={**extra, "email": "other@loja.example"})
    browser.post(f"/reset/{door.link(RESET, NEW)}", data={**extra, "password": OTHER})

    assert enter(door.browser(), NEW, OTHER).status_code == 303
    assert (door.user(NEW).id, door.user(NEW).staff) == (ana_id, False)
    assert of(door.engine, bob_id) == bobs
    assert enter(door.browser(), BOB).status_code == 303


def test_the_first_account_is_what_its_link_says_and_no_more(door):
    bob_id = door.account(BOB)
    bobs, token = of(door.engine, bob_id), door.link(STAFF, "")

    form = {**wishes(bob_id, "x"), "email": NEW, "password": OTHER}
    answer = door.browser().post(f"/welcome/{token}", data=form)

    assert answer.status_code == 303
    assert door.user(NEW).id != bob_id
    assert door.user(NEW).locale == "en"
    assert of(door.engine, bob_id) == bobs
    with Session(door.engine) as session:
        own = select(Membership.role).where(Membership.user_id == door.user(NEW).id)
        assert session.scalars(own).all() in ([], ["owner"])


PAYLOADS = [
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "</textarea></title><script>alert(1)</script>",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<style>@import'//evil.example'</style>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u2028<base href=//evil.example>",
]


class Harm(HTMLParser):
    """Reads a page as a browser does and notes what would run, or is ours but should not be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.found += [f"{tag} {name}" for name in values if name.startswith("on")]
        leading = {"href", "src", "action", "formaction"} & set(values)
        bad = ("javascript:", "//evil")
        self.found += [f"{tag} {name}" for name in leading if values[name].startswith(bad)]
        if tag == "script" and not values.get("src", "").startswith("/assets/"):
            self.found.append("script")
        if tag in {"base", "object", "embed"} or "srcdoc" in values or values.get("src") == "x":
            self.found.append(tag)


def harm(answer) -> list[str]:
    """Return what would run in an answer that is a page, and sums that were done for a visitor."""
    if answer.mimetype != "text/html":
        answer.close()
        return []
    sums = ["49"] if "{{7*7}}" not in answer.text and "49${" in answer.text else []
    styles = ["style"] if "<style>@import" in answer.text else []
    return Harm(answer.text).found + sums + styles


def test_the_reader_of_pages_sees_what_would_run():
    assert all(Harm(f'<a title="">{payload}</a>').found for payload in PAYLOADS[:4])
    assert not Harm("<p>&lt;script&gt;alert(1)</p>").found


def test_what_people_call_things_is_text_on_every_page(walk):
    door = walk.door
    addresses = [address for address in walk.shown() if not address.startswith("/assets/")]
    for payload in PAYLOADS:
        with Session(door.engine) as session, session.begin():
            session.execute(update(User).values(name=payload))
            session.execute(update(Tenant).values(name=payload))
            session.execute(update(Factor).values(name=payload, kind="passkey"))
            session.execute(update(LoginSession).values(agent=payload, client=payload[:45]))
        for address in addresses:
            answer = walk.ana.get(address, headers={"User-Agent": payload.replace("\u2028", "")})
            assert harm(answer) == [], (address, payload)
    page = walk.ana.get("/account").text
    assert "&lt;base href=//evil.example&gt;" in page  # it was there to be seen


def test_what_was_refused_is_text_when_it_is_shown_again(walk):
    door = walk.door
    shown = 0
    for method, address in list(walk.changing()):
        if address == "/logout":
            continue
        for payload in PAYLOADS[::3]:
            form = dict.fromkeys(form_of(address), payload) | {"next": payload}
            if address == "/account/password":
                form["current"] = PASSWORD
            answer = walk.ana.open(address, method=method, data=form)
            stranger = door.browser().open(address, method=method, data=form)
            door.later()

            for one in (answer, stranger):
                assert harm(one) == [], (address, payload)
                shown += one.mimetype == "text/html" and "&lt;" in one.text
    assert shown > 20


def test_what_stands_in_an_address_is_text(walk):
    names = ("next", "lang", "to", "mail", "after", "limit", "email", "error", "token", "q")
    addresses = [address for address in walk.shown() if not address.startswith("/assets/")]
    for browser in (walk.ana, walk.door.browser()):
        for address in addresses:
            for payload in PAYLOADS[:3]:
                query = dict.fromkeys(names, payload)
                answer = browser.get(address, query_string=query)
                assert harm(answer) == [], (address, payload)
                assert answer.status_code < 500 or address == "/ready", address
        for payload in PAYLOADS:
            for folder in ("", "verify/", "reset/", "welcome/", "account/address/", "jobs/"):
                assert harm(browser.get(f"/{folder}{payload}")) == []
