"""Of the many days on a page, the payment's is found, with the time that belongs to it."""

from balcao.receipts.fields.candidates import best
from balcao.receipts.fields.moments import days, moment
from tests.unit.receipts.fields.pages import board


def found(kind, status, *rows):
    page = board(*rows)
    first, _ = best(days(page, kind, status))
    clock = moment(page, first)
    return first and first.value.isoformat(), clock and clock.value.isoformat()


def test_the_day_of_payment_goes_before_the_due_day_and_the_printing():
    rows = (
        "Vencimento | 01/10/2025",
        "Data do pagamento | 08/10/2025",
        "Impresso em | 09/10/2025 10:00",
    )

    assert found("boleto", "completed", *rows) == ("2025-10-08", None)


def test_a_day_with_a_time_goes_before_one_without():
    rows = ("02/10/2025", "08/10/2025 às 14:22:05")

    assert found("pix", "completed", *rows) == ("2025-10-08", "14:22:05")


def test_what_is_scheduled_is_paid_on_the_day_it_is_scheduled_for():
    rows = ("Data | 01/10/2025 10:00", "Agendado para | 08/10/2025")

    assert found("pix", "scheduled", *rows)[0] == "2025-10-08"


def test_a_bill_is_paid_when_it_is_issued():
    rows = ("Data de emissão | 08/10/2025", "Vencimento | 30/10/2025")

    assert found("fatura", "completed", *rows)[0] == "2025-10-08"


def test_the_clock_of_a_telephone_is_not_the_time_of_payment():
    rows = ("22:56 | 5G 65%", "Comprovante", "Data | 08/10/2025", "Hora | 14:22")

    assert found("pix", "completed", *rows) == ("2025-10-08", "14:22:00")


def test_a_day_is_not_read_as_a_time():
    assert found("pix", "completed", "Data | 08/10/2025") == ("2025-10-08", None)


def test_a_page_without_a_day_has_none():
    assert found("pix", "completed", "Comprovante", "Valor | R$ 10,00") == (None, None)


def test_a_day_goes_on_on_the_next_line():
    rows = ("Realizada em | 10 de agosto de", "_ | 2025 às 07:47")

    assert found("multibanco", "completed", *rows) == ("2025-08-10", "07:47:00")


def test_a_bills_number_may_be_glued_to_its_day():
    rows = ("NFC-e 485215 Serie 130/10/2025 20:48:01",)

    assert found("cupom", "completed", *rows) == ("2025-10-30", "20:48:01")


def test_the_time_may_stand_beside_the_day_in_the_small_print():
    rows = ("Data do pagamento | 08/10/2025", "operação efetuada em 08/10/2025 às 20:38:24")

    assert found("boleto", "completed", *rows) == ("2025-10-08", "20:38:24")
