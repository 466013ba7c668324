"""The model that reads lines tells apart fewer characters, and those as surely as before."""

import unicodedata

import numpy as np
import pytest
from onnxruntime import InferenceSession
from PIL import Image, ImageDraw

from balcao.adapters.ocr.alphabet import CHARACTERS, MODEL, latin_reader

LINE = "Valor do PIX: R$ 1.234,56"
HIGH, WIDE = 48, 640


@pytest.fixture(scope="module")
def narrow():
    return latin_reader()


@pytest.fixture(scope="module")
def whole():
    return InferenceSession(MODEL, providers=["CPUExecutionProvider"])


def characters(model):
    return model.get_modelmeta().custom_metadata_map[CHARACTERS].splitlines()


def classes(model):
    return ["", *characters(model), " "]


def line():
    image = Image.new("RGB", (WIDE, HIGH), "white")
    ImageDraw.Draw(image).text((20, 4), LINE, fill=0, font_size=32)
    levels = np.asarray(image, dtype=np.float32).transpose(2, 0, 1)
    return (levels / 127.5 - 1)[None]


def looked_at(model):
    return model.run(None, {model.get_inputs()[0].name: line()})[0][0]


def read(model):
    """Return what stands there: each character once for as long as it is the likeliest."""
    likeliest = looked_at(model).argmax(axis=1)
    changes = np.flatnonzero(np.diff(likeliest, prepend=-1))
    names = classes(model)
    return "".join(names[likeliest[at]] for at in changes)


def test_it_knows_every_letter_number_and_sign_that_is_written_here(narrow):
    letters = "abcxyzABCXYZáâãàçéêíóôõúÁÂÃÀÇÉÊÍÓÔÕÚñüªº"
    signs = "0123456789 §€£$%&@#*+-,.;:/\\()“”✓"

    assert set(letters + signs) - set(classes(narrow)) == set()


def test_it_knows_no_letter_of_another_alphabet(narrow):
    letters = [one for one in characters(narrow) if unicodedata.category(one).startswith("L")]

    assert len(letters) > 300
    assert {unicodedata.name(one).split()[0] for one in letters} <= {
        "LATIN", "FEMININE", "MASCULINE", "MICRO",
    }  # fmt: skip


def test_what_it_knows_looks_as_it_did(narrow, whole):
    shared = [classes(whole).index(one) for one in characters(narrow)]
    shared = [0, *shared, len(classes(whole)) - 1]
    before = looked_at(whole)[:, shared]

    assert len(shared) < len(classes(whole)) / 5
    assert looked_at(narrow) == pytest.approx(before / before.sum(axis=1, keepdims=True), abs=1e-4)


def test_a_line_says_what_it_said(narrow, whole):
    assert read(narrow) == read(whole)
    assert read(narrow).replace(" ", "") == LINE.replace(" ", "")
