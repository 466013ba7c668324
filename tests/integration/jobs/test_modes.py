"""How work is carried is told truthfully, and follows workers and Redis as they come and go."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from app import create_app
from balcao.foundation.db import db
from balcao.foundation.dbtime import db_now
from balcao.jobs.ledger import claims
from balcao.jobs.models import Job
from config import load_settings
from tests.integration.jobs.crews import ROOT
from tests.integration.jobs.ledger import Ledger
from tests.servers.valkey import Valkey
from tests.waiting import wait_until
from tests.workshop import Note, marks

JSON = {"Accept": "application/json"}
SOON = 25


@contextmanager
def web(folder: Path, database_url: str, **given: Any) -> Iterator[Flask]:
    """Return the real application; forms are taken without a token."""
    settings = load_settings(_env_file=None, var_dir=folder, database_url=database_url, **given)
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(ledger: Ledger, redis_server: Valkey) -> Iterator[Flask]:
    with web(ledger.folder, ledger.url, rq_redis_url=redis_server.url) as app:
        yield app


@pytest.fixture
def health(app: Flask):
    """Return a way to ask how the house is, and one to wait until it is so."""

    def ask() -> dict[str, Any]:
        report: dict[str, Any] = app.test_client().get("/health").get_json()
        return report

    def until(mode: str) -> dict[str, Any]:
        return wait_until(lambda: (r := ask())["mode"] == mode and r, SOON, f"the mode is {mode}")

    ask.until = until  # type: ignore[attr-defined]
    return ask


def start(app: Flask, name: str = "fail") -> str:
    answer = app.test_client().post(f"/dev/jobs/{name}", headers=JSON)
    assert answer.status_code == 202
    job_id: str = answer.get_json()["job_id"]
    return job_id


def shift(ledger: Ledger, job_id: str, **moments: float) -> None:
    with ledger.engine.begin() as connection:
        moved = {name: db_now(seconds) for name, seconds in moments.items()}
        connection.execute(update(Job).where(Job.id == job_id).values(**moved))


def test_the_mode_follows_workers_and_redis(health, redis_server, crew):
    assert (health()["mode"], health()["status"]) == ("inline", "degraded")

    family = crew("reports", "email")
    well = wait_until(lambda: (r := health())["parts"]["workers"] == 3 and r, SOON, "all work")
    assert well["parts"]["queues"] == ["email", "reports"]
    wait_until(lambda: health()["status"] == "ok", SOON, "all is well")
    assert (health()["mode"], health()["parts"]["redis"]) == ("redis", "ok")

    redis_server.kill()
    health.until("direct")
    wait_until(lambda: health()["parts"]["redis"] not in {"ok", "off"}, SOON, "Redis is blamed")
    assert health()["status"] == "degraded"

    redis_server.start()
    health.until("redis")
    wait_until(lambda: health()["status"] == "ok", SOON, "all is well again")

    assert family.stop() == 0
    assert health.until("inline")["parts"]["workers"] == 0


def test_without_redis_as_wished_all_is_well(ledger, crew):
    with web(ledger.folder, ledger.url, use_redis=False) as app:
        crew("reports", redis=False)
        visitor = app.test_client()
        report = wait_until(
            lambda: (r := visitor.get("/health").get_json())["status"] == "ok" and r,
            SOON,
            "all is well",
        )

    assert (report["mode"], report["parts"]["redis"]) == ("direct", "off")


def test_with_no_worker_a_request_does_its_job_and_with_one_it_queues_again(
    app, ledger, health, crew
):
    alone = ledger.job(start(app))
    assert (alone.status, alone.attempts) == ("failed", 1)
    assert "inline" in alone.worker

    crew("reports")
    health.until("redis")
    queued = start(app)

    ledger.until("failed", queued)
    assert "inline" not in ledger.job(queued).worker


def test_a_queue_that_nobody_serves_is_served_by_the_request(app, ledger, health, crew):
    crew("email")
    health.until("redis")

    assert ledger.job(start(app)).status == "failed"


def test_a_killed_worker_makes_its_queue_inline_after_a_while(app, ledger, health, crew):
    family = crew("reports")
    family.end()

    health.until("inline")

    assert "inline" in ledger.job(start(app)).worker


@pytest.mark.parametrize("address", ["/health", "/ready"])
def test_with_its_tables_the_web_is_ready(app, address):
    assert app.test_client().get(address).status_code == 200


@pytest.mark.parametrize("address", ["/health", "/ready"])
def test_without_tables_it_is_not(tmp_path, postgres_server, address):
    for url in (f"sqlite:///{tmp_path}/empty.db", postgres_server.new_database()):
        with web(tmp_path, url) as app:
            assert app.test_client().get(address).status_code == 503


@pytest.mark.parametrize("address", ["/health", "/ready"])
def test_without_a_database_it_is_not(tmp_path, address):
    with web(tmp_path, f"postgresql+psycopg://app@/away?host={tmp_path}") as app:
        answer = app.test_client().get(address)

    assert answer.status_code == 503
    assert answer.is_json


def test_rows_that_are_stuck_show(ledger, health):
    overdue, lapsed, waiting = (ledger.ask(Note) for _ in range(3))
    assert health()["stuck"] == {"overdue": 0, "lapsed": 0, "parked": 0}

    shift(ledger, overdue, run_at=-600)
    with ledger.engine.begin() as connection:
        claims.claim(connection, [lapsed], "gone", 1)
    shift(ledger, lapsed, lease_until=-60)

    assert health()["stuck"] == {"overdue": 1, "lapsed": 1, "parked": 0}
    assert health()["status"] == "degraded"
    assert ledger.job(waiting).status == "queued"


def test_an_unknown_kind_is_parked_shown_and_done_by_who_knows_it(ledger, health, crew):
    job_id = ledger.ask(Note)
    environment = {
        "PATH": os.environ["PATH"], "VAR_DIR": str(ledger.folder),
        "DATABASE_URL": ledger.url, "USE_REDIS": "false",
    }  # fmt: skip
    older = [sys.executable, "worker.py", "--burst", "reports"]

    ended = subprocess.run(
        older, cwd=ROOT, env=environment, check=False, timeout=60, capture_output=True
    )

    parked = ledger.job(job_id)
    assert ended.returncode == 0
    assert b"parked" in ended.stderr
    assert (parked.status, parked.error, parked.errors) == ("queued", "jobs.note.parked", 0)
    assert health()["stuck"]["parked"] == 1

    shift(ledger, job_id, run_at=0)
    crew("reports")
    ledger.until("finished", job_id)
    assert [mark[0] for mark in marks(ledger.folder)] == [job_id]
    assert health()["stuck"]["parked"] == 0


def test_of_fifty_requests_at_once_with_one_key_one_makes_a_job(app, ledger):
    with listening(app) as port:
        cookie = ask(port, "one-press", {})[1]

        with ThreadPoolExecutor(10) as pool:
            asked = list(pool.map(lambda _: ask(port, "press", {"Cookie": cookie}), range(50)))

    with Session(ledger.engine) as session:
        keyed = select(func.count()).where(Job.idempotency_key.endswith(":press"))
        assert session.scalar(keyed) == 1
    assert {status for status, _ in asked} == {202}


def ask(port: int, key: str, headers: dict[str, str]) -> tuple[int, str]:
    """Press a button over the wire; return the status and the cookie to come back with."""
    connection = HTTPConnection("127.0.0.1", port, timeout=SOON)
    try:
        connection.request(
            "POST", "/dev/jobs/fail", headers={**JSON, "Idempotency-Key": key, **headers}
        )
        answer = connection.getresponse()
        answer.read()
        return answer.status, (answer.getheader("Set-Cookie") or "").partition(";")[0]
    finally:
        connection.close()


@contextmanager
def listening(app: Flask) -> Iterator[int]:
    """Serve the application on a free port, each request in a thread of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
