"""Runs of text are put back into rows, columns and whole lines, however a page was photographed."""

import math

from balcao.adapters.ocr import Line
from balcao.receipts.fields.rows import MOST_LETTERS, sheet_of
from tests.unit.receipts.fields.pages import page, run


def texts(lines):
    return [[cell.text for cell in row] for row in sheet_of(lines).rows]


def test_a_label_and_its_value_share_a_row_in_any_order():
    lines = page("Valor | R$ 10,00", "Data | 08/10/2025")

    assert texts(lines[::-1]) == [["Valor", "R$ 10,00"], ["Data", "08/10/2025"]]


def test_a_leaning_page_keeps_its_rows():
    lines = [
        leaning(line, 0.08) for line in page("Valor | R$ 10,00", "Data | hoje", "Hora | 10:20")
    ]

    assert texts(lines) == [["Valor", "R$ 10,00"], ["Data", "hoje"], ["Hora", "10:20"]]


def leaning(line, slope):
    angle = math.atan(slope)
    a, b, c, d = (turned(x, y, angle) for x, y in line.box)
    return Line(line.text, (a, b, c, d), line.confidence)


def turned(x, y, angle):
    cosine, sine = math.cos(angle), math.sin(angle)
    return x * cosine - y * sine, x * sine + y * cosine


def test_a_run_is_cut_at_wide_gaps_and_before_a_further_label():
    lines = [run("Agência: 0001    Conta: 12345-6", 40, 40), run("CPF: 1 Conta: 2", 40, 90)]

    assert texts(lines) == [["Agência: 0001", "Conta: 12345-6"], ["CPF: 1", "Conta: 2"]]


def test_a_stroke_parts_columns_and_is_a_letter_in_a_code():
    lines = [run("Agência 1 | Conta 2", 40, 40), run("D60746948202503160126n0z9nk|1qv7", 40, 90)]

    assert texts(lines) == [["Agência 1", "Conta 2"], ["D60746948202503160126n0z9nk|1qv7"]]


def test_what_an_engine_cut_in_two_is_one_run_again():
    first = run("RESTAURANTE SETE", 40, 40)
    second = run("ESTRELAS CADENTES", first.box[1][0] - 1, 40)

    assert texts([first, second]) == [["RESTAURANTE SETE ESTRELAS CADENTES"]]


def test_a_letter_at_the_edge_of_both_halves_is_kept_once():
    first = run("DISTRIBUIDORA", 40, 40)
    second = run("A TRES NUVENS", first.box[1][0] - 10, 40)

    assert texts([first, second]) == [["DISTRIBUIDORA TRES NUVENS"]]


def test_a_label_is_not_put_together_with_what_stands_before_it():
    first = run("Maria Nuvem", 40, 40)
    second = run("CPF", first.box[1][0], 40)

    assert texts([first, second]) == [["Maria Nuvem", "CPF"]]


def test_the_box_of_a_part_is_a_part_of_its_runs_box():
    (row,) = sheet_of([run("Agência: 0001   Conta: 9", 100, 40)]).rows

    (left, _), (right, _), *_ = row[1].box
    assert left > row[0].box[1][0]
    assert right == 100 + 24 * 10


def test_an_empty_page_has_no_rows():
    assert texts([]) == []


def test_rows_of_a_page_that_leans_back_meet_far_away():
    lines = page(*(f"Um rótulo comprido {at} | valor comprido {at}" for at in range(12)))
    leaning_back = [
        Line(line.text, tuple(perspective(x, y) for x, y in line.box), line.confidence)
        for line in lines
    ]

    assert [len(row) for row in sheet_of(leaning_back).rows] == [2] * 12


def perspective(x, y):
    """Return where a point is seen whose rows all meet 3,000 to the right, 200 above."""
    share = x / 3000
    return x, y + share * (-200 - y)


def test_a_run_through_two_columns_is_cut_where_the_second_begins():
    lines = [
        run("Recebedor", 40, 40),
        run("CPF/CNPJ", 300, 40),
        run("Ana Brisa Azul da Serra e 926.237.640-00", 40, 74),
    ]

    assert texts(lines) == [
        ["Recebedor", "CPF/CNPJ"],
        ["Ana Brisa Azul da Serra e", "926.237.640-00"],
    ]


def test_a_run_under_no_columns_is_left_alone():
    lines = [run("Recebedor", 40, 40), run("Ana Brisa Azul da Serra Inventada", 40, 74)]

    assert texts(lines)[1] == ["Ana Brisa Azul da Serra Inventada"]


def test_of_an_endless_line_only_the_beginning_is_looked_at():
    sheet = sheet_of([run("Ana Brisa " * 30_000, 0, 0)])

    assert sum(len(cell.text) for cell in sheet.cells) <= MOST_LETTERS
