"""What holds for every address of the house, also for those that somebody adds tomorrow."""

from collections.abc import Iterator
from typing import Any

import pytest

from app import create_app
from balcao.foundation.db import db
from config import load_settings
from tests.contracts.accounts.door import Door, enter, is_inside
from tests.contracts.accounts.walking import LINKS, Walk, cookies, form_of, kept
from tests.contracts.counter import Counter, form_token

KEY = "a key of these tests, long enough, of no use to anybody"
PLAIN = {"content_type": "text/plain"}
WISHES = ("theme", "lang", "balcao-login", "balcao-device")


@pytest.fixture
def walk(door):
    return Walk(door)


@pytest.fixture(params=["development", "production"])
def house(request, engine, database_url, tmp_path) -> Iterator[Walk]:
    settings = load_settings(
        _env_file=None,
        app_env=request.param,
        secret_key=KEY,
        public_url="https://balcao.example",
        var_dir=tmp_path,
        database_url=database_url,
        rq_async_enabled=False,
    )
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    yield Walk(Door(Counter(app, engine, tmp_path)))
    with app.app_context():
        db.engine.dispose()


def forged(walk: Walk, address: str) -> dict[str, dict[str, Any]]:
    """Return the ways in which another site would send the form; all but two know the token."""
    form, token = form_of(address), form_token(walk.ana)
    right = {**form, "csrf_token": token}
    text = "&".join(f"{name}={value}" for name, value in right.items())
    return {
        "no token": {"data": form},
        "another's token": {"data": {**form, "csrf_token": form_token(walk.door.browser())}},
        "evil": {"data": right, "headers": {"Origin": "https://evil.example"}},
        "null": {"data": right, "headers": {"Origin": "null"}},
        "cross-site": {"data": right, "headers": {"Sec-Fetch-Site": "cross-site"}},
        "same-site": {"data": right, "headers": {"Sec-Fetch-Site": "same-site"}},
        "as text": {"data": text, **PLAIN},
        "as json": {"json": right},
    }


def test_nothing_is_changed_by_a_form_of_another_site(walk):
    walk.door.app.config["WTF_CSRF_ENABLED"] = True
    addresses = list(walk.changing())
    before, wishes = kept(walk.door.engine), cookies(walk.ana, *WISHES)

    for method, address in addresses:
        for way, request in forged(walk, address).items():
            status = walk.ana.open(address, method=method, **request).status_code

            assert status in {400, 403}, (address, way)
        assert kept(walk.door.engine) == before, address
        assert cookies(walk.ana, *WISHES) == wishes, address
    assert len(addresses) > 30


def test_no_header_makes_a_look_a_change(walk):
    addresses = list(walk.changing())
    before = kept(walk.door.engine)

    for method, address in addresses:
        for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
            walk.ana.get(address, headers={header: method}, query_string={"_method": method})
        assert kept(walk.door.engine) == before, address


def test_the_same_forms_with_their_token_are_taken(walk):
    walk.door.app.config["WTF_CSRF_ENABLED"] = True

    for method, address in list(walk.changing()):
        if address == "/logout":
            continue  # or nobody is there for the rest
        if not is_inside(walk.ana):
            log_in(walk)
        data = {**form_of(address), "csrf_token": form_token(walk.ana)}
        answer = walk.ana.open(address, method=method, data=data)

        assert answer.status_code != 403, address
        assert "Reload it" not in answer.text, address


def log_in(walk):
    walk.door.app.config["WTF_CSRF_ENABLED"] = False
    walk.door.later()
    enter(walk.ana)
    walk.door.app.config["WTF_CSRF_ENABLED"] = True


def answers(walk: Walk) -> Iterator[tuple[str, Any]]:
    """Ask for everything in every way: known or not, with a right and a wrong method, refused."""
    for browser in (walk.ana, walk.door.browser()):
        for address in [*walk.shown(), "/nothing", "/%00", "/verify/x", "/reset/x", "/welcome/x"]:
            yield f"GET {address}", browser.get(address, buffered=True)
            yield f"PUT {address}", browser.put(address, buffered=True)
            yield f"HEAD {address}", browser.head(address, buffered=True)
    yield "OPTIONS", walk.ana.options("/login")
    yield "413", walk.ana.post("/login", data={"email": "x" * 2_000_000})
    yield "host", walk.ana.get("/login", headers={"Host": "evil.example"})
    yield "logged in", enter(walk.door.browser())
    walk.door.app.config["WTF_CSRF_ENABLED"] = True
    for method, address in list(walk.changing()):
        yield f"{method} {address}", walk.door.browser().open(address, method=method)
    walk.door.app.config["WTF_CSRF_ENABLED"] = False


def faults(answer: Any, *, https: bool) -> list[str]:
    """Return what an answer lacks, or tells too much."""
    headers = answer.headers
    names = [name for name, _ in headers if name != "Set-Cookie"]
    policy = headers.get("Content-Security-Policy", "")
    sealed = policy.startswith("sandbox;")  # a mail as its reader sees it, in a frame of ours
    found = {
        "policy": "default-src 'none'" in policy and (sealed or "unsafe" not in policy),
        "scripts": "script-src" not in policy or "script-src 'self';" in policy,
        "ancestors": "frame-ancestors " in policy,
        "frame": headers.get("X-Frame-Options") in ({"SAMEORIGIN"} if sealed else {"DENY"}),
        "sniff": headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": headers.get("Referrer-Policy") in {"same-origin", "no-referrer"},
        "opener": "Cross-Origin-Opener-Policy" in headers,
        "resource": headers.get("Cross-Origin-Resource-Policy") == "same-origin",
        "permissions": "Permissions-Policy" in headers,
        "stored": headers.get("Cache-Control") == "no-store" or "/assets/" in answer.request.path,
        "https": not https or headers.get("Strict-Transport-Security", "").startswith("max-age=3"),
        "charset": not answer.mimetype.startswith("text/") or "charset" in answer.content_type,
        "one each": len(names) == len({name.lower() for name in names}),
        "others": not any(name.lower().startswith("access-control") for name in names),
        "banner": not {"Server", "X-Powered-By", "Via"} & set(names),
        "id": bool(headers.get("X-Request-ID")),
    }
    found |= {cookie: is_shut(cookie, https=https) for cookie in headers.getlist("Set-Cookie")}
    return [name for name, fine in found.items() if not fine]


def is_shut(cookie: str, *, https: bool) -> bool:
    """Say whether a cookie is for this house alone and for no script."""
    flags = {"HttpOnly", "Path=/", "SameSite=Lax"}
    secure = {"Secure"} if https else set()
    bound = not https or cookie.startswith("__Host-")
    return bound and flags | secure <= set(cookie.split("; ")) and "Domain" not in cookie


def test_every_answer_forbids_the_same(house):
    https = house.door.app.config["SESSION_COOKIE_SECURE"]

    seen = {address: faults(answer, https=https) for address, answer in answers(house)}

    assert {address: wrong for address, wrong in seen.items() if wrong} == {}


def test_no_answer_is_our_fault(walk):
    seen = {address: answer.status_code for address, answer in answers(walk)}

    assert {address for address, status in seen.items() if status >= 500} <= {
        "GET /ready",  # there is no worker here
        "HEAD /ready",
    }


def test_whoever_arrives_by_a_link_leaves_its_token_behind(house):
    rules = [rule for rule in house.rules("GET") if "token" in rule.arguments]
    assert {rule.endpoint.partition(".")[0] for rule in rules} == set(LINKS)

    for rule in rules:
        answer = house.door.browser().get(house.address(rule))

        assert (answer.status_code, answer.headers["Referrer-Policy"]) == (303, "no-referrer"), rule
        assert answer.headers["Cache-Control"] == "no-store"
        assert house.address(rule).rpartition("/")[2] not in answer.location
