"""What is remembered of a visitor: a language, a theme, and which browser it is."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("accepted", "shown"),
    [
        ("", "pt-BR"),
        ("pt", "pt-BR"),
        ("pt-BR,pt;q=0.9", "pt-BR"),
        ("pt-PT,pt;q=0.9,en;q=0.5", "pt-PT"),
        ("pt-AO", "pt-PT"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.8", "en"),
        ("fr", "pt-BR"),
        ("de;q=0.9,pt-PT;q=0.1", "pt-PT"),
        ("en;q=0,pt-PT;q=0.1", "pt-PT"),
        ("*", "pt-BR"),
    ],
)
def test_the_browser_is_asked_first(client: FlaskClient, accepted: str, shown: str) -> None:
    page = client.get("/", headers={"Accept-Language": accepted}).text

    assert f'<html lang="{shown}"' in page


@pytest.mark.parametrize("tag", ["pt-BR", "pt-PT", "en"])
def test_a_wish_beats_the_browser_and_lasts(open_client: FlaskClient, tag: str) -> None:
    answer = open_client.post("/language", data={"lang": tag, "next": "/nowhere?a=1"})

    page = open_client.get("/", headers={"Accept-Language": "en,pt;q=0.5"}).text
    assert answer.location == "/nowhere?a=1"
    assert f'<html lang="{tag}"' in page


@pytest.mark.parametrize(
    ("address", "data"),
    [("/language", {"lang": "tlh"}), ("/language", {}), ("/theme", {"theme": "neon"})],
)
def test_a_wish_nobody_can_fulfil_is_refused(
    open_client: FlaskClient, address: str, data: dict[str, str]
) -> None:
    assert open_client.post(address, data=data).status_code == 400


@pytest.mark.parametrize(
    ("theme", "media"),
    [("light", "not all"), ("dark", "all"), ("system", "(prefers-color-scheme: dark)")],
)
def test_the_server_prints_the_theme(open_client: FlaskClient, theme: str, media: str) -> None:
    open_client.post("/theme", data={"theme": theme})

    page = open_client.get("/").text

    assert f'data-theme="{theme}"' in page
    assert f'media="{media}"' in page


def test_a_tampered_theme_is_the_systems(client: FlaskClient) -> None:
    client.set_cookie("theme", '"><script>')

    assert 'data-theme="system"' in client.get("/").text


def test_a_browser_is_known_once_asked_and_stays_the_same(client: FlaskClient) -> None:
    first = client.get("/viewer").get_json()
    second = client.get("/viewer").get_json()

    assert first["before"] is None
    assert first["made"] == first["after"] == second["before"] == second["made"]
    assert len(first["made"]) == 22


def test_two_browsers_are_two_viewers(client: FlaskClient) -> None:
    other = client.application.test_client()

    assert client.get("/viewer").get_json()["made"] != other.get("/viewer").get_json()["made"]


def test_the_navigation_marks_where_the_reader_is(client: FlaskClient) -> None:
    assert '<a href="/counter">Counter</a>' in client.get("/").text
    assert '<a href="/counter" aria-current="page">Counter</a>' in client.get("/counter/1").text
