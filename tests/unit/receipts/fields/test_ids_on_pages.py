"""The number a payment is known by is the one its kind of receipt promises, however it wraps."""

import pytest

from balcao.receipts.fields.ids import transaction_id
from tests.unit.receipts.fields.pages import board, fields

E2E = "E18236120202510081722s0aBcDeFgHi"
KEY = "5324 1119 1101 3900 0116 6500 9000 2921 3414 9717 2888"


def found(kind, *rows):
    candidate = transaction_id(board(*rows), kind)
    return candidate and candidate.value


@pytest.mark.parametrize(
    "rows",
    [
        (f"ID da transação: {E2E}",),
        ("ID da transação", E2E),
        (E2E,),
        (f"E2E | {E2E[:20]}", f"_ | {E2E[20:]}"),
        ("Autenticação | AB12CD34", f"ID | {E2E}"),
    ],
)
def test_a_pix_bears_its_end_to_end_id(rows):
    assert found("pix", *rows) == E2E


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("AB33-3FB0-95A9-6DDD-380C-", "66AA", "AB33-3FB0-95A9-6DDD-380C-66AA"),
        ("227A760EF729E29D3232D7C", "F", "227A760EF729E29D3232D7CF"),
        ("6029.9C88.5718.0CAF", "Nao e valido como recibo", "6029.9C88.5718.0CAF"),
    ],
)
def test_an_authentication_goes_on_on_the_next_line(first, second, whole):
    rows = ("NSU | 40151987", f"Autenticação | {first}", f"_ | {second}")

    assert found("ted", *rows) == whole


def test_a_label_on_two_lines_leaves_the_code_whole():
    rows = ("Código de | 227A760EF729E29D", "autenticação | 3232D7CF")

    assert found("boleto", *rows) == "227A760EF729E29D3232D7CF"


def test_a_coupon_bears_its_access_key():
    assert found("cupom", "Chave de acesso", KEY[:49], KEY[50:]) == KEY.replace(" ", "")


def test_a_bill_bears_its_atcud():
    assert found("fatura", "ATCUD: AB12CD34-57", "Fatura FS A/57") == "AB12CD34-57"


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("mbway", "ID da operação"),
        ("multibanco", "N. transação"),
        ("transferencia", "Referência da operação"),
    ],
)
def test_portuguese_payments_bear_the_banks_number(kind, label):
    assert found(kind, "Montante | 10,00 EUR", f"{label} | 614244291") == "614244291"


@pytest.mark.parametrize("value", ["R$ 10,00", "08/10/2025", "2025-10-08", "Ana Brisa", "em breve"])
def test_sums_days_and_words_are_no_number(value):
    assert found("ted", f"Autenticação | {value}") is None


def test_a_code_whose_label_only_sounds_right_is_taken_and_doubted():
    candidate = transaction_id(board("Número SIBS da operação | 614244291"), "mbway")

    assert candidate is not None
    assert (candidate.value, candidate.score < 0.7) == ("614244291", True)


def test_a_code_does_not_go_on_with_what_has_a_label_of_its_own():
    rows = ("Autenticação | 588B-E826-B3B3-A643", "Número interno | 42543058")

    assert found("ted", *rows) == "588B-E826-B3B3-A643"


def test_what_only_begins_as_the_id_of_a_pix_is_a_doubt():
    cut = "E01181521202501211447RTOE0SEUWR"  # one sign too few

    found = fields("Comprovante de Pix", "R$ 10,00", "ID da transação", cut)

    assert found.value("transaction_id") == cut
    assert "transaction_id" in found.doubtful


def test_the_word_of_another_line_does_not_fill_up_a_broken_id():
    assert found("pix", f"ID: {E2E[:22]}", "Geradoem03 de maio") != E2E[:22] + "Geradoem03"


def test_a_number_behind_its_sign_in_a_heading():
    rows = ("Comprovativo da operação n.º 8173494058", "Montante | 10,00 EUR")

    assert found("transferencia", *rows) == "8173494058"


def test_a_boletos_line_is_not_its_authentication():
    rows = ("Autenticação", "33692.99403 13407.518854 42115.396600 4 16390000005119")

    assert found("boleto", *rows) is None


@pytest.mark.parametrize("number", ["434126554470", "2TC171893711"])
def test_a_message_tells_the_operation_and_not_what_was_paid_for(number):
    rows = ("Entidade 84367, referência 150 519 259,", f"valor 31,99 EUR. Operação {number}.")

    assert found("multibanco", *rows) == number


def test_a_label_ends_at_a_wide_colon_too():
    assert found("boleto", "AUTENTICACAO：D0C7-5B1F-8687-8738") == "D0C7-5B1F-8687-8738"  # noqa: RUF001
