"""An id is found, repaired where its grammar proves it, understood, and recognised again."""

import json
import random
import string
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.receipts.fields import banks, e2e
from balcao.receipts.fields.e2e import find, folded
from tests.unit.receipts.fields.pages import fields, page

ID = "E18236120202510081722s0aBcDeFgHi"
INSTITUTIONS = sorted(json.loads((Path(banks.__file__).parent / "data/ispb.json").read_text()))
FREE = string.ascii_letters + string.digits
SLIPS = {"0": "Oo", "1": "Il", "5": "S", "8": "B", "2": "Z", "O": "0", "o": "0", "I": "1l"} | {
    "l": "1I",
    "S": "5",
    "B": "8",
    "Z": "2",
}


@pytest.mark.parametrize(
    "text",
    [
        ID,
        f"ID da transação: {ID}",
        f"transação{ID}",
        f"{ID[:20]}\n{ID[20:]}",
        f"{ID[:25]}\n{ID[25:]}\nInstituição",
        "E1823 6120 2025 1008 1722 s0aB cDeF gHi",
        "E18236I2O2O25l0081722s0aBcDeFgHi",
        "e18236120202510081722s0aBcDeFgHi",
        "E18236120\u00a0202510081722s0aBcDeFgHi",
    ],
)
def test_one_id_in_every_state(text):
    (hit,) = find(text)

    assert hit.value.value == ID
    assert hit.confidence >= 0.8


def test_what_it_says():
    (hit,) = find(ID)

    assert hit.value.institution == "Nubank"
    assert hit.value.minute == datetime(2025, 10, 8, 17, 22, tzinfo=UTC)
    assert (hit.value.is_return, hit.value.scheduled_hint, hit.value.ambiguous) == (0, 0, 1)


def test_returned_and_scheduled_ones():
    (hit,) = find("D00000000202510081500AAAAAAAAAAA")

    assert (hit.value.is_return, hit.value.scheduled_hint, hit.value.ambiguous) == (1, 1, 0)


@pytest.mark.parametrize(
    "text",
    [
        "E18236120202513081722s0aBcDeFgHi",  # month 13
        "E18236120202502301722s0aBcDeFgHi",  # 30 February
        "E18236120202510082522s0aBcDeFgHi",  # hour 25
        "E18236120201910081722s0aBcDeFgHi",  # before Pix
        "F18236120202510081722s0aBcDeFgHi",
        "E18236120202510081722s0aBcDeFgH",
        "",
    ],
)
def test_what_breaks_the_grammar_is_none(text):
    assert find(text) == []


def test_the_free_characters_are_never_repaired():
    (hit,) = find("E18236120202510081722OIl0115S8BZ")

    assert hit.value.value[21:] == "OIl0115S8BZ"
    assert not hit.repaired


def test_a_word_behind_a_shorter_id_is_not_sure_to_belong_to_it():
    (hit,) = find("E18236120202510081722s0aBcDe Banco")

    assert hit.confidence < 0.6


def test_folding_makes_equal_what_looks_alike_and_nothing_else():
    assert folded(ID) == folded(ID.translate(str.maketrans("0l", "OI")))
    assert folded("E" + "0Oo1lI5S8B2Z") == "E000111558822"
    assert folded(ID) != folded(ID[:-1] + "j")


ids = st.builds(
    lambda bank, at, free: f"E{bank}{at:%Y%m%d%H%M}{free}",
    st.sampled_from(INSTITUTIONS),
    st.datetimes(datetime(2020, 11, 16), datetime(2060, 1, 1)),  # noqa: DTZ001 - UTC by the id
    st.text(FREE, min_size=11, max_size=11),
)


@given(ids, st.text(" .:-ãé", max_size=8), st.text(" .:-", min_size=1, max_size=5))
def test_every_id_is_found_between_other_text(value: str, before: str, after: str):
    assert value in {hit.value.value for hit in find(before + value + after)}


@given(ids, st.integers(1, 31))
def test_an_id_cut_by_the_end_of_a_line_is_whole_again(value: str, at: int):
    assert find(f"{value[:at]}\n{value[at:]}\n")[0].value.value == value


@given(ids, st.randoms(use_true_random=False))
def test_what_is_misread_before_the_free_part_is_always_repaired(value: str, dice: random.Random):
    read = value[0] + "".join(
        dice.choice(SLIPS[one]) if one in "01" and dice.random() < 0.3 else one
        for one in value[1:21]
    )

    (hit,) = find(read + value[21:])

    assert hit.value.value == value
    assert hit.repaired == (read != value[:21])


@given(ids, st.randoms(use_true_random=False))
def test_slips_anywhere_leave_the_folded_key_as_it_was(value: str, dice: random.Random):
    read = value[0] + "".join(
        dice.choice(SLIPS[one]) if one in SLIPS and dice.random() < 0.2 else one
        for one in value[1:]
    )

    (hit,) = find(read)

    assert hit.value.folded == folded(value) == e2e.folded(read)


def test_an_id_is_shown_where_it_begins_not_where_the_column_does():
    rows = ("Comprovante de Pix", "CPF", "ID da transação", "E6070119020261008", "1722Ab3dE5gH7jK")

    found = fields(*rows).found["transaction_id"]

    assert found.value == "E60701190202610081722Ab3dE5gH7jK"
    assert found.box == page(*rows)[3].box
