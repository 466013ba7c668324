"""Whatever is dropped on the page: a paper or a clear answer, soon, and nobody else is hurt."""

import subprocess
import sys

import pytest

from balcao.adapters.decoding.decode import preload
from balcao.adapters.decoding.fences import Limits
from tests.integration.decoding.making import HOSTILE
from tests.integration.decoding.opening import PAPER, kib_of, opened
from tools.files import ROOT

MOST_SECONDS = 25
MOST_GROWTH_KIB = 8 * 1024
SPACE_KIB = 512 * 1024


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files, made by another process: this one stays as small as a worker is."""
    made = tmp_path_factory.mktemp("hostile")
    program = [sys.executable, "-m", "tests.integration.decoding.making", str(made)]
    subprocess.run(program, cwd=ROOT, check=True)
    return made


@pytest.fixture(scope="module")
def size_before(folder):
    preload()
    opened(folder / "png-L", "png", Limits())
    return kib_of("VmRSS")


def test_there_are_many_and_each_is_another(folder):
    names = [hostile.name for hostile in HOSTILE]

    assert len(names) == len(set(names)) >= 120
    assert len(list(folder.iterdir())) == len(names)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_a_hostile_file_ends_in_a_clear_answer(hostile, folder, size_before):
    ending = opened(folder / hostile.name, hostile.extension, Limits(cpu_seconds=hostile.cpu))

    assert ending.how in hostile.ends
    assert ending.seconds < MOST_SECONDS
    assert kib_of("VmRSS") - size_before < MOST_GROWTH_KIB
    if ending.how == PAPER:
        assert all(min(shape[:2]) >= 32 for shape in ending.head["shapes"])
        assert all(blob.startswith(b"\xff\xd8") for blob in ending.blobs)
        assert ending.head["added_kib"] <= SPACE_KIB
