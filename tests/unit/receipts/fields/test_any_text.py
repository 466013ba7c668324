"""Whatever an engine reads: no parser fails on it, and none takes longer than in proportion."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.receipts.fields import (
    access_key,
    amounts,
    banks,
    boleto,
    brcode,
    dates,
    documents,
    e2e,
    fiscal,
    iban,
    multibanco,
    pix_key,
    times,
)
from balcao.receipts.fields.hit import Hit

FINDERS: list[Callable[[str], list[Hit[object]]]] = [
    module.find
    for module in (
        access_key,
        amounts,
        banks,
        boleto,
        brcode,
        dates,
        documents,
        e2e,
        iban,
        multibanco,
        pix_key,
        times,
    )
]
PARSERS = [
    amounts.parse,
    brcode.parse,
    documents.parse,
    fiscal.parse,
    pix_key.parse,
    multibanco.parse_entity,
    multibanco.parse_reference,
]
# Pieces that make patterns begin, and begin again.
PIECES = [
    *("E", "E18236120", "R$ ", "1.000", "1", "1 ", "12:", "10/10/", "000201", "A:", "PT50"),
    "*",
    "•",
    "***.456.789-",
    "Entidade 12345 ",
    "a@",
    "+55 11 ",
    "35",
    "1 de maio de ",
    "\n",
    "\ud800",
    "\0",
    "İ",
    "٣",
    "²",
]
pieces = st.one_of(st.sampled_from(PIECES), st.text(max_size=20))
texts = st.lists(pieces, max_size=100).map("".join)


@given(texts)
def test_no_text_makes_a_parser_fail(text: str):
    for find in FINDERS:
        for hit in find(text):
            assert 0 <= hit.start < hit.end <= len(text)
            assert 0 < hit.confidence <= 1
    for parse in PARSERS:
        parse(text)


@settings(max_examples=20, deadline=None)
@given(st.text(min_size=2000, max_size=10_000))
def test_no_long_text_makes_a_parser_fail(text: str):
    for find in FINDERS:
        find(text)


@pytest.mark.parametrize("piece", PIECES[:20])
def test_time_grows_in_proportion(piece):
    text = (piece * 100_000)[:100_000]

    began = time.process_time()
    for find in FINDERS:
        find(text)

    assert time.process_time() - began < 20  # quadratic patterns take minutes here
