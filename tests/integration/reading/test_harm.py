"""A file may kill, fill or hold up the child that reads it: that is told, and the next is read."""

from pathlib import Path

import pytest

from balcao.adapters.decoding import UnreadableError
from balcao.adapters.decoding.fences import Limits
from balcao.receipts.reading.reader import LIMITS, ForkReader
from tests.integration.decoding.opening import kib_of
from tests.integration.reading.engines import Harm
from tests.integration.reading.papers import kept, receipt

SHORT = Limits(more_memory_bytes=LIMITS.more_memory_bytes, cpu_seconds=2, wall_seconds=4)
MOST_GROWTH_KIB = 8 * 1024
CHILDREN = Path("/proc/thread-self/children")  # those of a whole run: servers, and none of ours


def word_for(path, reader):
    with pytest.raises(UnreadableError) as caught:
        reader.read(path, lambda _stage: None)
    return caught.value.code


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ("killed", "memory"),  # as by a machine that has none left
        ("eats", "memory"),
        ("spins", "time"),
        ("waits", "time"),
        ("breaks", "crashed"),
    ],
)
def test_a_child_that_comes_to_harm_is_told_of_and_the_next_is_read(reader, tmp_path, how, word):
    path = kept(tmp_path, "pix.png", receipt())
    harmed = ForkReader(limits=SHORT, engine=Harm(how=how))
    harmed.load()
    size, children = kib_of("VmRSS"), CHILDREN.read_text()

    assert word_for(path, harmed) == word

    assert kib_of("VmRSS") - size < MOST_GROWTH_KIB
    assert CHILDREN.read_text() == children
    assert reader.read(path, lambda _stage: None, "none").page_count == 1


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.png", b"", "empty"),
        ("half.png", b"half", "damaged"),
        ("text.pdf", b"only words", "type"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_its_own_word(reader, tmp_path, name, content, word):
    path = tmp_path / name
    whole = kept(tmp_path, "whole.png", receipt()).read_bytes()
    path.write_bytes(whole[: len(whole) // 3] if content == b"half" else content)

    assert word_for(path, reader) == word
