"""What is unsure, missing or contradicted is named, and agreement takes doubts away."""

from dataclasses import replace

import pytest

from balcao.adapters.decoding import Code
from balcao.receipts.fields.candidates import Candidate, best
from balcao.receipts.fields.doubts import judged
from balcao.receipts.fields.extract import extract
from balcao.receipts.fields.found import Found
from tests.unit.receipts.fields.pages import PIX, board, fields, page, run

E2E = "E18236120202510081722s0aBcDeFgHi"


def read(**changed):
    told = {
        "kind": ("pix", 0.9), "status": ("completed", 0.98), "amount": ("10.00", 0.95),
        "date": ("2025-10-08", 0.95), "transaction_id": (E2E, 0.95),
        "receiver_name": ("Ana Brisa", 0.95),
    } | changed  # fmt: skip
    return {name: Found(one[0], one[1], "ocr") for name, one in told.items() if one}


def test_what_is_clear_is_not_doubted():
    assert judged(read(), {}).doubtful == frozenset()
    assert not fields(*PIX).doubtful


@pytest.mark.parametrize("name", ["amount", "date", "transaction_id", "receiver_name", "status"])
def test_what_is_unsure_is_doubted(name):
    value = read()[name].value

    assert name in judged(read(**{name: (value, 0.3)}), {}).doubtful | confirmed(name)


def confirmed(name):
    """Return what the id of the payment proves besides: its day."""
    return {"date"} if name == "date" else set()


@pytest.mark.parametrize("name", ["amount", "date", "transaction_id", "receiver_name"])
def test_what_every_payment_bears_is_missed(name):
    assert name in judged(read(**{name: None}), {}).doubtful


def test_what_is_only_promised_needs_no_id():
    promised = read(status=("scheduled", 0.98), transaction_id=None)

    assert "transaction_id" not in judged(promised, {}).doubtful


def test_a_shop_abroad_needs_its_name_and_no_id():
    assert judged(read(kind=None, transaction_id=None, receiver_name=None), {}).doubtful == {
        "company"
    }


def test_the_day_in_the_id_confirms_the_printed_one():
    assert judged(read(date=("2025-10-08", 0.5)), {}).doubtful == frozenset()


def test_a_day_far_from_that_in_the_id_is_doubted():
    assert "date" in judged(read(date=("2025-11-08", 0.95)), {}).doubtful


def test_a_code_outranks_print_and_doubts_what_differs():
    known = {"amount": Found("12.00", 1.0, "qr")}

    found = judged(read(), known)

    assert found.value("amount") == "12.00"
    assert "amount" in found.doubtful


def test_a_code_that_agrees_takes_a_doubt_away():
    known = {"amount": Found("10.00", 1.0, "qr")}

    assert judged(read(amount=("10.00", 0.3)), known).doubtful == frozenset()


def test_letters_read_badly_make_their_field_unsure():
    found = extract(page(*PIX, confidence=0.4), (), source="ocr")

    assert {"amount", "receiver_name"} <= found.doubtful


def test_codes_are_taken_before_print():
    qr = Code("QRCode", "A:501964843*B:999999990*C:PT*D:FS*E:N*F:20251008*G:FS A/1*H:AB12CD34-1"
              "*I1:PT*I7:8.13*I8:1.87*N:1.87*O:10.00*Q:ABCD*R:1234",
              ((0, 0), (9, 0), (9, 9), (0, 9)))  # fmt: skip

    found = extract(page("Loja do Vento", "TOTAL 99,00 EUR"), [qr], source="ocr")

    assert found.value("kind") == "fatura"
    assert found.value("amount") == "10.00"
    assert "amount" in found.doubtful


def candidate(value, score):
    return Candidate(value, board("x").sheet.cells[0], None, score)


def test_a_rival_as_good_makes_the_best_unsure():
    alone, sure = best([candidate("a", 0.9)])
    _, contested = best([candidate("a", 0.9), candidate("b", 0.89)])
    _, repeated = best([candidate("a", 0.9), candidate("a", 0.89)])

    assert alone is not None
    assert alone.value == "a"
    assert contested < sure == repeated


def test_the_worse_its_place_the_less_sure_a_value_is():
    sure = [best([candidate("a", score)])[1] for score in (0.9, 0.5, 0.3, 0.1)]

    assert sure == sorted(sure, reverse=True)
    assert best([]) == (None, 0.0)


@pytest.mark.parametrize(
    "rows",
    [
        ("De | ANA BRISA VENTO AZUL LTDA", "Para | VENTO AZUL LTDA"),
        ("De | ANA BRISA", "Para | OVENTOAZULECOMPANHIA"),
    ],
)
def test_names_that_were_read_in_one_are_doubted(rows):
    assert "receiver_name" in fields("Comprovante Pix", "R$ 10,00", *rows).doubtful


@pytest.mark.parametrize(
    ("name", "doubted"), [("Ana Pirilampolllimani", True), ("Ana Pirilampo Illimani", False)]
)
def test_a_name_with_strokes_in_it_is_doubted(name, doubted):
    found = fields("Comprovante Pix", "R$ 10,00", f"Para | {name}")

    assert ("receiver_name" in found.doubtful) is doubted


def test_the_beginning_of_a_return_s_id_is_doubted():
    found = fields("Pix devolvido", "R$ 10,00", "ID da transação | D60746948202503160126n0z9nk")

    assert "transaction_id" in found.doubtful


@pytest.mark.parametrize(
    ("number", "doubted"), [("**.E5B.00U/0001-**", True), ("**.345.678/0001-**", False)]
)
def test_letters_in_a_hidden_number_are_doubted(number, doubted):
    found = fields("Comprovante Pix", "R$ 10,00", "Para | Vento Azul Ltda", f"CNPJ | {number}")

    assert found.value("receiver_document") is not None
    assert ("receiver_document" in found.doubtful) is doubted


@pytest.mark.parametrize(
    ("left", "top", "payer", "doubted"),
    [
        (40, 300, None, True),  # below, in the other column, where nobody's name was read
        (400, 300, None, False),  # below the name
        (40, 200, None, False),  # beside it
        (40, 300, ("Inês Nuvem", 0.95), False),
    ],
)
def test_a_number_in_another_column_than_its_name_is_doubted(left, top, payer, doubted):
    found = read(payer_name=payer)
    found["receiver_name"] = replace(found["receiver_name"], box=run("Ana Brisa", 400, 200).box)
    number = run("529.982.247-25", left, top).box
    found["receiver_document"] = Found("52998224725", 0.95, "ocr", number)

    assert ("receiver_document" in judged(found, {}).doubtful) == doubted
