"""Headings that say a side in small words, whom a page speaks to, and names below and behind."""

import pytest

from balcao.receipts.fields.names import name_in
from balcao.receipts.fields.phrases import side_of
from tests.unit.receipts.fields.pages import fields

REST = ("08/10/2025 às 14:22", "ID da transação | E18236120202510081722s0aBcDeFgHi")
PAID = ("Comprovante Pix", "R$ 73,51", *REST)
CAME_IN = ("Você recebeu um Pix", "R$ 73,51", *REST)


def said(name, *rows):
    found = fields(*rows).found.get(name)
    return found and found.value


def both(*rows):
    found = fields(*rows).found
    names = ("payer_name", "receiver_name")
    return [found[name].value if name in found else None for name in names]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Quem está enviando", "payer"),
        ("De onde veio", "payer"),
        ("Da conta de", "payer"),
        ("A partir do cartão de", "payer"),
        ("DEBITAR DA CONTA", "payer"),
        ("Conta que envia", "payer"),
        ("Chega a", "receiver"),
        ("Para a conta de", "receiver"),
        ("PARA A CONTA", "receiver"),
        ("Para quem vai o dinheiro", "receiver"),
        ("Crédito em favor de", "receiver"),
        ("Na sua conta", "receiver"),
        ("A sua conta corrente", "owner"),
    ],
)
def test_a_heading_of_small_words_opens_a_side(text, role):
    assert side_of(text) == (role, len(text))


@pytest.mark.parametrize("text", ["Conta corrente", "Pago em", "Data da operação", "Ana Brisa"])
def test_other_words_open_none(text):
    assert side_of(text) is None


def test_a_name_stands_behind_its_heading():
    assert side_of("Para a conta de Ana Brisa") == ("receiver", len("Para a conta de"))


@pytest.mark.parametrize("own", ["Sua conta", "Você", "Minha conta"])
def test_a_page_speaks_to_who_has_paid(own):
    rows = (*PAID, "Para", "Vento Azul Ltda", f"{own} | Ana Brisa")

    assert both(*rows) == ["Ana Brisa", "Vento Azul Ltda"]


@pytest.mark.parametrize("heading", ["destino do Pix", "Destino da TED", "A pagar a"])
def test_a_destination_is_who_was_paid(heading):
    rows = (*PAID, "Debitando da conta de", "Ana Brisa", heading, "Nome | Vento Azul Ltda")

    assert both(*rows) == ["Ana Brisa", "Vento Azul Ltda"]


def test_where_money_came_in_it_speaks_to_who_received():
    rows = (*CAME_IN, "Quem enviou", "Vento Azul Ltda", "Sua conta | Ana Brisa")

    assert both(*rows) == ["Vento Azul Ltda", "Ana Brisa"]


def test_numbers_that_are_its_owners():
    rows = (*PAID, "Para", "Vento Azul Ltda", "Você | Ana Brisa", "Seu CPF | ***.456.789-**")

    assert said("payer_document", *rows) == "***456789**"


@pytest.mark.parametrize(
    "block",
    [
        ("Banco Inter", "Ag. 0588 Conta 534055-1", "Vento Azul Ltda"),
        ("***.456.789-**", "Vento Azul Ltda", "PicPay"),
        ("Sicredi", "AG 5694 CTA 914999-0 Vento Azul Ltda"),
        ("Mercado Pago | Vento Azul Ltda", "Ag. 7474 | ***.456.789-**"),
    ],
)
def test_bank_and_numbers_may_come_before_the_name(block):
    rows = (*PAID, "De", "Ana Brisa", "Quem recebe", *block)

    assert both(*rows) == ["Ana Brisa", "Vento Azul Ltda"]


def test_a_bank_alone_may_have_been_paid():
    assert both(*PAID, "De", "Ana Brisa", "Para", "Banco Inter") == ["Ana Brisa", "Banco Inter"]


def test_a_label_nobody_knows_is_no_name():
    rows = (*PAID, "De", "Ana Brisa", "Convênio | 0048-112", "Autorizado por | 2 de 2 assinaturas")

    assert both(*rows) == ["Ana Brisa", None]


def test_names_stand_below_the_headings_of_accounts():
    rows = (
        "TRANSFERENCIA ENTRE CONTAS",
        "DATA: 15-08-2026 07:41:40",
        "CONTA ORDENANTE",
        "PT50 0035 0123 1234 5678 9013 4",
        "ANA BRISA",
        "CONTA BENEFICIARIO",
        "PT50 0010 0000 1234 5678 9012 3",
        "VENTO AZUL LDA",
        "MONTANTE | 97,76 EUR",
    )

    assert both(*rows) == ["ANA BRISA", "VENTO AZUL LDA"]


def test_what_is_nobodys_is_the_missing_sides():
    rows = (
        "Consulta de movimento",
        "ANA BRISA",
        "NIF 504426826 - Conta 4410.7782.001",
        "Pagamento de serviços",
        "Entidade credora | Vento Azul Lda",
        "Entidade n.º 87438",
        "Montante | 1 306,59 €",
    )

    assert both(*rows) == ["ANA BRISA", "Vento Azul Lda"]
    assert said("payer_document", *rows) == "504426826"


def test_the_head_of_an_email_names_no_side():
    rows = (
        "De: Banco Inventado",
        "Para: ana@correio.example",
        "Assunto: seu Pix",
        "Você transferiu R$ 73,51 para Vento Azul Ltda em 8 de outubro de 2025",
        *REST,
    )

    assert both(*rows) == [None, "Vento Azul Ltda"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("555.273.354-14 ANA BRISA", "ANA BRISA"),
        ("***.340.079-** ANA BRISA", "ANA BRISA"),
        ("7341/890942-6 ANA BRISA", "ANA BRISA"),
        ("Ana Brisa (Banco BPI)", "Ana Brisa"),
        ("Ana IIlimani", "Ana Illimani"),
        ("Vento Azul ElRELI", "Vento Azul EIRELI"),
        ("ícaro Brisa", "Ícaro Brisa"),
        ("PADARIA D0 NORTE", "PADARIA DO NORTE"),
        ("12.345.678 0LGA BRISA", "12.345.678 OLGA BRISA"),
        ("Banco Inter, agência 9654, conta 357901-1.", "Banco Inter"),
        ("Você", None),
    ],
)
def test_what_of_a_line_is_the_name(text, name):
    assert name_in(text) == name
