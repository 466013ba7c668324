"""A closer look only where letters were hard to read, and no look when there is no time left.

What an engine sees is told here by a script; all the rest is as it is.
"""

import pytest

from balcao.receipts.reading.chain import NOT_ALL, Chain
from balcao.receipts.reading.reader import ForkReader
from tests.integration.reading.engines import Script, lines_of
from tests.integration.reading.papers import PAYMENT_ID, kept, receipt

PLAIN = (
    ("Comprovante Pix", 0.99),
    ("Valor R$ 1.234,56", 0.99),
    ("08/10/2026 11:22:05", 0.99),
    ("Para Padaria Aurora Azul", 0.99),
    (f"ID da transação {PAYMENT_ID}", 0.99),
)
WITHOUT_AMOUNT = (*PLAIN[:1], *PLAIN[2:])
UNCLEAR = ("Va1or R5 I.Z34,S6", 0.6)


@pytest.fixture
def path(tmp_path):
    return kept(tmp_path, "pix.png", receipt())


def looked(path, first, closer=()):
    stages: list[str] = []
    engine = Script(lines_of(*first), lines_of(*closer))
    return ForkReader(engine=engine).read(path, stages.append), stages


def test_what_is_all_there_is_looked_at_once(path):
    reading, stages = looked(path, PLAIN)

    assert reading.fields.value("amount") == "1234.56"
    assert stages == ["decoding", "codes", "text"]
    assert "second_look" not in reading.steps


def test_what_is_missing_from_plain_letters_would_be_missing_again(path):
    _, stages = looked(path, WITHOUT_AMOUNT, PLAIN)

    assert "second_look" not in stages


def test_unclear_letters_that_hide_nothing_are_left_unclear(path):
    _, stages = looked(path, (*PLAIN, ("M3nsag3m", 0.6)), PLAIN)

    assert "second_look" not in stages


def test_what_unclear_letters_hide_is_looked_for_again(path):
    reading, stages = looked(path, (*WITHOUT_AMOUNT, UNCLEAR), PLAIN)

    assert stages == ["decoding", "codes", "text", "second_look"]
    assert list(reading.steps)[-2:] == ["second_look", "previews"]
    assert reading.fields.value("amount") == "1234.56"
    assert [line.text for line in reading.lines] == [text for text, _ in PLAIN]


def test_a_closer_look_that_sees_less_is_forgotten(path):
    first = (*WITHOUT_AMOUNT, UNCLEAR)

    reading, stages = looked(path, first, [UNCLEAR])

    assert "second_look" in stages
    assert reading.fields.value("date") == "2026-10-08"
    assert [line.text for line in reading.lines] == [text for text, _ in first]


def test_what_there_was_no_time_for_is_told(path):
    engine = Script(lines_of(*WITHOUT_AMOUNT, UNCLEAR), lines_of(*PLAIN))
    stages: list[str] = []

    reading = Chain(engine, stages.append, latest=0).read(path, "local")

    assert (reading.lines, reading.fields.signs) == ([], (NOT_ALL,))
    assert reading.fields.needs_review
    assert "second_look" not in stages
    assert len(reading.previews) == 1
