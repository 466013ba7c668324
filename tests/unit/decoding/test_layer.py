"""Letters become lines as an engine would have read them; garbage and the unseen do not count."""

import numpy as np
import pytest

from balcao.adapters.decoding.layer import lines_of, seen, trusted
from balcao.adapters.decoding.letters import Letter
from balcao.adapters.ocr import Line

END = Letter("\n", 0, 0, 0, 0)
BOX = ((10.0, 10.0), (90.0, 10.0), (90.0, 30.0), (10.0, 30.0))


def typed(text, left=0.0, top=0.0, width=5.0, height=10.0):
    return [
        Letter(letter, left + width * at, top, left + width * (at + 1), top + height)
        for at, letter in enumerate(text)
    ]


def texts(letters):
    return [line.text for line in lines_of(letters, 1.0, 0)]


def test_a_line_has_its_box_in_pixels_and_its_page():
    (line,) = lines_of(typed("Valor pago", left=10, top=20), scale=2.0, page=3)

    assert line.text == "Valor pago"
    assert line.box == ((20, 40), (120, 40), (120, 60), (20, 60))
    assert line.page == 3


def test_lines_come_from_top_to_bottom_whatever_was_drawn_first():
    letters = [*typed("below", top=50), END, *typed("above", top=10)]

    assert texts(letters) == ["above", "below"]


def test_a_label_and_the_value_of_the_next_column_are_two_lines():
    assert texts([*typed("Valor"), *typed("R$ 1,00", left=80)]) == ["Valor", "R$ 1,00"]


def test_a_column_made_of_spaces_is_a_column_too():
    assert texts(typed("Valor      R$ 1,00")) == ["Valor", "R$ 1,00"]


def test_words_that_jump_back_or_down_are_other_lines():
    assert texts([*typed("ab", left=50), *typed("cd", left=0)]) == ["cd", "ab"]
    assert texts([*typed("ab"), *typed("cd", left=10, top=8)]) == ["ab", "cd"]


def test_a_small_superscript_stays_in_its_line():
    assert texts([*typed("n."), *typed("o", left=10, top=-2, height=6), *typed(" 7", left=15)]) == [
        "n.o 7"
    ]


def test_letters_without_a_place_and_empty_lines_are_left_out():
    assert texts([END, Letter("x", 5, 5, 5, 5), END, *typed("  "), END]) == []


@pytest.mark.parametrize(
    ("text", "is_trusted"),
    [
        ("Comprovante de pagamento, valor R$ 1.234,56", True),
        ("Transferência E12345678202610081422abcdefghijk", True),
        ("Referência multibanco 123456789 da entidade", True),
        ("Página 1 de 1, gerada por um programa de digitalizar", False),
        ("R$ 1,00", False),
        ("1.234,56 1.234,56 1.234,56 1.234,56 1.234,56", False),
        ("\ue001\ue002\ue003\ue004 Valor pago R$ 1.234,56 \ufffd\ufffd", False),
    ],
)
def test_a_layer_is_trusted_for_words_and_an_amount_or_identity(text, is_trusted):
    assert trusted([Line(text, BOX)]) is is_trusted


def test_what_nobody_sees_does_not_count():
    page = np.full((100, 100, 3), 255, np.uint8)
    assert seen([Line("white on white", BOX)], page) == []

    page[15:20, 20:60] = 0
    assert seen([Line("black on white", BOX)], page)
    outside = ((500.0, -500.0), (600.0, -500.0), (600.0, -480.0), (500.0, -480.0))
    assert seen([Line("beyond the edge", outside)], page) == []
