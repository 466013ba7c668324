"""However a pipe cuts it up, what was said in frames is heard as it was said, or not at all."""

import os
import threading
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balcao.adapters.decoding import frames
from balcao.adapters.decoding.frames import HEADER, Frames, GarbledError, send

KINDS = st.sampled_from([b"A", b"B", b"S"])


def heard(data, cuts=()):
    reader = Frames()
    found: list[tuple[bytes, bytes]] = []
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for start, end in pairwise(places):
        receiving, sending = os.pipe()
        os.write(sending, data[start:end])
        assert reader.take(receiving)
        os.close(sending)
        os.close(receiving)
        found.extend(reader.whole())
    return found


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(KINDS, st.binary(max_size=300))), st.lists(st.integers(0, 10_000)))
def test_what_was_said_is_heard_however_it_is_cut(said, cuts):
    data = b"".join(HEADER.pack(kind, len(words)) + words for kind, words in said)

    assert heard(data, cuts) == said


def test_what_is_larger_than_a_pipe_is_sent_whole():
    receiving, sending = os.pipe()
    large = os.urandom(1_000_000)

    def speak():
        send(sending, b"B", large)
        os.close(sending)

    thread = threading.Thread(target=speak)
    thread.start()

    reader = Frames()
    while reader.take(receiving):
        pass
    thread.join()
    os.close(receiving)

    assert list(reader.whole()) == [(b"B", large)]


def test_who_never_stops_talking_is_not_listened_to(monkeypatch):
    monkeypatch.setattr(frames, "MOST_BYTES", 10)

    with pytest.raises(GarbledError):
        heard(HEADER.pack(b"B", 99) + b"x" * 20)
