"""What Google says in good and bad hours (F41), through its official client."""

import io

import grpc
import numpy as np
import pytest
from PIL import Image

from balcao.adapters.ocr import (
    EngineBusyError,
    EngineError,
    EngineRefusedError,
    EngineSetUpError,
    Picture,
)
from balcao.adapters.ocr.google import GoogleVision
from tests.servers.vision import (
    BROKEN,
    LINE_END,
    WIDE_SPACE,
    Hang,
    Raw,
    Said,
    Trouble,
    VisionServer,
    refused_inside,
    said,
)

GREETING = said([Said("Valor", (10, 10, 60, 30)), Said("pago", (65, 10, 100, 30), gap=LINE_END)])


class Counted:
    """Counts the calls that may be billed."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> None:
        self.calls += 1


def test_words_become_lines_from_top_to_bottom(server: VisionServer, picture: Picture) -> None:
    # given a label and its value, far apart in one line, and something above that is told later
    server.answers(
        said(
            [
                Said("Valor", (10, 100, 60, 120)),
                Said("pago", (65, 100, 100, 120), gap=WIDE_SPACE),
                Said("R$", (700, 100, 730, 120)),
                Said("45,67", (735, 100, 800, 120), gap=LINE_END),
            ],
            [Said("Comprovante", (10, 10, 200, 40), gap=LINE_END)],
        )
    )

    lines = GoogleVision(server.endpoint).lines(picture)

    assert [line.text for line in lines] == ["Comprovante", "Valor pago", "R$ 45,67"]
    assert lines[1].box == ((10, 100), (100, 100), (100, 120), (10, 120))
    assert lines[1].confidence == pytest.approx(0.98)


def test_only_a_small_upright_jpeg_leaves_the_house(server: VisionServer) -> None:
    # given a picture of 3000 x 1200 pixels, of which Google sees 2000 x 800
    server.answers(said([Said("Pix", (200, 80, 400, 160), gap=LINE_END)], size=(2000, 800)))
    large: Picture = np.full((1200, 3000, 3), 200, dtype=np.uint8)

    (line,) = GoogleVision(server.endpoint).lines(large)

    # then one thing was asked for, and the place is one in the large picture
    (request,) = server.requests[0].requests
    sent = Image.open(io.BytesIO(request.image.content))
    assert (sent.format, sent.size) == ("JPEG", (2000, 800))
    assert not sent.getexif()
    assert [feature.type_.name for feature in request.features] == ["DOCUMENT_TEXT_DETECTION"]
    assert list(request.image_context.language_hints) == ["pt"]
    assert line.box[0] == pytest.approx((300, 120))
    assert line.box[2] == pytest.approx((600, 240))


@pytest.mark.parametrize(
    "code",
    [
        grpc.StatusCode.RESOURCE_EXHAUSTED,
        grpc.StatusCode.UNAVAILABLE,
        grpc.StatusCode.INTERNAL,
        grpc.StatusCode.DEADLINE_EXCEEDED,
    ],
)
def test_trouble_that_passes_is_waited_for(
    server: VisionServer, picture: Picture, code: grpc.StatusCode
) -> None:
    server.answers(Trouble(code), GREETING)
    counted = Counted()

    (line,) = GoogleVision(server.endpoint, count=counted).lines(picture)

    # then who may have worked in vain is counted twice
    assert line.text == "Valor pago"
    assert counted.calls == (2 if code is grpc.StatusCode.DEADLINE_EXCEEDED else 1)


def test_who_names_a_time_is_left_alone_until_then(server: VisionServer, picture: Picture) -> None:
    server.answers(Trouble(grpc.StatusCode.RESOURCE_EXHAUSTED, retry_after=17))

    with pytest.raises(EngineBusyError) as caught:
        GoogleVision(server.endpoint).lines(picture)

    assert caught.value.retry_after == 17
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Trouble(grpc.StatusCode.UNAVAILABLE), EngineBusyError),
        (Hang(), EngineBusyError),
        (BROKEN, EngineBusyError),
        (Trouble(grpc.StatusCode.INVALID_ARGUMENT), EngineRefusedError),
        (Trouble(grpc.StatusCode.UNAUTHENTICATED), EngineSetUpError),
        (Trouble(grpc.StatusCode.PERMISSION_DENIED), EngineSetUpError),
        (Trouble(grpc.StatusCode.NOT_FOUND), EngineSetUpError),
        (refused_inside(3), EngineRefusedError),
        (refused_inside(8), EngineBusyError),
        (refused_inside(14), EngineBusyError),
        (refused_inside(7), EngineSetUpError),
        (said(), None),
        (Raw(b""), EngineBusyError),
    ],
    ids=str,
)
def test_trouble_that_stays_is_told_apart(
    server: VisionServer, picture: Picture, reply: object, error: type[EngineError] | None
) -> None:
    server.answers(reply)  # type: ignore[arg-type]
    google = GoogleVision(server.endpoint, patience=1.2)

    if error is None:
        assert google.lines(picture) == []
        return
    with pytest.raises(error) as caught:
        google.lines(picture)

    assert caught.value.code.startswith("receipts.error.vision_")
    assert "as the test wants it" not in str(caught.value)


def test_nobody_there_is_trouble_that_passes(picture: Picture) -> None:
    for endpoint in ("grpc://127.0.0.1:9", "http://127.0.0.1:9"):
        with pytest.raises(EngineBusyError):
            GoogleVision(endpoint, patience=0.4).lines(picture)


def test_a_refusal_to_count_keeps_the_call_from_being_made(
    server: VisionServer, picture: Picture
) -> None:
    def refuse() -> None:
        raise EngineSetUpError("receipts.error.vision_month")

    with pytest.raises(EngineSetUpError):
        GoogleVision(server.endpoint, count=refuse).lines(picture)

    assert server.requests == []
