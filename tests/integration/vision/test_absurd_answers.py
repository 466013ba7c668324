"""Answers that are valid and make no sense (F42): bounded, or refused; nothing falls over."""

import math

import pytest

from balcao.adapters.ocr import EngineBusyError, EngineError, Picture
from balcao.adapters.ocr.google import GoogleVision
from balcao.adapters.ocr.vision_answer import MAX_LINE, MAX_WORD, MAX_WORDS
from tests.servers.vision import LINE_END, Raw, Said, Transport, VisionServer, said

SIZE = (1000, 500)


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((-500, -20, 60, 30), ((0, 0), (60, 30))),
        ((900, 400, 99_999, 99_999), ((900, 400), (1000, 500))),
        ((-(2**31), 10, 2**31 - 1, 30), ((0, 10), (1000, 30))),
    ],
)
def test_places_outside_are_cut_to_the_page(
    server: VisionServer,
    picture: Picture,
    box: tuple[float, float, float, float],
    expected: tuple[tuple[float, float], tuple[float, float]],
) -> None:
    server.answers(said([Said("Pix", box, gap=LINE_END)]))

    (line,) = GoogleVision(server.endpoint).lines(picture)

    assert (line.box[0], line.box[2]) == expected


@pytest.mark.parametrize("box", [None, (10, 10, 10, 30), (2000, 10, 3000, 30), (-50, -9, -2, -1)])
def test_words_that_stand_nowhere_are_left_out(
    server: VisionServer, picture: Picture, box: tuple[float, float, float, float] | None
) -> None:
    # given one in the middle of a line
    before, after = Said("antes", (10, 10, 50, 30)), Said("depois", (90, 10, 130, 30), LINE_END)
    server.answers(said([before, Said("R$", box), after]))

    lines = GoogleVision(server.endpoint).lines(picture)

    # then nobody claims that what was around it stood together
    assert [line.text for line in lines] == ["antes", "depois"]


@pytest.mark.parametrize(
    ("told", "kept"), [(math.nan, 0.0), (math.inf, 0.0), (-3.0, 0.0), (7.5, 1.0)]
)
def test_confidence_stays_between_nothing_and_all(
    server: VisionServer, picture: Picture, told: float, kept: float
) -> None:
    server.answers(said([Said("Pix", gap=LINE_END, confidence=told)]))

    (line,) = GoogleVision(server.endpoint).lines(picture)

    assert line.confidence == kept


def test_what_cannot_be_seen_is_left_out(server: VisionServer, picture: Picture) -> None:
    # given NUL, a bell, a mark that turns the reading direction, and a word of nothing else
    server.answers(
        said([Said("R$\0\a"), Said("\0\u202e"), Said("1\u202e23,4\u00005", gap=LINE_END)])
    )

    lines = GoogleVision(server.endpoint).lines(picture)

    assert [line.text for line in lines] == ["R$", "123,45"]


def test_text_without_end_is_cut(server: VisionServer, picture: Picture) -> None:
    # given one word of ten million letters, and one line of a thousand words
    monster = said([Said("x", gap=LINE_END)], [Said("palavra")] * 1000)
    symbol = monster.responses[0].full_text_annotation.pages[0].blocks[0].paragraphs[0].words[0]
    symbol.symbols[0].text = "9" * 10_000_000
    server.answers(monster)

    lines = GoogleVision(server.endpoint).lines(picture)

    assert lines
    assert max(len(line.text) for line in lines) <= MAX_LINE * 2
    assert sum(line.text.count("9") for line in lines) == MAX_WORD


def test_of_a_hundred_thousand_words_some_are_read(
    server: VisionServer, transport: Transport, picture: Picture
) -> None:
    # given as many, or a tenth where JSON would take half a minute to make and to understand
    thousands = 100 if transport == "grpc" else 10
    server.answers(said(*[[Said("um", gap=LINE_END)] * 1000 for _ in range(thousands)]))

    lines = GoogleVision(server.endpoint).lines(picture)

    assert len(lines) == MAX_WORDS


def test_another_script_is_just_text(server: VisionServer, picture: Picture) -> None:
    server.answers(said([Said("الدفع"), Said("支付"), Said("💸", gap=LINE_END)]))

    (line,) = GoogleVision(server.endpoint).lines(picture)

    assert line.text == "الدفع 支付 💸"


def test_a_page_of_another_size_than_ours_is_scaled(server: VisionServer, picture: Picture) -> None:
    server.answers(said([Said("Pix", (1, 1, 2, 2), gap=LINE_END)], size=(2, 2)))

    (line,) = GoogleVision(server.endpoint).lines(picture)

    assert line.box[2] == SIZE


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"null",
        b'"text"',
        b'{"responses": [{"fullTextAnnotation": {"pages": [{"confidence": 1e308}]}}]}',
        b'{"responses": [{"fullTextAnnotation": {"text": "\\ud800"}}]}',
        b'{"responses": [{}, {}]}',
        b'{"responses": 7}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
    ids=lambda content: content[:30].decode("latin-1"),
)
def test_answers_in_no_known_shape_come_from_a_server_in_trouble(
    server: VisionServer, transport: Transport, picture: Picture, content: bytes
) -> None:
    server.answers(Raw(content))

    with pytest.raises(EngineBusyError if transport == "rest" else EngineError):
        GoogleVision(server.endpoint, patience=0.5).lines(picture)
