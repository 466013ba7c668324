"""Both databases, for what stands on them directly."""

from tests.integration.jobs.conftest import (  # noqa: F401 - fixtures
    database_url,
    engine,
    postgres_server,
    sqlite_template,
)
