"""The counter over each database, with forms that are taken without a token unless asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import Engine

from app import create_app
from balcao.foundation.db import db
from config import load_settings
from tests.contracts.counter import Counter
from tests.contracts.scraping import Webs
from tests.integration.jobs.conftest import (  # noqa: F401 - fixtures
    database_url,
    engine,
    postgres_server,
    sqlite_template,
)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Compiled once for all applications, which is a quarter of what the tests would take."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def counter(
    engine: Engine,  # noqa: F811
    database_url: str,  # noqa: F811
    tmp_path: Path,
    compiled_templates: BytecodeCache,
) -> Iterator[Counter]:
    settings = load_settings(
        _env_file=None, var_dir=tmp_path, database_url=database_url, rq_async_enabled=False
    )
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    app.jinja_env.bytecode_cache = compiled_templates
    yield Counter(app, engine, tmp_path)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def webs(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[Webs]:  # noqa: ARG001, F811
    """More web processes over the same database."""
    started = Webs(database_url, tmp_path)
    yield started
    started.end()
