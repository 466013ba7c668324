"""Of the many sums on a page, the one that was paid is found by labels, size and arithmetic."""

import pytest

from balcao.receipts.fields.candidates import best
from balcao.receipts.fields.money import sums
from tests.unit.receipts.fields.pages import board


def paid(kind, *rows):
    first, sure = best(sums(board(*rows), kind))
    return (first.value.text, sure) if first else None


def amount(kind, *rows):
    found = paid(kind, *rows)
    return found and found[0]


@pytest.mark.parametrize("other", ["Tarifa", "Saldo", "Valor original", "Desconto", "Juros"])
def test_what_was_paid_goes_before_what_is_told_besides(other):
    assert amount("boleto", f"{other} | R$ 99,00", "Valor pago | R$ 10,00") == "10.00"


def test_a_tall_sum_without_a_word_is_the_one():
    assert amount("pix", "Pix enviado", "# R$ 33,90", "Tarifa | R$ 1,00") == "33.90"


def test_a_coupon_is_paid_before_the_change():
    rows = ("VALOR A PAGAR | 50,31", "VALOR PAGO | R$ 65,69", "Troco | R$ 15,38")

    assert amount("cupom", *rows) == "50.31"


def test_cash_without_the_change_proves_a_sum_whose_label_is_unknown():
    rows = ("Bue | 19.20", "Pay | 20.00", "Change | 0.80", "Total GST included | 1.09")

    assert amount(None, *rows) == "19.20"


def test_change_as_large_as_the_price_does_not_confuse():
    rows = ("Pay ticket | 5.00", "Accepted | 10.00", "Change | 5.00")

    assert amount(None, *rows) == "5.00"


def test_a_rounded_total_goes_before_the_one_that_was_rounded():
    rows = ("Total (inclusive of GST) | 71.02", "Rounding adj | -0.02", "TOTAL | 71.00")

    assert amount(None, *rows) == "71.00"


def test_a_rounded_total_may_be_labelled_as_rounding():
    rows = ("Total sales (inclusive GST) | 13.58", "Rounding | 13.60", "Total qty | 2")

    assert amount(None, *rows) == "13.60"


def test_the_totals_of_two_groups_prove_the_whole():
    rows = ("Total | 19.83", "Total | 32.05", "Total payable | 51.88")

    assert amount(None, *rows) == "51.88"


def test_a_dash_before_a_total_is_no_minus_but_a_doubt():
    text, sure = paid(None, "Total payable: | -51.88", "Thank you")

    assert text == "51.88"
    (candidate,) = sums(board("Total payable: | -51.88"), None)
    assert sure * candidate.proof < 0.8


def test_what_is_taken_off_is_never_what_was_paid():
    assert amount("boleto", "Desconto | -10,00", "Valor pago | 90,00") == "90.00"


def test_totals_in_a_table_of_taxes_count_less():
    rows = ("Item | 42.20", "Total | 44.73", "x", "y", "GST summary", "Total | 42.20")

    assert amount(None, *rows) == "44.73"


def test_no_sum_is_found_where_there_is_none():
    assert amount("pix", "Comprovante", "Data | 08/10/2025") is None


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("fatura", ("Valor total | 17,90", "Valor líquido | 14,55", "Total IVA | 3,35")),
        ("cupom", ("Valor total R$ | 18,00", "Desconto R$ | 0,10", "TOTAL R$ | 17,90")),
        ("boleto", ("Valor | 17,00", "Juros | 1,00", "Desconto | 0,10", "Liquidado | 17,90")),
    ],
)
def test_what_is_added_or_taken_off_settles_what_was_paid(kind, rows):
    assert amount(kind, *rows) == "17.90"


def test_a_headline_under_a_line_that_only_sounds_like_a_label_is_the_sum():
    rows = ("Transferência realizada", "# 281,90 €", "Encargos | 1,04 €")

    assert amount("transferencia", *rows) == "281.90"


def test_digits_inside_a_code_are_no_sum():
    assert amount("boleto", "Autenticação | 18E4.A1F4.7CE1.76D5") is None


@pytest.mark.parametrize(
    "small_print",
    ["Sede: Rua dos Faróis. Capital social 120.000.000 €.", "Limite por operação: 750 EUR."],
)
def test_what_small_print_mentions_was_not_paid(small_print):
    assert amount("transferencia", "Importância", "97,00", small_print) == "97.00"


def test_a_debit_is_a_sum_where_one_stands_beside_it():
    rows = ("Histórico | PIX ENVIADO", "Débito | - R$ 4,08", "Saldo na data | 890,07 C")

    assert amount("pix", *rows) == "4.08"


def test_a_sentence_behind_the_name_of_a_service_tells_what_was_paid():
    rows = ("MB WAY: enviou 165,33 € para Otávio A.", "Limite mensal:", "2500 EUR.")

    assert amount("mbway", *rows) == "165.33"


def test_the_total_of_what_bears_a_rate_is_not_all_of_it():
    rows = ("Total 0% supplies: | 19.83", "Total 6% supplies: | 32.05", "Total Payable: | 51.88")

    assert amount(None, *rows, "Total 0% supplies: | 19.83") == "51.88"


@pytest.mark.parametrize("total", ["Total incl. IVA", "Total c. IVA", "Amt paid inGI. GST"])
def test_a_total_with_its_tax_is_not_the_tax(total):
    rows = (f"{total}: 12,30", "IVA: 2,30", "Total de pontos: 90,00")

    assert amount("fatura", "Padaria", *rows) == "12.30"
