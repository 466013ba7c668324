"""Every answer, good or bad, forbids the same things."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

ADDRESSES = ["/", "/nothing", "/viewer", "/assets/x/css/app.css", "/assets/x/none"]
FAILURES = ["400", "401", "403", "404", "405", "413", "415", "422", "429", "500", "503", "bug"]
MANY = [*ADDRESSES, *(f"/fail/{why}" for why in FAILURES), *(f"/api/fail/{w}" for w in FAILURES)]


@pytest.mark.parametrize("address", MANY)
def test_every_answer_carries_the_headers(production: Flask, address: str) -> None:
    client = production.test_client()

    headers = client.get(address, base_url="https://balcao.example", buffered=True).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["X-Request-ID"]
    assert headers["Cache-Control"]


def test_pages_are_not_stored(client: FlaskClient) -> None:
    assert client.get("/").headers["Cache-Control"] == "no-store"


def test_cookies_in_production_are_bound_to_this_host(production: Flask) -> None:
    client = production.test_client()

    cookie = client.get("/viewer", base_url="https://balcao.example").headers["Set-Cookie"]

    assert cookie.startswith("__Host-balcao=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_page_has_nothing_inline(client: FlaskClient) -> None:
    page = client.get("/").text

    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script type="module" src=')


@pytest.mark.parametrize("host", ["evil.example", "balcao.example@evil.example", "balcao.example."])
def test_a_host_that_is_not_ours_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})

    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("offered", "taken"),
    [("0af7651916cd43dd", True), ("short", False), ("a" * 65, False), ("abcdefgh\tforged", False)],
)
def test_a_sane_request_id_is_kept(client: FlaskClient, offered: str, *, taken: bool) -> None:
    answer = client.get("/", headers={"X-Request-ID": offered})

    assert (answer.headers["X-Request-ID"] == offered) is taken
