"""Each address answers failures in the shape its readers expect."""

import pytest
from flask.testing import FlaskClient

ENGLISH = {"Accept-Language": "en"}
STATUSES = [400, 401, 403, 404, 405, 413, 415, 422, 429, 500, 503]


@pytest.mark.parametrize("status", STATUSES)
def test_new_addresses_answer_with_problem_details(client: FlaskClient, status: int) -> None:
    answer = client.get(f"/api/v1/fail/{status}", headers=ENGLISH)

    body = answer.get_json()
    assert answer.status_code == body["status"] == status
    assert answer.mimetype == "application/problem+json"
    assert body.keys() == {"type", "title", "status", "detail", "code", "request_id"}
    assert body["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize("address", ["/api/job_status/1", "/api/email_jobs", "/jobs/1/status"])
def test_seed_addresses_answer_with_one_sentence(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers=ENGLISH)

    assert answer.status_code == 404
    assert answer.get_json() == {"error": answer.get_json()["error"]}
    assert answer.mimetype == "application/json"


@pytest.mark.parametrize("status", STATUSES)
def test_people_get_a_page_with_a_way_out(client: FlaskClient, status: int) -> None:
    answer = client.get(f"/fail/{status}", headers=ENGLISH)

    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert f'<span class="ticket__number">{status}</span>' in answer.text
    assert 'href="/"' in answer.text


def test_a_client_that_prefers_json_gets_it_anywhere(client: FlaskClient) -> None:
    answer = client.get("/fail/404", headers={"Accept": "application/json"})

    assert answer.mimetype == "application/problem+json"


def test_a_refusal_of_a_service_becomes_its_sentence(client: FlaskClient) -> None:
    answer = client.get("/api/v1/fail/domain")

    body = answer.get_json()
    assert (answer.status_code, body["code"]) == (409, "things.error.too_late")
    assert body["detail"] == "things.error.too_late: {'number': 3}"


def test_a_bug_shows_a_number_and_nothing_else(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/fail/bug")

    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.text
    assert "ZeroDivision" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_an_unreachable_database_asks_to_come_back(client: FlaskClient) -> None:
    answer = client.get("/api/v1/fail/database")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "SELECT" not in answer.text


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.get("/language")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
