"""A full disk is told in a clear sentence, and leaves nothing half-written."""

import pytest
from sqlalchemy import event, text
from werkzeug.test import TestResponse

import migrate_db
from app import create_app
from balcao.foundation.db import db
from config import load_settings

MOST_TRIES = 500


@pytest.fixture
def app(tmp_path):
    settings = load_settings(
        _env_file=None,
        var_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path}/balcao.db",
        rq_async_enabled=False,
    )
    migrate_db.migrate(settings.database_url)
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def counts(app):
    with app.app_context(), db.engine.connect() as connection:
        queued = connection.scalar(text("SELECT count(*) FROM job_events WHERE status = 'queued'"))
        return connection.scalar(text("SELECT count(*) FROM jobs")), queued


def test_a_full_disk_refuses_politely_and_keeps_what_it_had(app):
    with app.app_context():
        pages = db.session.scalar(text("PRAGMA page_count"))
        event.listen(
            db.engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={pages + 4}")
        )
        db.engine.dispose()
    browser = app.test_client()
    english = {"Accept": "text/html", "Accept-Language": "en"}

    answers: list[TestResponse] = []
    while len(answers) < MOST_TRIES and (not answers or answers[-1].status_code == 303):
        answers.append(browser.post("/dev/jobs/fail", headers=english))

    assert answers[-1].status_code == 503
    assert "Nothing that was accepted is lost" in answers[-1].text
    assert answers[-1].headers["Retry-After"]
    jobs, queued = counts(app)
    assert jobs == queued
    assert jobs in {len(answers) - 1, len(answers)}  # accepted, though not yet done here
