"""`python -m balcao read`: a line of JSON for each file, or words for eyes, and a status."""

import json
import os
import subprocess
import sys

import pytest

from tests.contracts.receipts.shop import pdf
from tests.integration.reading.papers import PAYMENT_ID, SAMPLE, kept, receipt
from tools.files import ROOT

NAMES = [
    "kind", "status", "amount", "currency", "date", "time", "transaction_id", "receiver_name",
    "receiver_document", "payer_name", "payer_document", "pix_key", "bank", "company",
]  # fmt: skip
KEYS = ["file", *NAMES, "needs_review", "reasons", "confidence", "sources", "engine", "seconds"]


def said(folder, *arguments, **settings):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder / "var"), **settings}
    return subprocess.run(
        [sys.executable, "-m", "balcao", "read", *map(str, arguments)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def paper(tmp_path):
    """A document with text, which no engine has to be loaded for."""
    path = tmp_path / "pix.pdf"
    lines = ("Comprovante Pix", "Valor: R$ 1.234,56", "Data: 08/10/2026 11:22:05", PAYMENT_ID)
    path.write_bytes(pdf(*lines))
    return path


def test_each_file_is_a_line_whatever_became_of_the_one_before(tmp_path, paper):
    broken, gone = tmp_path / "broken.png", tmp_path / "gone.png"
    broken.write_bytes(kept(tmp_path, "whole.png", receipt()).read_bytes()[:2000])

    ended = said(tmp_path, "--json", broken, gone, tmp_path, paper, SAMPLE)

    first, second, third, fourth, fifth = map(json.loads, ended.stdout.splitlines())
    assert first == {
        "file": str(broken),
        "error": {"code": "damaged", "message": first["error"]["message"]},
    }
    assert second == {
        "file": str(gone),
        "error": {"code": "missing", "message": "There is no such file."},
    }
    assert third["error"]["code"] == "missing"
    assert (fourth["file"], fourth["engine"]) == (str(paper), "pdf_text")
    assert (fifth["file"], fifth["engine"]) == (str(SAMPLE), "local")
    assert (ended.returncode, ended.stderr) == (1, "")


def test_what_was_read_has_the_keys_of_the_contract_in_their_order(tmp_path, paper):
    ended = said(tmp_path, paper, "--json")

    told = json.loads(ended.stdout)
    assert list(told) == KEYS
    assert (told["amount"], told["currency"], told["kind"]) == (1234.56, "BRL", "pix")
    assert (told["date"], told["time"]) == ("2026-10-08", "11:22:05")
    assert told["transaction_id"] == PAYMENT_ID
    assert (told["company"], told["payer_name"]) == (None, None)
    seen = [name for name in NAMES if told[name] is not None]
    assert list(told["confidence"]) == list(told["sources"]) == seen
    assert all(0 < sure <= 1 for sure in told["confidence"].values())
    assert set(told["sources"].values()) == {"pdf_text"}
    assert (ended.returncode, ended.stderr) == (0, "")


def test_without_json_it_is_for_eyes(tmp_path, paper):
    ended = said(tmp_path, paper, "no-such-file.jpg")

    lines = ended.stdout.splitlines()
    assert lines[0] == str(paper)
    assert "  amount             1234.56" in lines
    assert lines[-2:] == ["no-such-file.jpg", "  There is no such file."]
    assert ended.returncode == 1


def test_what_is_doubtful_is_told_in_words(tmp_path):
    path = kept(tmp_path, "pix.png", receipt())

    told = json.loads(said(tmp_path, path, "--json", OCR_ENGINE="none").stdout)

    assert (told["engine"], told["amount"], told["needs_review"]) == ("none", None, True)
    assert told["reasons"]
    assert all(isinstance(reason, str) and " " in reason for reason in told["reasons"])


@pytest.mark.parametrize(
    ("arguments", "word"), [([], "FILE"), (["--engine", "x", "y"], "--engine")]
)
def test_what_is_asked_wrongly_is_refused_with_a_hint(tmp_path, arguments, word):
    ended = said(tmp_path, *arguments)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert word in ended.stderr
