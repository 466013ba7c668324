"""Worker families as they are started, with the mailbox beside their queues."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app import create_app
from balcao.foundation.db import db
from config import load_settings
from tests.integration.jobs.conftest import (  # noqa: F401 - fixtures
    database_url,
    engine,
    postgres_server,
    sqlite_template,
)
from tests.integration.jobs.crews import Crew
from tests.integration.jobs.ledger import Ledger
from tests.integration.mailbox.post import Postman, answers
from tests.waiting import wait_until

StartFamily = Callable[[], Crew]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "mail.sock"


@pytest.fixture
def family(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[StartFamily]:  # noqa: F811
    """Give a way to start families on one VAR_DIR, which are gone at the end."""
    started: list[Crew] = []
    ledger = Ledger(engine, database_url, tmp_path)

    def start() -> Crew:
        started.append(Crew(ledger, None, "reports", lease_seconds=10))
        return started[-1]

    yield start
    for crew in started:
        crew.end()


@pytest.fixture
def postman(family: StartFamily, place: Path) -> Iterator[Postman]:
    family()
    wait_until(lambda: answers(place), 20, "the mailbox takes mails")
    with Postman(place) as postman:
        yield postman


@pytest.fixture
def visitor(database_url: str, tmp_path: Path):  # noqa: F811
    settings = load_settings(
        _env_file=None, var_dir=tmp_path, database_url=database_url, rq_async_enabled=False
    )
    app = create_app(settings)
    yield app.test_client()
    with app.app_context():
        db.engine.dispose()
