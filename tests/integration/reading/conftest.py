"""One engine for all tests of a process, as a worker has one for all its forks."""

import pytest

from balcao.receipts.reading.reader import ForkReader


@pytest.fixture(scope="session")
def reader() -> ForkReader:
    reader = ForkReader()
    reader.load()
    return reader
