"""Addresses keep the promises of their methods."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask, url_for

import migrate_db
from app import create_app
from balcao.foundation.db import db
from config import load_settings

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def app(tmp_path) -> Iterator[Flask]:
    settings = load_settings(
        _env_file=None,
        var_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path}/balcao.db",
        rq_async_enabled=False,
    )
    migrate_db.migrate(settings.database_url)
    app = create_app(settings)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def database(app):
    with closing(
        sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    ) as connection:
        yield connection


def test_an_address_either_shows_or_changes(app):
    for rule in app.url_map.iter_rules():
        assert not (rule.methods & CHANGING and "GET" in rule.methods), rule


def test_showing_changes_nothing(app, database):
    app.config["WTF_CSRF_ENABLED"] = False
    visitor = app.test_client()
    asked = visitor.post("/dev/jobs/fail", headers={"Accept": "application/json"})
    job_id = asked.json["job_id"]
    visitor.get("/")  # whatever a first visit may leave
    before = database.execute("PRAGMA data_version").fetchone()

    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint != "asset":
            with app.test_request_context():
                address = url_for(rule.endpoint, **dict.fromkeys(rule.arguments, job_id))
            answer = visitor.get(address)

            # /ready says 503: there is no worker; a link that opens nothing is a 404 or a 410;
            # programs that nobody logged in for get a 401
            assert answer.status_code in {200, 303, 401, 404, 410, 503}, address
            assert database.execute("PRAGMA data_version").fetchone() == before, address
