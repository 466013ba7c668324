"""Whole invented pages give whole receipts, with each value's box, label and source."""

from balcao.receipts.fields.extract import extract
from tests.unit.receipts.fields.pages import PIX, fields, page


def test_a_pix():
    found = fields(*PIX)

    assert {name: found.value(name) for name in found.found} == {
        "kind": "pix",
        "status": "completed",
        "amount": "1250.00",
        "currency": "BRL",
        "date": "2025-10-08",
        "time": "14:22:05",
        "transaction_id": "E18236120202510081722s0aBcDeFgHi",
        "receiver_name": "Padaria Sonho de Papel Ltda",
        "receiver_document": "11222333000181",
        "payer_name": "Inês Nuvem de Algodão",
    }


def test_a_value_tells_where_it_stands_and_why():
    amount = fields(*PIX).found["amount"]

    assert (amount.label, amount.source, amount.page) == ("Valor", "ocr", 0)
    assert amount.box is not None
    assert amount.box[0] == (540, 40 + 34)


def test_a_multibanco_payment():
    found = fields(
        "MULTIBANCO", "PAGAMENTO DE SERVICOS", "14-11-2025 22:38:01", "ENTIDADE: 54861",
        "REFERENCIA: 899 958 758", "MONTANTE: 7.525,97 EUR", "N. TRANSACAO: 106386127",
    )  # fmt: skip

    assert found.value("kind") == "multibanco"
    assert found.value("amount") == "7525.97"
    assert found.value("entity") == "54861"
    assert found.value("reference") == "899958758"
    assert found.value("transaction_id") == "106386127"


def test_a_boleto_that_was_paid():
    found = fields(
        "Comprovante de pagamento de boleto", "Beneficiário | Distribuidora Ilha Ltda",
        "Vencimento | 10/02/2026", "Data do pagamento | 06/02/2026",
        "Valor do documento | R$ 1.986,46", "Encargos | R$ 8,76", "Valor pago | R$ 1.995,22",
        "Autenticação | 227A760EF729E29D",
    )  # fmt: skip

    assert found.value("amount") == "1995.22"
    assert (found.value("date"), found.value("due_date")) == ("2026-02-06", "2026-02-10")
    assert found.value("receiver_name") == "Distribuidora Ilha Ltda"


def test_a_bill_tells_its_tax():
    found = fields("Loja do Vento", "Fatura simplificada", "IVA | 1,87 €", "TOTAL | 10,00 €")

    assert (found.value("tax"), found.value("amount")) == ("1.87", "10.00")
    assert found.value("company") == found.value("receiver_name") == "Loja do Vento"


def test_words_and_telephones_are_told():
    found = fields(
        *PIX[:4], "Telefone | +55 11 91234-5678", *PIX[5:], "Descrição | Aluguel de outubro"
    )

    assert found.value("description") == "Aluguel de outubro"
    assert found.value("phone") == "+55 11 91234-5678"


def test_an_empty_page_says_nothing_and_is_doubted():
    found = extract([], [], source="ocr")

    assert found.needs_review
    assert found.value("amount") is None


def test_order_of_the_runs_does_not_matter():
    assert extract(page(*PIX)[::-1], [], source="ocr") == fields(*PIX)
