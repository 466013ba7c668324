"""Account numbers and Pix keys, in the one spelling in which two of them can be compared."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.receipts.fields import banks, iban, pix_key
from balcao.receipts.fields.pix_key import PixKey
from tests.unit.receipts.fields.numbers import an_iban

PT = "PT50000201231234567890154"


@pytest.mark.parametrize(
    "text",
    [
        PT,
        "IBAN: PT50 0002 0123 1234 5678 9015 4",
        "IBANPT50 0002 0123 1234 5678 9015 4",
        "PT5O 0002 0I23 1234 5678 9O15 4",
        "PT50.0002.0123.12345678901.54",
        "PT50 0002 0123 1234\n5678 9015 4",
    ],
)
def test_one_account_in_every_spelling(text):
    assert [hit.value for hit in iban.find(text)] == [PT]


@pytest.mark.parametrize("text", ["PT50 0002 0123 1234 5678 9015 5", "PT50", "XX50 0002", ""])
def test_what_leaves_another_remainder_is_none(text):
    assert iban.find(text) == []


@given(st.sampled_from(["PT", "BR", "ES", "DE"]), st.integers(0, 10**23 - 1))
def test_every_account_is_found_and_two_turned_digits_are_noticed(country: str, seed: int):
    rest = f"{seed:023d}" + "C1" if country == "BR" else f"{seed:023d}"
    number = an_iban(country, rest[-(iban.LENGTHS[country] - 4) :])

    assert [hit.value for hit in iban.find(f"IBAN {number} fim")] == [number]
    other = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert not iban.valid(other)


def test_the_bank_behind_an_account():
    assert banks.by_iban(an_iban("PT", "0033" + "0" * 17)) == "Millennium bcp"
    assert banks.by_iban(an_iban("BR", "18236120" + "0" * 15 + "C1")) == "Nubank"
    assert banks.by_iban(PT) is None
    assert banks.by_code("341") == "Itaú"
    assert banks.by_ispb("99999999") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BANCODOBRASIL", "Banco do Brasil"),
        ("Nu Pagamentos S.A. - Instituição", "Nubank"),
        ("ITAU UNIBANCO S.A.", "Itaú"),
        ("Caixa Geral de Depósitos", "Caixa Geral de Depósitos"),
        ("MBWAY", "MB WAY"),
    ],
)
def test_a_bank_by_the_names_receipts_give_it(text, name):
    assert banks.find(text)[0].value == name


def test_a_name_inside_a_word_is_no_bank():
    assert banks.find("interior corado e itauense") == []


KEYS = [
    ("+55 11 98765-4321", PixKey("phone", "+5511987654321")),
    ("+55 (11) 98765-4321", PixKey("phone", "+5511987654321")),
    ("(11) 98765-4321", PixKey("phone", "+5511987654321")),
    ("11987654321", PixKey("phone", "+5511987654321")),
    ("Ana.Lima@Loja.example", PixKey("email", "ana.lima@loja.example")),
    ("a***@loja.example", PixKey("email", "a***@loja.example", masked=True)),
    ("529.982.247-25", PixKey("cpf", "52998224725")),
    ("52998224725", PixKey("cpf", "52998224725")),
    ("•••.982.247-••", PixKey("cpf", "***982247**", masked=True)),
    ("12.345.678/0001-95", PixKey("cnpj", "12345678000195")),
    ("12abc34501de35", PixKey("cnpj", "12ABC34501DE35")),
    ("+55 11 *****-4321", PixKey("phone", "+5511*****4321", masked=True)),
    (
        "123E4567-e89b-l2d3-a456-4266554400OO",
        PixKey("random", "123e4567-e89b-12d3-a456-426655440000"),
    ),
    (
        "123e4567-e89b-12d3-\na456-426655440000",
        PixKey("random", "123e4567-e89b-12d3-a456-426655440000"),
    ),
]


@pytest.mark.parametrize(("text", "key"), KEYS)
def test_each_kind_of_key_in_its_one_spelling(text, key):
    assert pix_key.parse(text) == key


@pytest.mark.parametrize("text", ["", "Ana Lima", "1234-5678", "08/10/2025", "x" * 200])
def test_what_is_no_key_is_none(text):
    assert pix_key.parse(text) is None


@given(st.uuids(version=4), st.sampled_from(["{}", "Chave: {}", "chave pix {} Valor"]))
def test_every_random_key_is_found(key: uuid.UUID, form: str):
    assert [hit.value.value for hit in pix_key.find(form.format(key))] == [str(key)]
