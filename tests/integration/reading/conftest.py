"""One engine for all tests of a process, and real workers over each database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from balcao.receipts.reading.reader import ForkReader
from tests.contracts.accounts.door import Door
from tests.contracts.conftest import compiled_templates, counter  # noqa: F401 - fixtures
from tests.contracts.counter import Counter
from tests.integration.jobs.conftest import (  # noqa: F401 - fixtures
    database_url,
    engine,
    ledger,
    postgres_server,
    sqlite_template,
)
from tests.integration.jobs.crews import Crew
from tests.integration.jobs.ledger import Ledger

ANA = "ana@loja.example"
LEASE_SECONDS = 2  # so that a crash is noticed soon


@pytest.fixture(scope="session")
def reader() -> ForkReader:
    reader = ForkReader()
    reader.load()
    return reader


@pytest.fixture
def ana(counter: Counter) -> FlaskClient:  # noqa: F811
    """The browser of somebody with a business."""
    door = Door(counter)
    door.account(ANA)
    return door.inside(ANA)


@pytest.fixture
def worker(ledger: Ledger) -> Iterator[Callable[..., Crew]]:  # noqa: F811
    """Return a way to start the worker that reads, which is gone at the end."""
    started: list[Crew] = []

    def start(**settings: Any) -> Crew:
        crew = Crew(ledger, None, "ocr", lease_seconds=LEASE_SECONDS, settings=settings)
        started.append(crew)
        crew.member("ocr")
        return crew

    yield start
    for crew in started:
        crew.end()
