"""Every spelling of a sum means the same, and what only looks like one is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.receipts.fields.amounts import find, parse

SAME = [
    "R$ 1.234,56",
    "R$1.234,56",
    "RS 1.234,56",
    "R51.234,56",
    "R$ 1 234,56",
    "R$ 1.234.56",
    "R$ 1.234, 56",
    "R$ I.234,56",
    "ValorR$1.234,56",
    "R$ 1.234,5608/10/2025",
    "R$ 1.234,5614:22",
    "1 234,56 €",
    "1\u00a0234,56\u202f€",
    "1\u2009234,56 €",
    "1.234,56 €",
    "€ 1.234,56",
    "€1.234,56",
    "C 1.234,56",
    "E1.234,56",
    "1.234,56 C",
    "1.234,56 EUR",
    "RM 1,234.56",
    "USD 1,234.56",
    "1.234,56",
    "1,234.56",
    "1234,56",
    "(1.234,56 pagos)",
]
CURRENCIES = [
    ("R$ 10,00", "BRL"),
    ("RS 10,00", "BRL"),
    ("R 10,00", "BRL"),
    ("ValorRS10,00", "BRL"),
    ("10,00 €", "EUR"),
    ("10,00 EUR", "EUR"),
    ("E 10,00", "EUR"),
    ("RM10.00", "MYR"),
    ("$ 10.00", ""),
    ("10,00", ""),
]
NEGATIVE = ["-12,00", "R$ -12,00", "-R$ 12,00", "- R$ 12,00", "12,00-", "(12,00)", "-12,00 €"]
NONE = [
    "",
    "08.10.2025",
    "08/10/2025 14:22:05",
    "12.345.678/0001-90",
    "529.982.247-25",
    "IVA 23,00 %",
    "100%",
    "1,250 kg",
    "R$ 50,5",
    "R$ 1.234,5",
    "1e308",
    "1.234",
    "912 345 678",
    "1.234.567,891",
]


@pytest.mark.parametrize("text", SAME)
def test_one_sum_in_every_spelling(text):
    (hit,) = find(text)

    assert hit.value.text == "1234.56"


@pytest.mark.parametrize(("text", "currency"), CURRENCIES)
def test_a_sign_tells_the_currency_even_misread(text, currency):
    (hit,) = find(text)

    assert hit.value.currency == currency
    assert hit.value.value == 10


@pytest.mark.parametrize("text", NEGATIVE)
def test_money_that_goes_away_is_negative(text):
    (hit,) = find(text)

    assert hit.value.text == "-12.00"


def test_a_dash_between_words_and_a_sum_is_no_minus():
    assert find("Total - R$ 12,00")[0].value.text == "12.00"


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_sum_is_not_found(text):
    assert find(text) == []


def test_without_bare_ones_a_sign_is_needed():
    assert [hit.value.text for hit in find("10,00 R$ 20,00", bare=False)] == ["20.00"]


def test_several_in_one_line_keep_their_places():
    text = "Valor R$ 10,00 Tarifa R$ 0,00 Total 10,00"

    assert [text[hit.start : hit.end] for hit in find(text)] == ["R$ 10,00", "R$ 0,00", "10,00"]


def test_what_was_guessed_is_less_sure():
    assert find("R$ 10,00")[0].confidence > find("RS 10,00")[0].confidence
    assert find("R$ 10,00")[0].confidence > find("10,00")[0].confidence
    assert find("RS 10,00")[0].repaired


@pytest.mark.parametrize(
    ("text", "value"),
    [("45", "45.00"), ("45,5", "45.50"), ("1234", "1234.00"), ("-3", "-3.00"), ("R$ 5", "5.00")],
)
def test_a_piece_that_is_one_sum_may_lack_cents(text, value):
    found = parse(text)
    assert found is not None
    assert found.value.text == value


@pytest.mark.parametrize("text", ["", "abc", ".", "10,00 20,00", "9" * 100])
def test_a_piece_that_is_no_sum_is_refused(text):
    assert parse(text) is None


@given(st.decimals("0.01", "999999999.99", places=2), st.sampled_from(["br", "pt", "en"]))
def test_what_is_printed_is_read(value: Decimal, style: str):
    english = f"{value:,.2f}"
    turned = english.translate(str.maketrans(",.", ".,"))
    text = {"br": f"R$ {turned}", "pt": f"{turned.replace('.', ' ')} €", "en": english}[style]

    (hit,) = find(text)

    assert hit.value.value == value
    assert (hit.start, hit.end) == (0, len(text))
