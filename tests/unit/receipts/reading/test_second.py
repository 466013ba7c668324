"""Two readings of one receipt: when a second is wanted, and what both say together."""

import pytest

from balcao.receipts.fields.found import Fields, Found
from balcao.receipts.reading.second import DIFFER, Setting, merged, wanted

SURE = Fields(found={"amount": Found("10.00", 0.99, "ocr")})
DOUBTFUL = Fields(found={"amount": Found("10.00", 0.4, "ocr")}, doubtful=frozenset({"amount"}))


@pytest.mark.parametrize(
    ("setting", "fields", "engine", "asked"),
    [
        ("auto", DOUBTFUL, "local", True),
        ("auto", SURE, "local", False),
        ("auto", DOUBTFUL, "pdf_text", False),
        ("auto", DOUBTFUL, "codes", False),
        ("google", SURE, "none", True),
        ("google", SURE, "pdf_text", False),
        ("local", DOUBTFUL, "local", False),
        ("none", DOUBTFUL, "none", False),
    ],
)
def test_a_second_look_is_wanted_only_where_it_helps(
    setting: Setting, fields: Fields, engine: str, *, asked: bool
) -> None:
    assert wanted(setting, fields, engine) is asked


def test_agreement_makes_sure() -> None:
    theirs = Fields(found={"amount": Found("10.00", 0.9, "ocr")})

    both = merged(DOUBTFUL, theirs)

    assert both.found["amount"].confidence == pytest.approx(0.94)
    assert not both.needs_review


def test_what_both_doubt_stays_doubtful() -> None:
    both = merged(DOUBTFUL, DOUBTFUL)

    assert both.doubtful == {"amount"}


def test_contradiction_is_doubtful_however_sure_each_is() -> None:
    theirs = Fields(found={"amount": Found("70.00", 1.0, "ocr")})

    both = merged(SURE, theirs)

    # then the surer one is shown, with the sign that tells why to look
    assert both.value("amount") == "70.00"
    assert both.found["amount"].confidence == 0.5
    assert both.found["amount"].signs == (DIFFER,)
    assert both.doubtful == {"amount"}


def test_what_was_decoded_is_not_doubted_by_what_was_read() -> None:
    ours = Fields(found={"amount": Found("10.00", 0.9, "qr")})
    theirs = Fields(found={"amount": Found("70.00", 1.0, "ocr")})

    for both in (merged(ours, theirs), merged(theirs, ours)):
        assert both.value("amount") == "10.00"
        assert both.doubtful == frozenset()


def test_what_only_one_of_them_saw_is_kept_as_it_saw_it() -> None:
    ours = Fields(doubtful=frozenset({"receiver_name"}), signs=("receipts.sign.missing",))
    theirs = Fields(found={"receiver_name": Found("Padaria Lua Nova", 0.9, "ocr")})

    both = merged(ours, theirs)

    assert both.value("receiver_name") == "Padaria Lua Nova"
    assert not both.needs_review


@pytest.mark.parametrize(
    ("name", "one", "other", "same"),
    [
        ("receiver_name", "PADARIA LUANOVA", "Padaria Lua Nova", True),
        ("payer_name", "Joao da Conceicao", "João da Conceição", True),
        ("transaction_id", "E1234l", "E1234I", False),
        ("receiver_name", "Padaria Lua Nova", "Padaria Lua Velha", False),
    ],
)
def test_names_agree_without_accents_and_spaces_but_ids_to_the_letter(
    name: str, one: str, other: str, *, same: bool
) -> None:
    ours = Fields(found={name: Found(one, 0.8, "ocr")})
    theirs = Fields(found={name: Found(other, 0.9, "ocr")})

    assert (name not in merged(ours, theirs).doubtful) is same
