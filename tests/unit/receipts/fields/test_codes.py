"""Codes that prove themselves: what they say is taken, what is damaged is not."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.receipts.fields import brcode, fiscal
from tests.unit.receipts.fields.numbers import crc, tlv

KEY = "ana.lima@loja.example"


def said_by(parse, text):
    """What a code says; one that is not understood fails the test."""
    code = parse(text)
    assert code is not None
    return code


def a_code(
    account: str = "", name: str = "LOJA AZUL", city: str = "LISBOA", amount: str = "12.34"
) -> str:
    parts = [
        ("00", "01"),
        ("26", account or tlv(("00", "br.gov.bcb.pix"), ("01", KEY))),
        ("52", "0000"),
        ("53", "986"),
        *([("54", amount)] if amount else []),
        ("58", "BR"),
        ("59", name),
        ("60", city),
        ("62", tlv(("05", "PEDIDO7"))),
    ]
    text = tlv(*parts) + "6304"
    return text + crc(text)


def test_a_static_code_says_key_amount_and_number():
    code = said_by(brcode.parse, a_code())

    assert (code.key, code.amount, code.txid) == (KEY, Decimal("12.34"), "PEDIDO7")
    assert (code.name, code.city, code.dynamic) == ("LOJA AZUL", "LISBOA", False)


def test_a_dynamic_code_says_where_to_ask():
    account = tlv(("00", "BR.GOV.BCB.PIX"), ("25", "pix.banco.example/v2/7"))
    code = said_by(brcode.parse, a_code(account, amount=""))

    assert (code.url, code.key, code.amount) == ("pix.banco.example/v2/7", None, None)
    assert code.dynamic


def test_a_code_of_another_scheme_is_none_of_ours():
    assert brcode.parse(a_code(tlv(("00", "org.example.pay"), ("01", KEY)))) is None


def test_it_is_found_between_words_and_over_lines():
    text = a_code()
    (hit,) = brcode.find(f"Pix copia e cola:\n{text[:40]}\n{text[40:90]}\n{text[90:]}\nValor 12,34")

    assert hit.value.text == text


names = st.text(st.characters(codec="ascii", categories=["Lu", "Ll", "Nd", "Zs"]), max_size=25)
amounts = st.decimals("0.01", "99999.99", places=2)


@given(names, names.filter(bool), amounts)
def test_what_is_written_is_read(name: str, city: str, amount: Decimal):
    code = said_by(brcode.parse, a_code(name=name, city=city, amount=str(amount)))

    assert (code.name, code.city, code.amount) == (name, city, amount)


@given(st.integers(6, 150), st.sampled_from("0123456789ABCxyz"))
def test_one_changed_character_is_noticed(at: int, other: str):
    text = a_code()
    at %= len(text)
    changed = text[:at] + other + text[at + 1 :]

    assert changed.upper() == text.upper() or brcode.parse(changed) is None


def an_invoice(**changed: str) -> str:
    fields = {"A": "123456789", "B": "999999990", "C": "PT", "D": "FS", "E": "N", "F": "20251008"}
    fields |= {"G": "FS A/12", "H": "AAAA1111-12", "I1": "PT", "I7": "10.00", "I8": "2.30"}
    fields |= {"N": "2.30", "O": "12.30", "Q": "aBcD", "R": "9999"} | changed
    return "*".join(f"{name}:{value}" for name, value in fields.items())


def test_a_portuguese_invoice_says_all_that_matters():
    invoice = said_by(fiscal.parse, an_invoice())

    assert (invoice.issuer, invoice.buyer, invoice.kind) == ("123456789", None, "FS")
    assert (invoice.day, invoice.total, invoice.tax) == (
        date(2025, 10, 8),
        Decimal("12.30"),
        Decimal("2.30"),
    )
    assert (invoice.atcud, invoice.cancelled, invoice.signs) == ("AAAA1111-12", False, ())


def test_a_credit_note_gives_money_back():
    assert said_by(fiscal.parse, an_invoice(D="NC")).total == Decimal("-12.30")


@pytest.mark.parametrize(
    ("place", "tax", "total"),
    [("PT-AC", "1.60", "11.60"), ("PT-MA", "2.20", "12.20"), ("PT", "2.30", "12.30")],
)
def test_each_region_has_its_rates(place, tax, total):
    assert said_by(fiscal.parse, an_invoice(I1=place, I8=tax, N=tax, O=total)).signs == ()


@pytest.mark.parametrize(
    ("changed", "sign"),
    [
        ({"A": "123456788"}, "receipts.sign.nif_digit"),
        ({"H": "AA-1"}, "receipts.sign.atcud_form"),
        ({"E": "A"}, "receipts.sign.cancelled"),
        ({"O": "13.30"}, "receipts.sign.fiscal_sum"),
        ({"N": "2.00", "O": "12.00"}, "receipts.sign.fiscal_tax"),
        ({"I8": "1.00", "N": "1.00", "O": "11.00"}, "receipts.sign.fiscal_rate"),
        ({"I1": "PT-MA"}, "receipts.sign.fiscal_rate"),
    ],
)
def test_what_does_not_add_up_is_a_sign(changed, sign):
    assert said_by(fiscal.parse, an_invoice(**changed)).signs == (sign,)


def test_several_rates_regions_and_stamp_duty_add_up():
    invoice = said_by(
        fiscal.parse,
        an_invoice(I2="1.00", I3="2.00", I4="0.12", J1="PT-AC", J7="10.00", J8="1.60", L="3.00")
        .replace("N:2.30", "N:4.02")
        .replace("O:12.30", "O:30.02"),
    )

    assert invoice.signs == ()


@pytest.mark.parametrize("text", ["", "A:", "A:123456789*B:1", an_invoice(F="20251399"), "B:1"])
def test_what_is_not_the_authoritys_form_is_none(text):
    assert fiscal.parse(text) is None
