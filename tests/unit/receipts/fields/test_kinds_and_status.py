"""What sort of receipt a page is, and whether money moved at all."""

import pytest

from balcao.receipts.fields.kinds import sort_of
from balcao.receipts.fields.status import status_of
from tests.unit.receipts.fields.pages import PIX, board


@pytest.mark.parametrize(
    ("rows", "kind", "currency"),
    [
        (PIX, "pix", "BRL"),
        (("Comprovante de TED", "Valor | R$ 10,00"), "ted", "BRL"),
        (("Pagamento de boleto", "Linha digitável | 1", "R$ 10,00"), "boleto", "BRL"),
        (("DANFE NFC-e", "Chave de acesso", "Total R$ 10,00"), "cupom", "BRL"),
        (("MB WAY", "Enviaste dinheiro", "10,00 €"), "mbway", "EUR"),
        (("MULTIBANCO", "Entidade | 12345", "Montante | 10,00 EUR"), "multibanco", "EUR"),
        (("Transferência", "IBAN | PT50", "10,00 EUR"), "transferencia", "EUR"),
        (
            ("Comprovativo", "Entidade | 12345", "Referência | 123 456 789", "10,00 EUR"),
            "multibanco",
            "EUR",
        ),
        (("Fatura simplificada", "ATCUD: AB12CD34-1", "10,00 €"), "fatura", "EUR"),
        (("KEDAI ANGIN", "Total RM 10.00"), None, "MYR"),
        (
            ("Comprovante", "33692.99403 13407.518854 42115.396600 4", "16390000005119", "R$ 1,00"),
            "boleto",
            "BRL",
        ),
        (("Valor (R$) | 10,00", "TED - Transferência"), "ted", "BRL"),
        (("Pagador | Ana", "Favorecido | Rui", "R$ 1,00"), "pix", "BRL"),
        (("Pix enviado | 10,00", "CPF | 529.982.247-25", "Saldo | 3.118,42 C"), "pix", "BRL"),
        (("boa tarde",), None, None),
    ],
)
def test_a_kind_is_known_by_words_numbers_and_money(rows, kind, currency):
    sort = sort_of(board(*rows))

    assert (sort.kind, sort.currency) == (kind, currency)


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (("Comprovante de Pix",), "completed"),
        (("Situação | Concluído",), "completed"),
        (("Situação | Agendado",), "scheduled"),
        (("Vai sair da conta em 19/08/26", "Sairá de", "Ana Brisa"), "scheduled"),
        (("Pix em análise", "Quem vai pagar", "Ana Brisa"), "processing"),
        (("Pix feito!", "Mensagem | reembolso uber"), "completed"),
        (("Mensagem | Almoço", "Pix devolvido"), "returned"),
        (("Devolveu esta transferência",), "returned"),
        (("Pix agendado", "R$ 10,00"), "scheduled"),
        (("Transferência em processamento",), "processing"),
        (("Pix devolvido",), "returned"),
        (("Comprovante", "Trocas e devoluções em 7 dias"), "completed"),
        (("Situação | Concluído", "Agendado em | 01/10/2025"), "completed"),
        (("Estado | Anulada",), "returned"),
        (("Comprovante de TED em", "processamento"), "processing"),
        (("Comprovante de devolução de Pix",), "returned"),
        (("Devolvido · 22 SET 2025 - 07:25:24",), "returned"),
        (("Este Pix foi devolvido para a conta de quem o enviou",), "returned"),
        (("Situação: Devolução", "terça-feira, 23 de julho de 2024, às 18:20 horas"), "returned"),
        (("Agendamos seu Pix de", "R$ 10,00 para Ana Brisa"), "scheduled"),
        (("Sua TED está sendo processada",), "processing"),
        (("Tem dinheiro por aceitar", "Ana Brisa enviou-lhe 10,00 €"), "processing"),
        (("Estornado em qui., 08 de janeiro de 2026, 22:14",), "returned"),
        (("Devolvida: o dinheiro saiu de volta para quem o tinha mandado",), "returned"),
        (
            ("Se houver erro nos dados, o valor será", "Devolvido ao banco de quem o enviou"),
            "completed",
        ),
        (("Foram-lhe devolvidos os 10,00 EUR", "que enviou a Ana Brisa (919 283"), "returned"),
        (
            ("Oficina Vento Azul Ltda", "devolveu o seu Pix de R$ 10,00 em", "05/06/2026"),
            "returned",
        ),
        (("Vai transferir 14,03 € para Ana Brisa em 6 de julho",), "scheduled"),
        (("TED feita após as 17h será enviada no próximo dia útil",), "completed"),
        (("A operação está sujeita a devolução pelo banco",), "completed"),
        (("Se pretender a devolução do valor, fale com a loja",), "completed"),
        (("Quer devolver? Toque em Devolver Pix no app da loja",), "completed"),
        (("Documento original. Não se aceita devolução depois de 30 dias",), "completed"),
        (("Pagamentos após o horário limite serão processados como", "agendamento"), "completed"),
    ],
)
def test_a_promise_is_never_taken_for_a_payment(rows, word):
    assert status_of(board(*rows)).word == word


@pytest.mark.parametrize(
    ("state", "word"),
    [("Estomada", "returned"), ("Agendaoo", "scheduled"), ("Tnfzzvrda", "completed")],
)
def test_a_state_that_was_misread_is_for_a_person_to_look_at(state, word):
    found = status_of(board("Transferência SEPA", f"Estado | {state}"))

    assert (found.word, found.confidence < 0.7) == (word, True)


def test_a_page_that_contradicts_itself_is_unsure():
    plain = status_of(board("Pix agendado"))
    torn = status_of(board("Pix agendado", "Situação | Concluído"))

    assert torn.confidence < 0.7 < plain.confidence
