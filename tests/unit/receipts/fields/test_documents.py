"""Numbers of people and companies: whole ones prove themselves, masked ones keep what is shown."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balcao.receipts.fields.check_digits import cnpj, cpf, nif
from balcao.receipts.fields.documents import Document, find, parse
from tests.unit.receipts.fields.numbers import a_cnpj, a_cpf, a_nif

MASKED = [
    "***.456.789-**",
    "•••.456.789-••",
    "●●●.456.789-●●",
    "∙∙∙.456.789-∙∙",
    "···.456.789-··",
    "xxx.456.789-xx",
    "X" * 3 + ".456.789-XX",
    "###.456.789-##",
    "***456789**",
    "*** .456.789 -**",
    "**.456.789-**",
    "****.456.789-*",
    "CPF: •••.456.789-••",
    "CPF***.456.789-**",
    "...456.789-..",
    ".456.789-",
    "ooo.456.789-oo",
    "***.456.789–**",  # noqa: RUF001 - as a dash is read
    "***.456.789-**Banco",
]
NOT_MASKED = [
    "456.789",
    "1.456.789-",
    "R$ 456.789,00",
    "R$ 1.456.789,12",
    "Conta 456.789-0",
    "Conta 456.789-X",
    "tel. 912 345 678",
    "35250812345678000195650010000012341000012348",
]


def test_the_official_example_of_a_company_with_letters():
    assert cnpj("12ABC34501DE35")
    assert parse("12.ABC.345/01DE-35") == Document("cnpj", "12ABC34501DE35")
    assert [hit.value.value for hit in find("CNPJ 12.ABC.345/01DE-35")] == ["12ABC34501DE35"]


@pytest.mark.parametrize("text", MASKED)
def test_one_mask_in_every_bullet_printed_misread_or_lost(text):
    assert [hit.value for hit in find(text)] == [Document("cpf", "***456789**")]


def test_less_of_a_mask_is_less_sure():
    sure = [find(text)[0].confidence for text in ("***.456.789-**", ".456.789-", "456.789-")]

    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == len(sure)


@pytest.mark.parametrize("text", NOT_MASKED)
def test_six_digits_alone_are_no_mask(text):
    assert find(text, ("cpf", "cnpj")) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("123.***.***-00", "123******00"),
        ("12.***.***/0001-**", "12******0001**"),
        ("**.345.678/0001-**", "**3456780001**"),
        ("....345.678/0001-...", "**3456780001**"),
    ],
)
def test_other_masks_keep_what_they_show(text, value):
    assert [hit.value.value for hit in find(text)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("CPF S29.982.247-2S", "52998224725"),
        ("529.982.247-2S", "52998224725"),
        ("12.345.678/OOO1-95", "12345678000195"),
        ("12.A8C.345/01DE-35", "12ABC34501DE35"),
    ],
)
def test_a_misread_character_is_repaired_where_the_digits_prove_it(text, value):
    (hit,) = find(text, ("cpf", "cnpj"))

    assert (hit.value.value, hit.repaired) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "529.982.247-26",
        "000.000.000-00",
        "12.345.678/0001-96",
        "Ag. 0031 · Conta corrente 842185-2",
    ],
)
def test_what_does_not_prove_itself_is_not_found(text):
    assert find(text, ("cpf", "cnpj")) == []


def test_glued_to_its_word_and_between_others():
    text = "CNPJ12.345.678/0001-95 CPF529.982.247-25"

    assert [text[hit.start : hit.end] for hit in find(text)] == [
        "12.345.678/0001-95",
        "529.982.247-25",
    ]


def test_nine_digits_are_a_taxpayer_where_they_are_called_so():
    called, bare = find("NIF: 123 456 789")[0], find("123456789")[0]

    assert called.value == bare.value == Document("nif", "123456789")
    assert called.confidence > 0.9
    assert bare.confidence < 0.6
    assert find("NIF 123456788") == []


@given(st.integers(0, 10**9 - 2))
def test_every_person_is_found_and_one_wrong_digit_is_noticed(seed: int):
    number = a_cpf(seed)
    text = f"{number[:3]}.{number[3:6]}.{number[6:9]}-{number[9:]}"

    assert cpf(number)
    assert find(text, ("cpf",))[0].value.value == number
    assert not cpf(number[:-1] + str((int(number[-1]) + 1) % 10))


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=12, max_size=12))
@example("00MF00000000")  # letters of the label "MF", within the number
@example("00000000NIF0")
def test_every_company_is_found_with_letters_or_without(body: str):
    number = a_cnpj(body)
    if len(set(number)) == 1:
        return
    text = f"{number[:2]}.{number[2:5]}.{number[5:8]}/{number[8:12]}-{number[12:]}"

    assert parse(number) == Document("cnpj", number)
    assert number in {hit.value.value for hit in find(text, ("cnpj",))}


@given(st.integers(10**7, 10**8 - 1))
def test_every_taxpayer_proves_itself(seed: int):
    number = a_nif(seed)

    assert nif(number)
    assert find(f"NIF {number}", ("nif",))[0].value.value == number


def test_a_small_x_in_a_company_s_number_hides_nothing():
    number = a_cnpj("415S5QXO0002")
    printed = f"{number[:2]}.{number[2:5]}.{number[5:6]}x{number[7:8]}/{number[8:12]}-{number[12:]}"

    assert [hit.value.value for hit in find(printed)] == [number]
