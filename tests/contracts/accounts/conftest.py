"""People around accounts."""

import pytest

from tests.contracts.accounts.door import Door
from tests.contracts.accounts.joining import Joining
from tests.contracts.counter import Counter


@pytest.fixture
def joining(counter: Counter) -> Joining:
    return Joining(counter)


@pytest.fixture
def door(counter: Counter) -> Door:
    return Door(counter)
