"""Text from a file is one line that every database and page can hold, and no letter is lost."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.adapters.decoding.words import cleaned


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ("R$\u00a01.234,56", "R$ 1.234,56"),
        ("  a \t b\r\n", "a b"),
        ("a\x00b\ud800c\x02", "abc"),
        ("\u202e65,4321 $R", "65,4321 $R"),
        ("a\u0303", "ã"),
        ("n.º 1ª …", "n.º 1ª …"),
        ("", ""),
    ],
)
def test_what_cannot_be_kept_is_left_out(found, kept):
    assert cleaned(found) == kept


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_whatever_comes_it_is_a_printable_line_and_clean_for_good(text):
    line = cleaned(text)

    assert line.encode() == line.strip().encode()
    assert not {"Cc", "Cs"} & {unicodedata.category(letter) for letter in line}
    assert cleaned(line) == line
