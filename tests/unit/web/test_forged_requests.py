"""What another site makes a browser send is turned away."""

import re

import pytest
from flask.testing import FlaskClient

THEME = {"theme": "dark"}


def test_a_form_with_its_token_is_taken(client: FlaskClient) -> None:
    token = token_of(client)

    answer = client.post("/theme", data={**THEME, "csrf_token": token})

    assert answer.status_code == 303


def test_json_is_taken_with_the_token_in_a_header(client: FlaskClient) -> None:
    token = token_of(client)

    answer = client.post("/json", json={"a": 1}, headers={"X-CSRFToken": token})

    assert answer.get_json() == {"a": 1}


def test_a_form_without_a_token_is_refused_with_advice(client: FlaskClient) -> None:
    answer = client.post("/theme", data=THEME, headers={"Accept-Language": "en"})

    assert answer.status_code == 400
    assert "Reload it" in answer.text


def test_the_token_of_another_session_is_refused(client: FlaskClient) -> None:
    token = token_of(client.application.test_client())

    assert client.post("/theme", data={**THEME, "csrf_token": token}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_foreign_sender_is_refused_even_with_a_token(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    data = {**THEME, "csrf_token": token_of(client)}

    assert client.post("/theme", data=data, headers=headers).status_code == 403


def test_our_own_page_may_send(client: FlaskClient) -> None:
    data = {**THEME, "csrf_token": token_of(client)}
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}

    assert client.post("/theme", data=data, headers=own).status_code == 303


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_json_in_disguise_is_refused(open_client: FlaskClient, kind: str) -> None:
    assert open_client.post("/json", data='{"a": 1}', content_type=kind).status_code == 415


@pytest.mark.parametrize("size", [2 * 1024 * 1024, 20 * 1024 * 1024])
def test_a_large_body_is_refused(open_client: FlaskClient, size: int) -> None:
    body = b"x" * size

    answer = open_client.post("/json", data=body, content_type="application/json")

    assert answer.status_code == 413


def test_too_many_fields_are_refused(open_client: FlaskClient) -> None:
    fields = {f"field{number}": ("x") for number in range(200)}

    answer = open_client.post("/theme", data=fields, content_type="multipart/form-data")

    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("headers", "form", "status", "key"),
    [
        ({}, {}, 200, None),
        ({"Idempotency-Key": "one"}, {"idempotency_key": "two"}, 200, "one"),
        ({}, {"idempotency_key": "two"}, 200, "two"),
        ({"Idempotency-Key": "x" * 81}, {}, 400, None),
        ({}, {"idempotency_key": "a\nb"}, 400, None),
    ],
)
def test_the_idempotency_key_is_read_from_header_or_form(
    open_client: FlaskClient,
    headers: dict[str, str],
    form: dict[str, str],
    status: int,
    key: str | None,
) -> None:
    answer = open_client.post("/key", headers=headers, data=form)

    assert answer.status_code == status
    assert status != 200 or answer.get_json() == key


def token_of(client: FlaskClient) -> str:
    """Return the token that a page of this session carries."""
    found = re.search('name="csrf-token" content="([^"]+)"', client.get("/").text)
    assert found
    return found[1]
