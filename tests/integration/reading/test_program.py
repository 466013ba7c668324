"""A program of its own reads as a fork does; what befalls the program is no fault of the file."""

import sys
from dataclasses import replace

import pytest

from balcao.adapters.decoding import UnreadableError
from balcao.receipts.reading.spawn import SpawnReader
from tests.integration.reading.papers import fiscal_code, kept, receipt, with_code

PYTHON = (sys.executable, "-c")
# Says one word of a file that it cannot read, which tells what it knows.
TELLTALE = """
import os, struct
word = b"memory" if {"SECRET_KEY", "DATABASE_URL"} & os.environ.keys() else b"time"
os.write(1, b"U" + struct.pack("!I", len(word)) + word)
"""


def told(_stage: str) -> None:
    """Tell nobody."""


def test_both_ways_to_read_give_the_same_reading(reader, tmp_path):
    path = kept(tmp_path, "pix.jpg", with_code(fiscal_code()))
    here: list[str] = []
    there: list[str] = []

    ours, its = reader.read(path, here.append), SpawnReader().read(path, there.append)

    assert here == there == ["decoding", "codes", "text"]
    assert ours.steps.keys() == its.steps.keys()
    assert replace(its, steps=ours.steps) == ours
    assert its.fields.value("amount") == "123.00"


def test_the_word_for_a_file_comes_through(tmp_path):
    path = tmp_path / "pix.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing")

    with pytest.raises(UnreadableError) as caught:
        SpawnReader().read(path, told)

    assert caught.value.code == "damaged"


@pytest.mark.parametrize(
    ("program", "trouble"),
    [
        ("raise SystemExit", ChildProcessError),
        ("import os; os.kill(os.getpid(), 9)", ChildProcessError),
        (r"import os; os.write(1, b'B\0\0\1\0half')", ChildProcessError),
        ("import time; time.sleep(60)", TimeoutError),
    ],
    ids=["leaves", "killed", "half-a-word", "silent"],
)
def test_what_befalls_the_program_passes(tmp_path, program, trouble):
    path = kept(tmp_path, "pix.png", receipt())
    wall_seconds = 0.3 if trouble is TimeoutError else 20

    with pytest.raises(trouble):
        SpawnReader(wall_seconds, (*PYTHON, program)).read(path, told)


def test_what_the_listener_raises_ends_the_program(tmp_path):
    def stop(_stage):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        SpawnReader().read(kept(tmp_path, "pix.png", receipt()), stop)


def test_the_program_knows_none_of_our_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x" * 32)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///secret.db")

    with pytest.raises(UnreadableError) as caught:
        SpawnReader(program=(*PYTHON, TELLTALE)).read(tmp_path, told)

    assert caught.value.code == "time"
