"""Who sold stands over a shop's receipt, in heading or small print, on one line or more."""

import pytest

from balcao.receipts.fields.shop import company
from tests.unit.receipts.fields.pages import board

ADDRESS = ("NO. 2, JALAN VENTO", "43200 CHERAS", "TAX INVOICE")


def seller(*rows, kind=None):
    found = company(board(*rows), kind)
    return found and found.value


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (("KEDAI ANGIN SDN BHD",), "KEDAI ANGIN SDN BHD"),
        (("KEDAI ANGIN SDN BHD (123456-X)",), "KEDAI ANGIN SDN BHD"),
        (("ANGIN", "KEDAI ANGIN BESAR SDN BHD"), "KEDAI ANGIN BESAR SDN BHD"),
        (("KEDAI ANGIN BESAR", "SDN BHD"), "KEDAI ANGIN BESAR SDN BHD"),
        (("WELCOME", "RESTORAN ANGIN"), "RESTORAN ANGIN"),
    ],
)
def test_a_firm_is_found_over_its_address(rows, name):
    assert seller(*rows, *ADDRESS) == name


def test_a_name_under_the_address_counts_less():
    assert seller("RESTORAN ANGIN", *ADDRESS, "PAK CIK TRADING") == "RESTORAN ANGIN"


def test_a_heading_goes_on_while_it_is_printed_alike():
    rows = ("RESTAURANTE SETE", "ESTRELAS E", "FILHOS LTDA", "CNPJ 11.222.333/0001-81")

    assert seller(*rows, kind="cupom") == "RESTAURANTE SETE ESTRELAS E FILHOS LTDA"


def test_a_page_of_numbers_names_nobody():
    assert seller("123 456", "10.00", "TEL: 123456") is None


def test_a_short_line_under_a_short_name_is_no_part_of_it():
    rows = ("CAFE LUA", "VILA DO CONTO", "FATURA-RECIBO FS A2025/8965 DE 8 DE OUTUBRO")

    assert seller(*rows, kind="fatura") == "CAFE LUA"


def test_the_end_of_a_firms_name_may_stand_before_its_number():
    rows = ("PADARIA DRAGAO MANSO DIGITAL", "LDA - NIF 501964843", "PRACA DA FABULA, 4")

    assert seller(*rows, kind="fatura") == "PADARIA DRAGAO MANSO DIGITAL LDA"


@pytest.mark.parametrize("more", ["FILHOS S.A.", "VENTO LTDA - ME"])
def test_a_firm_may_begin_on_a_short_line(more):
    assert seller("# PADARIA", f"# {more}", *ADDRESS, kind="cupom") == f"PADARIA {more}".rstrip(".")


def test_a_slogan_is_printed_otherwise_than_the_name_under_it():
    rows = ("PERTO DE SI, TODOS OS DIAS", "Oficina Vento Azul Lda", "NIF 501964843")

    assert seller(*rows, kind="fatura") == "Oficina Vento Azul Lda"


def test_words_beside_a_name_make_it_unsure():
    one, two = (
        company(board(row, "CNPJ 11.222.333/0001-81"), "cupom")
        for row in ("OFICINA VENTO", "OFICINA VENTO | AZUL DOURADO")
    )

    assert one is not None
    assert two is not None
    assert two.score < 0.75 < one.score


def test_a_slogan_is_no_likelier_for_standing_first():
    rows = ("PERTO DE SI, TODOS OS DIAS", "OFICINA llha SERENA", "NIF 501964843")

    assert seller(*rows, kind="fatura") == "OFICINA Ilha SERENA"
    assert seller(rows[0], "OFICINA AZUL LDA", rows[2], kind="fatura") == "OFICINA AZUL LDA"


@pytest.mark.parametrize("line", ["Loja 12 - Centro", "Bem-vindo!", "Obrigado pela sua visita"])
def test_what_tills_say_besides_names_nobody(line):
    assert seller(line, "LOJA DO VENTO LDA", "RUA DO SOL, 4", kind="fatura") == "LOJA DO VENTO LDA"


def test_a_town_that_may_belong_to_a_name_makes_it_unsure():
    found = company(board("FLORICULTURA BUSSOLA TORTA", "MONTE DO NUNCA"), "fatura")

    assert found is not None
    assert found.score < 0.75
