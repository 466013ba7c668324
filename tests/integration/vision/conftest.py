"""Google Vision on this machine, over both of its transports."""

from collections.abc import Iterator

import numpy as np
import pytest

from balcao.adapters.ocr import Picture
from tests.servers.vision import Transport, VisionServer, vision_server


@pytest.fixture(params=["grpc", "rest"])
def transport(request: pytest.FixtureRequest) -> Transport:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def server(transport: Transport) -> Iterator[VisionServer]:
    with vision_server(transport) as running:
        yield running


@pytest.fixture
def picture() -> Picture:
    white: Picture = np.full((500, 1000, 3), 255, dtype=np.uint8)
    return white
