"""Receipts that tell it in a sentence, and those on which no label names the receiver."""

import pytest

from tests.unit.receipts.fields.pages import fields

REST = ("08/10/2025 às 14:22", "ID da transação | E18236120202510081722s0aBcDeFgHi")


def said(name, *rows):
    found = fields(*rows).found.get(name)
    return found and found.value


@pytest.mark.parametrize(
    "rows",
    [
        ("Você transferiu R$ 73,51 para Oficina Vento", "Azul Ltda em 8 de outubro de 2025"),
        ("Seu Pix de R$ 73,51 para Oficina Vento Azul Ltda está em", "análise"),
        ("Prontinho! Enviamos R$ 73,51 para Oficina Vento", "Azul Ltda foi avisada"),
        ("Os R$ 73,51 do Pix para Oficina Vento Azul Ltda voltaram à sua conta",),
        ("Pix de R$ 73,51 para a conta de Oficina Vento Azul Ltda, às 14:22",),
    ],
)
def test_who_was_paid_is_told_in_a_sentence(rows):
    assert said("receiver_name", *rows, *REST) == "Oficina Vento Azul Ltda"


def test_to_whom_money_was_credited():
    rows = ("Um Pix de R$ 43,96 foi creditado na conta de Ana Brisa Inventada", *REST)

    assert said("receiver_name", *rows) == "Ana Brisa Inventada"


def test_a_letter_speaks_to_whoever_has_paid():
    rows = ("Estimado(a) cliente ANA BRISA,", "ENTIDADE | 16583", "MONTANTE | 200,00 EUR")

    assert said("payer_name", *rows) == "ANA BRISA"


def test_a_number_is_told_on_the_next_line():
    rows = (
        "MB WAY: enviou 1.361,00 EUR para Ana Brisa",
        "em 06.12.2025 08:37. Operação n.º",
        "2AS3639536D1. Não foi cobrada comissão.",
    )

    assert said("transaction_id", *rows) == "2AS3639536D1"


def test_who_has_paid_is_told_where_money_came_in():
    rows = ("Você recebeu R$ 10,00 de Ana Brisa Inventada", *REST)

    assert said("payer_name", *rows) == "Ana Brisa Inventada"


def test_a_sentence_ends_where_its_next_word_would_have_fitted():
    rows = (
        "Você agendou o pagamento de R$ 108,18 para Loja",
        "Vento Azul",
        "Débito na sua conta em 3 de junho",
        *REST,
    )

    assert said("receiver_name", *rows) == "Loja Vento Azul"


def test_a_hint_below_is_no_sentence_about_a_payment():
    rows = ("Comissão | 1,04 €", "Confirme o nome associado ao IBAN antes de transferir.", *REST)

    assert said("receiver_name", *rows) is None


def test_the_heading_of_a_tills_slip_was_paid():
    rows = (
        "VIA DO CLIENTE",
        "PAPELARIA VENTO AZUL",
        "CNPJ 11.222.333/0001-81",
        "PAGAMENTO PIX",
        "VALOR: | R$ 500,48",
        "PAGADOR:",
        "ANA BRISA INVENTADA",
    )

    assert said("receiver_name", *rows, *REST) == "PAPELARIA VENTO AZUL"
    assert said("receiver_document", *rows, *REST) == "11222333000181"


def test_a_banks_heading_was_not():
    rows = (
        "VIA DO CLIENTE",
        "BANCO DO BRASIL",
        "CNPJ 00.000.000/0001-91",
        "PAGAMENTO PIX",
        "VALOR: | R$ 500,48",
    )

    assert said("receiver_name", *rows, *REST) is None


ENTITY = ("ENTIDADE | 16583", "REFERENCIA | 951 560 786", "MONTANTE | 200,00 EUR")


def test_a_name_over_the_entity_is_looked_at_by_a_person():
    found = fields("MULTIBANCO", "PAGAMENTO DE SERVICOS", "TABACARIA VENTO, LDA.", *ENTITY)

    assert found.found["receiver_name"].value == "TABACARIA VENTO, LDA"
    assert "receiver_name" in found.doubtful


def test_the_end_of_a_name_over_the_entity_has_its_beginning_before_it():
    rows = ("AUTO PECAS VENTO IMPORTACAO", "E EXPORTACAO LDA", *ENTITY)

    assert (
        said("receiver_name", "MULTIBANCO", *rows) == "AUTO PECAS VENTO IMPORTACAO E EXPORTACAO LDA"
    )


@pytest.mark.parametrize("over", ["PAGAMENTO DE SERVICOS", "ORDENANTE | ANA BRISA INVENTADA"])
def test_what_else_stands_over_an_entity_is_nobody(over):
    assert said("receiver_name", "MULTIBANCO", over, *ENTITY) is None


@pytest.mark.parametrize(
    "rows",
    [
        ("ANA BRISA fez um Pix de R$ 73,51 para você", *REST),
        ("Em 08-10-2025 14:22, Ana Brisa enviou", "a você um Pix no valor de R$ 73,51.", *REST),
    ],
)
def test_who_did_it_stands_before_the_verb(rows):
    assert said("payer_name", *rows).upper() == "ANA BRISA"


def test_a_phone_may_stand_before_the_name():
    rows = (
        "MB WAY. Envio efetuado: 4.228,74 € para",
        "962 131 759 - Ana Brisa, 08.10.2025 09:17.",
        "N.º de operação: 899199485",
    )

    assert said("receiver_name", *rows) == "Ana Brisa"


def test_a_number_behind_the_name_is_that_sides():
    rows = ("Você recebeu R$ 73,51 de Ana Brisa, CPF ***.456.789-**, em 08/10/2025", *REST)

    assert said("payer_document", *rows) == "***456789**"


@pytest.mark.parametrize(
    "row",
    [
        "A conta usada foi a de Ana Brisa, CPF ***.456.789-**.",
        "O dinheiro saiu da conta 1234, de que Ana Brisa é titular.",
    ],
)
def test_whose_account_it_was_needs_no_sum(row):
    assert (
        said("payer_name", "Você enviou R$ 73,51 para Vento Azul Ltda", row, *REST) == "Ana Brisa"
    )


def test_a_push_message_names_both_sides():
    rows = (
        "BANCO DIGITAL · há 2 min",
        "Você recebeu R$ 73,51 de Ana Brisa, em 08/10/2025.",
        "OFICINA VENTO AZUL LTDA, conta 12345-6: valor já creditado.",
        "LOJA ON-LINE · ontem",
    )

    assert said("payer_name", *rows, *REST) == "Ana Brisa"
    assert said("receiver_name", *rows, *REST) == "OFICINA VENTO AZUL LTDA"


@pytest.mark.parametrize(
    "rows",
    [
        (
            "R$ 73,51 voltaram para ANA BRISA, que",
            "tinha enviado o Pix.",
            "Conta de RUI VENTO no Sicoob.",
        ),
        ("Os R$ 73,51 que ANA BRISA lhe", "enviou foram devolvidos.", "Conta associada: RUI VENTO"),
    ],
)
def test_what_went_back_was_paid_by_whom_it_went_to(rows):
    assert said("payer_name", "Pix devolvido", *rows, *REST) == "ANA BRISA"
    assert said("receiver_name", "Pix devolvido", *rows, *REST) == "RUI VENTO"


def test_a_name_goes_on_behind_its_small_word_until_the_sentence_does():
    rows = (
        "A sua transferência de R$ 73,51",
        "para Ana Brisa da",
        "Ilha Serena está em",
        "curso",
    )

    assert said("receiver_name", *rows, *REST) == "Ana Brisa da Ilha Serena"


def test_a_heading_over_what_was_sent_is_nobody():
    assert said("payer_name", "Detalhes da movimentação", "Pix enviado", "R$ 73,51", *REST) is None


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        (("A aguardar aceitação: 3,00 € para", "ANA BRISA DOS", "VENTOS"), "ANA BRISA DOS VENTOS"),
        (("O envio de 3,00 € para ícaro", "Brisa, telemóvel 914 648 685"), "Ícaro Brisa"),
        (("Transferiu 3,00 EUR para ANA BRISA", "Ordem executada em 14-10-2024"), "ANA BRISA"),
        (
            ("Transferiu 59,00 € para Ana Brisa da Hortelã", "Ordem executada em 06-12-2025 16:32"),
            "Ana Brisa da Hortelã",
        ),
    ],
)
def test_where_a_name_in_a_sentence_begins_and_ends(rows, name):
    assert said("receiver_name", "MB WAY", *rows, "N.º da operação | 556602799322") == name


@pytest.mark.parametrize(
    "row", ["OIá ANA BRISA, veja o detalhe na app.", "Conta associada: ANA BRISA"]
)
def test_who_is_greeted_has_received_what_came_in(row):
    rows = ("MB WAY", "Dinheiro recebido", "RUI VENTO enviou-lhe 73,51 €", row)

    assert said("receiver_name", *rows, "Operação | 758237941") == "ANA BRISA"


def test_a_line_that_begins_with_a_joint_goes_on_with_a_name():
    rows = ("Você recebeu R$ 73,51 de ANA BRISA", "DE VENTOS, CPF ***.456.789-**, em", "08/10/2025")

    assert said("payer_name", *rows, *REST) == "ANA BRISA DE VENTOS"
