"""Invoice keys, boletos and Multibanco references, each proved by its digits or its words."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.receipts.fields import access_key, boleto, multibanco
from tests.unit.receipts.fields.numbers import a_cnpj, ten


def a_key(issuer: str = "123456780001", state: str = "35", rest: str = "0010000012341000") -> str:
    body = f"{state}2511{a_cnpj(issuer)}65{rest}01234"
    total = sum((ord(one) - 48) * (2 + at % 8) for at, one in enumerate(reversed(body)))
    return body + str(0 if total % 11 < 2 else 11 - total % 11)


def test_an_invoice_key_says_where_when_and_who():
    (hit,) = access_key.find(a_key())

    assert (hit.value.state, hit.value.month) == ("SP", date(2025, 11, 1))
    assert (hit.value.issuer, hit.value.model) == ("12345678000195", "65")
    assert (hit.value.series, hit.value.number) == (1, 1234)


@pytest.mark.parametrize(
    "form",
    [
        lambda key: f"https://nfce.loja.example/qr?p={key}|2|1|1|ABCDEF",
        lambda key: " ".join(key[at : at + 4] for at in range(0, 44, 4)),
        lambda key: f"{key[:24]}\n{key[24:]}",
        lambda key: f"Chave{key}Protocolo",
        lambda key: key[:30] + key[30:].replace("0", "O"),
    ],
)
def test_one_key_in_every_state(form):
    assert [hit.value.value for hit in access_key.find(form(a_key()))] == [a_key()]


def test_a_seller_with_letters_has_them_in_the_key():
    key = a_key("12ABC34501DE")

    assert access_key.find(key)[0].value.issuer == "12ABC34501DE35"


@given(st.integers(0, 43))
def test_one_wrong_digit_is_noticed(at: int):
    key = a_key()
    wrong = key[:at] + str((int(key[at]) + 1) % 10) + key[at + 1 :]

    assert access_key.find(wrong) == []


def eleven(number: str) -> str:
    total = sum(int(digit) * (2 + at % 8) for at, digit in enumerate(reversed(number)))
    return str(11 - total % 11) if 11 - total % 11 < 10 else "1"


def a_boleto(bank: str, count: int, cents: int, free: str) -> tuple[str, str]:
    """Return bars and line of an invented boleto."""
    value = f"{count:04d}{cents:010d}"
    bars = f"{bank}9{eleven(f'{bank}9{value}{free}')}{value}{free}"
    fields = [bars[:4] + bars[19:24], bars[24:34], bars[34:44]]
    return bars, "".join(field + ten(field) for field in fields) + bars[4:19]


def printed(line: str) -> str:
    return (
        f"{line[:5]}.{line[5:10]} {line[10:15]}.{line[15:21]} {line[21:26]}.{line[26:32]} "
        f"{line[32]} {line[33:]}"
    )


@given(
    st.sampled_from(["001", "237", "341", "756"]),
    st.integers(1000, 9999),
    st.integers(0, 10**10 - 1),
    st.integers(0, 10**25 - 1),
)
def test_a_line_and_its_bars_say_the_same(bank: str, count: int, cents: int, free: int):
    bars, line = a_boleto(bank, count, cents, f"{free:025d}")

    (hit,) = boleto.find(f"Linha digitável: {printed(line)} Vencimento")

    assert hit.value == boleto.from_bars(bars)
    assert (hit.value.line, hit.value.bars, hit.value.bank) == (line, bars, bank)
    assert (hit.value.amount or 0) * 100 == cents


@given(st.integers(0, 46))
def test_one_wrong_digit_in_a_line_is_noticed(at: int):
    _, line = a_boleto("341", 1100, 12345, "1234567890123456789012345")
    wrong = line[:at] + str((int(line[at]) + 1) % 10) + line[at + 1 :]

    assert boleto.find(wrong) == []


@pytest.mark.parametrize(
    ("count", "near", "due"),
    [
        (9999, None, date(2025, 2, 21)),
        (1000, None, date(2025, 2, 22)),
        (1001, date(2025, 3, 1), date(2025, 2, 23)),
        (1001, date(2001, 1, 1), date(2000, 7, 4)),
        (7552, date(2018, 6, 1), date(2018, 6, 11)),
    ],
)
def test_days_are_counted_anew_since_february_2025(count, near, due):
    bars, _ = a_boleto("237", count, 100, "0" * 25)

    assert due_of(boleto.from_bars(bars, near=near)) == due


def test_without_a_day_there_is_none():
    bars, _ = a_boleto("237", 0, 100, "0" * 25)

    assert due_of(boleto.from_bars(bars)) is None


def due_of(slip):
    assert slip is not None
    return slip.due


def test_a_misread_line_is_repaired_where_four_digits_prove_it():
    _, line = a_boleto("001", 1200, 5000, "1005808800001234567890123")

    (hit,) = boleto.find(printed(line).replace("0", "O", 3).replace("1", "l", 2))

    assert (hit.value.line, hit.repaired) == (line, True)


@pytest.mark.parametrize("third", "6789")
def test_a_utility_bill_has_four_blocks(third):
    digit = ten if third in "67" else eleven_of_utility
    rest = "00000012345" + "1" * 29
    bars = f"82{third}{digit(f'82{third}{rest}')}{rest}"
    blocks = [bars[at : at + 11] for at in range(0, 44, 11)]
    text = " ".join(f"{block}-{digit(block)}" for block in blocks)

    (hit,) = boleto.find(text)

    assert (hit.value.bars, hit.value.bank) == (bars, None)
    assert hit.value.amount == (Decimal("123.45") if third in "68" else None)


def eleven_of_utility(number: str) -> str:
    total = sum(int(digit) * (2 + at % 8) for at, digit in enumerate(reversed(number)))
    return str(0 if total % 11 < 2 else 11 - total % 11)


@pytest.mark.parametrize(
    "text",
    [
        "Entidade: 12345 Referência: 123 456 789 Montante: 10,00 €",
        "ENTIDADE\n12345\nREFERÊNCIA\n123 456 789",
        "Entidade 12345\nReferencia 123456789",
        "Entidade l2345 Referência l23 456 789",
    ],
)
def test_entity_and_reference_by_their_words(text):
    (hit,) = multibanco.find(text)

    assert (hit.value.entity, hit.value.reference) == ("12345", "123456789")


def test_pieces_that_consist_of_one():
    assert multibanco.parse_entity("12 345") == "12345"
    assert multibanco.parse_reference(" 123 456 789 ") == "123456789"
    assert multibanco.parse_reference("123 456 78") is None
    assert multibanco.find("123 456 789") == []
