"""A shop over each database."""

import pytest

from tests.contracts.counter import Counter
from tests.contracts.receipts.shop import Shop


@pytest.fixture
def shop(counter: Counter) -> Shop:
    return Shop(counter)
