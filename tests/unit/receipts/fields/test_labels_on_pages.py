"""Labels are recognised as they are read, and each value is found behind, beside or under its."""

import pytest

from balcao.receipts.fields.labels import inner_labels, label_of
from tests.unit.receipts.fields.pages import board


@pytest.mark.parametrize(
    ("text", "attribute", "rest"),
    [
        ("Valor pago: R$ 10,00", "amount_paid", "R$ 10,00"),
        ("VALOR PAGO R$ 10,00", "amount_paid", "R$ 10,00"),
        ("ValorpagoR$ 10,00", "amount_paid", "R$ 10,00"),
        ("Va1or pago: 10,00", "amount_paid", "10,00"),
        ("Nome do recebedor Ana Brisa", "name", "Ana Brisa"),
        ("NomeANA BRISA", "name", "ANA BRISA"),
        ("BENEFICIARIOLOJA DO VENTO", "section", "LOJA DO VENTO"),
        ("Nº de contribuinte: 123", "document", "123"),
        ("CC 12345-6", "account", "12345-6"),
        ("Transação n.º 123456", "id_transaction", "123456"),
        ("Valor pago (R$)", "amount_paid", ""),
        ("CREDITADO A", "section", ""),
    ],
)
def test_a_label_is_recognised_with_what_follows_it(text, attribute, rest):
    found = label_of(text)

    assert found is not None
    assert (found.label.attribute, found.rest) == (attribute, rest)


@pytest.mark.parametrize(
    "text", ["", "12345", "cc856572-2f76-4cb3-956a-6f4", "Descontraída noite", "PAGAMENTO ACEITE"]
)
def test_what_only_begins_like_a_label_is_none(text):
    assert label_of(text) is None


def test_further_labels_inside_a_run_need_a_colon():
    assert inner_labels("CPF: 1 Conta: 2") == [7]
    assert inner_labels("CPF 1 Conta 2") == []


def value_of(attribute, *rows):
    found = board(*rows)
    (mark,) = found.of(attribute)
    return [value.text for value in found.values(mark)]


def test_a_value_stands_behind_its_label():
    assert value_of("amount_paid", "Valor pago: R$ 10,00", "outra linha")[0] == "R$ 10,00"


def test_a_value_stands_beside_its_label():
    assert value_of("amount_paid", "Valor pago | R$ 10,00", "outra linha")[0] == "R$ 10,00"


def test_a_value_stands_under_its_label():
    assert value_of("amount_paid", "Valor pago | Tarifa", "R$ 10,00 | R$ 1,00") == ["R$ 10,00"]


def test_a_label_on_two_lines_is_one_label():
    found = board("Data de | 08/10/2025", "pagamento")

    (mark,) = found.of("date_paid")
    assert next(found.values(mark)).text == "08/10/2025"


def test_a_value_far_under_a_label_is_not_its_own():
    assert value_of("amount_paid", "Valor pago", "_", "_", "_", "_", "_", "R$ 10,00") == []


def test_headings_say_whose_the_labels_under_them_are():
    found = board("Dados do recebedor", "CPF | 1", "Dados do pagador", "CPF | 2")

    assert [mark.role for mark in found.of("document")] == ["receiver", "payer"]


def test_headings_side_by_side_open_columns():
    found = board("Pagador | Recebedor", "CPF: 1 | CPF: 2")

    assert [mark.role for mark in found.of("document")] == ["payer", "receiver"]


def test_a_number_is_that_of_the_name_over_it():
    found = board(
        "Nome do favorecido | Ana", "CPF | 1", "Valor | 2", "Nome do pagador | Bia", "CPF"
    )

    assert [mark.role for mark in found.of("document")] == ["receiver", "payer"]


def test_a_heading_outranks_the_names_before_it():
    found = board("Nome do favorecido | Ana", "Dados do pagador", "CPF | 1")

    assert [mark.role for mark in found.of("document")] == ["payer"]


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("VL PAGO: R$ 10,00", "amount_paid"),
        ("Dt. Pgto: 08/10/2025", "date_paid"),
        ("Valor pagamento: 10,00", "amount_paid"),
        ("NR. AUTENTICACA0: 123456", "id_auth"),
    ],
)
def test_slips_shorten_their_labels(text, attribute):
    found = label_of(text)

    assert found is not None
    assert found.label.attribute == attribute


@pytest.mark.parametrize(
    ("text", "attribute", "role"),
    [
        ("Nome da parte creditada: Ana", "name", "receiver"),
        ("Documento de quem foi debitado: 1", "document", "payer"),
        ("Favorecidos: Ana Brisa", "section", "receiver"),
    ],
)
def test_a_label_nobody_listed_is_known_by_its_root_and_less_sure(text, attribute, role):
    found = label_of(text)

    assert found is not None
    assert (found.label.attribute, found.label.role) == (attribute, role)
    assert found.label.exact < 1


def test_a_number_beside_a_heading_is_that_of_the_heading():
    found = board("Cedente | CNPJ", "Loja do Vento | 1", "Sacado | CPF", "Ana Brisa | 2")

    assert [mark.role for mark in found.of("document")] == ["receiver", "payer"]


def test_the_heads_of_a_table_are_no_labels():
    assert board("Designação | Qt. | Valor", "Pão | 1 | 2,00").marks == {}
    assert board("Designação: Loja do Vento").marks


def test_a_name_that_goes_on_with_a_joint_opens_no_part_of_the_page():
    found = board("Beneficiário: Escola", "De Música do Vento", "CNPJ: 1")

    assert [mark.role for mark in found.of("document")] == ["receiver"]


def test_small_words_behind_a_label_belong_to_it():
    rows = ("Autenticação do pagamento", "995354324B34885F")

    assert value_of("id_auth", *rows) == ["995354324B34885F"]


def test_a_picture_before_a_label_is_read_as_a_letter():
    assert value_of("section", "o Para", "Ana Brisa") == ["Ana Brisa"]


def test_headings_may_be_numbered():
    assert value_of("section", "2. CONTA DE DÉBITO", "Ana Brisa") == ["Ana Brisa"]


def test_a_noun_may_be_said_more_exactly_and_another_word_may_not():
    assert value_of("section", "Beneficiário do crédito", "Ana Brisa") == ["Ana Brisa"]
    assert not board("Serviço de avisos", "Ana Brisa").of("section")


def test_a_line_across_is_no_first_line_of_a_label():
    assert value_of("section", "--------------", "PAGADOR:", "ANA BRISA") == ["ANA BRISA"]


def test_values_stand_over_their_labels_where_those_with_a_form_do():
    rows = (
        "Ana Brisa",
        "Favorecido",
        "_",
        "11.222.333/0001-81",
        "CNPJ",
        "_",
        "08/10/2025 14:22",
        "Data e hora",
    )

    assert value_of("section", *rows) == ["Ana Brisa"]
    assert value_of("date_paid", *rows) == ["08/10/2025 14:22"]
