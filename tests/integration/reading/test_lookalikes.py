"""A digit the engine is not sure of is a letter in an id, and a digit everywhere else."""

import string

import numpy as np
import pytest
from rapidocr.ch_ppocr_rec.utils import CTCLabelDecode

from balcao.adapters.ocr.lookalikes import LettersInCodes

SIGNS = [*string.digits, *string.ascii_letters, *"$.,-: "]
PAYMENT_ID = "E22896431202408202055TFMLZTKJZ98"
SURE, UNSURE, TORN = 0.99, 0.8, 0.5


def said(text: str, at: int, letter: str, surely: float, steps_each: int = 1) -> str:
    """Return how a text is told whose sign at one place may be a letter as well."""
    decode = CTCLabelDecode(character=list(SIGNS))
    steps = []
    for place, sign in enumerate(text):
        step = np.zeros(len(decode.character), dtype=np.float32)
        doubtful = place == at
        step[decode.dict[sign]] = surely if doubtful else 1
        if doubtful:
            step[decode.dict[letter]] = 1 - surely
        nothing = np.zeros_like(step)
        nothing[decode.dict["blank"]] = 1
        steps += [step] * steps_each + [nothing]
    [(told, _)], _ = LettersInCodes(decode)(np.array([steps]))
    return str(told)


def with_sign(sign: str, at: int = 25) -> str:
    return PAYMENT_ID[:at] + sign + PAYMENT_ID[at + 1 :]


@pytest.mark.parametrize(("digit", "letter"), ["0O", "0o", "1l", "1I"])
@pytest.mark.parametrize("steps_each", [1, 3])
def test_an_unsure_digit_among_free_letters_is_the_letter(digit, letter, steps_each):
    assert said(with_sign(digit), 25, letter, UNSURE, steps_each) == with_sign(letter)


@pytest.mark.parametrize(("digit", "letter"), ["0O", "1l"])
def test_a_sure_digit_stays_one(digit, letter):
    assert said(with_sign(digit), 25, letter, SURE) == with_sign(digit)


def test_no_letter_becomes_a_digit():
    assert said(with_sign("O"), 25, "0", TORN) == with_sign("O")


@pytest.mark.parametrize(
    "text",
    [
        "R$ 1.204,56",
        "ID: 20240820",
        "20240820205512345678",
        "CNPJ12045678000190",
        "PT50002012312345678901",
        "7c9e0d1b-8a0f4b2c3d4e",
        "Comprovante 0",
    ],
)
def test_sums_numbers_documents_accounts_and_hexadecimals_keep_their_digits(text):
    assert said(text, text.index("0"), "O", TORN) == text


def test_what_stands_around_an_id_is_left_alone():
    text = f"ID 10 {PAYMENT_ID} R$ 10"

    assert said(text, 4, "O", TORN) == text
    assert said(text, len(text) - 1, "O", TORN) == text
