"""Who paid and who received: names with all their lines, numbers, banks and keys, not mixed up."""

import pytest

from balcao.receipts.fields.names import continues, name_in
from balcao.receipts.fields.parties import key_of, party
from balcao.receipts.fields.party_numbers import seller_and_buyer
from tests.unit.receipts.fields.pages import board, fields


def name_of(role, *rows):
    return value(party(board(*rows), role).name)


def value(candidate):
    assert candidate is not None
    return candidate.value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Brisa", "Ana Brisa"),
        ("ANA BRISA CPF 123.456.789-09", "ANA BRISA"),
        ("Ana Brisa ***.456.789-**", "Ana Brisa"),
        ("llha Serena", "Ilha Serena"),
        ("Lúcia l.", "Lúcia I"),
        ("12.345.678 Ana Brisa", "12.345.678 Ana Brisa"),
        ("Oficina Azul 94.GTJ.YZO/0002-60", "Oficina Azul"),
        ("Café Azul Ltda - ME foi", "Café Azul Ltda - ME"),
        ("ANA BRISA (912 345 678", "ANA BRISA"),
        ("Ana Brisa no Banco Inter", "Ana Brisa"),
        ("Ana Brisa. Ele", "Ana Brisa"),
        ("Vento Azu1", "Vento Azul"),
    ],
)
def test_a_name_is_cut_out_of_its_text(text, name):
    assert name_in(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "CNP)",
        "CPF",
        "Banco",
        "R$ 10,00",
        "08/10/2025",
        "ana@brisa.example",
        "12",
        "valor total",
        "LOJA · ontem",
        "BANCO DIGITAL · há 2 min",
    ],
)
def test_what_is_no_name(text):
    assert name_in(text) is None


@pytest.mark.parametrize(
    ("name", "text", "goes_on"),
    [
        ("Padaria Sonho", "Ltda", True),
        ("Padaria Sonho de", "Papel Dourado", True),
        ("MONICA VENTANIA DE", "GI", True),
        ("Ana Brisa", "Banco Inter", False),
        ("Ana Brisa", "123.456.789-09", False),
        ("Ana Brisa", "(suspenso)", False),
        ("Clínica Inventada Lda", "Conta de Alguém", False),
        ("OFICINA VENTO AZUL", "tFNPC do beneiciärlo", False),
        ("Padaria Inventada Ltda", "ME", True),
        ("Maria de Sá", "Nogueira", True),
    ],
)
def test_which_lines_go_on_with_a_name(name, text, goes_on):
    assert continues(name, text) is goes_on


def test_both_sides_are_kept_apart():
    rows = ("Recebedor | Padaria Sonho Ltda", "Pagador | Ana Brisa")

    assert name_of("receiver", *rows) == "Padaria Sonho Ltda"
    assert name_of("payer", *rows) == "Ana Brisa"


def test_a_name_goes_on_under_itself():
    rows = ("Recebedor | Padaria Sonho de", "_ | Papel Ltda", "Valor | R$ 10,00")

    assert name_of("receiver", *rows) == "Padaria Sonho de Papel Ltda"


def test_a_misread_label_under_a_name_is_no_part_of_it():
    rows = ("Recebedor", "Nome", "Oficina Vento Azul", "Institulção", "Banco Inter")

    assert name_of("receiver", *rows) == "Oficina Vento Azul"


def test_a_name_goes_on_at_the_margin_behind_a_small_word():
    rows = (
        "Titular da conta: ANA BRISA DOS",
        "VENTOS",
        "Um texto bem mais comprido do que a linha dela",
    )

    assert name_of("payer", *rows) == "ANA BRISA DOS VENTOS"


def test_a_misread_heading_beside_a_label_is_no_name():
    rows = ("Beneficiário | CNP)", "Oficina Vento Azul | 11.222.333/0001-81")

    assert name_of("receiver", *rows) == "Oficina Vento Azul"


def test_a_number_belongs_to_the_side_it_stands_on():
    found = board(
        "Recebedor | Padaria Sonho", "CNPJ | 11.222.333/0001-81", "Pagador | Ana Brisa", "CPF | 1"
    )

    assert value(party(found, "receiver").document).value == "11222333000181"
    assert party(found, "payer").document is None


def test_a_bank_is_the_receivers():
    found = board("Recebedor | Ana Brisa", "Instituição | Banco Inter")

    assert value(party(found, "receiver").bank) == "Banco Inter"


def test_a_key_stays_the_receivers_wherever_it_stands():
    found = board("Pagador | Ana Brisa", "Chave | bia@brisa.example")

    assert value(key_of(found)).value == "bia@brisa.example"


def test_a_key_of_the_payer_is_not_taken():
    assert key_of(board("Chave do pagador | bia@brisa.example")) is None


def test_a_key_goes_on_on_the_next_line():
    found = board("Chave | cc856572-2f76-4cb3-956a-6f4d", "_ | deeb7419")

    assert value(key_of(found)).value == "cc856572-2f76-4cb3-956a-6f4ddeeb7419"


def test_a_bill_names_who_sold_and_then_who_bought():
    found = board("Loja", "NIF 501964843", "Consumidor NIF 123456789")

    seller, buyer = seller_and_buyer(found, ("nif",))

    assert value(seller).value == "501964843"
    assert value(buyer).value == "123456789"


def test_a_name_without_a_side_is_the_receivers():
    assert name_of("receiver", "Entidade | 54861", "Nome | Loja do Vento") == "Loja do Vento"


def test_a_number_goes_on_on_the_next_line():
    found = board("Recebedor | Padaria Sonho", "CNPJ | 11.222.333/0001-", "_ | 81")

    assert value(party(found, "receiver").document).value == "11222333000181"


def test_a_telephone_is_not_taken_for_a_number_of_nine_digits():
    found = board("Destinatário | Ana Brisa", "_ | 926 237 640")

    assert party(found, "receiver").document is None


def test_a_name_at_the_margin_goes_on_where_its_line_was_full():
    rows = (
        "Razão social do beneficiário: OFICINA DO",
        "VENTO AZUL LTDA - ME",
        "Vencimento: 10/10/2025 às 10:20:30, hora local",
    )

    assert name_of("receiver", *rows) == "OFICINA DO VENTO AZUL LTDA - ME"


def test_two_words_for_one_side_and_none_for_the_other_leave_a_doubt():
    found = fields(
        "Comprovante de TED",
        "R$ 10,00",
        "Creditado a",
        "Padaria Inventada",
        "_",
        "Favorecido",
        "Fulano Inexistente",
    )

    assert "receiver_name" in found.doubtful


def test_a_word_for_either_side_is_that_of_the_one_nobody_names():
    rows = ("Creditado a", "Padaria Inventada", "_", "Emitente", "Fulano Inexistente")

    assert name_of("receiver", *rows) == "Padaria Inventada"
    assert name_of("payer", *rows) == "Fulano Inexistente"
    assert name_of("receiver", "Emitente", "Padaria Inventada") == "Padaria Inventada"


def test_the_holder_of_the_account_has_paid():
    rows = ("TITULAR", "ANA BRISA", "_", "ENTIDADE | 83248")

    assert name_of("payer", *rows) == "ANA BRISA"
    assert party(board(*rows), "receiver").name is None


def test_a_side_beside_a_label_is_its_side():
    rows = ("Titular | IBAN ordenante", "Ana Brisa | PT50 0002 0123 1234 5678 9015 4")

    assert name_of("payer", *rows) == "Ana Brisa"


def test_a_new_part_of_the_page_ends_what_stood_over_it():
    rows = (
        "Pagador",
        "Nome do pagador: | Ana Brisa",
        "Destinatário",
        "Nome: | Padaria Inventada",
    )

    assert name_of("receiver", *rows) == "Padaria Inventada"


def test_a_number_that_was_read_into_a_name_is_a_doubt():
    found = fields("Comprovante de Pix", "Nome: Padaria 0045 5035 Azul")

    assert "receiver_name" in found.doubtful
