"""A child may eat, spin, crash or lie: its parent gets an answer or a code, and goes on."""

import ctypes
import logging
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

from balcao.adapters.decoding import CODES, UnreadableError
from balcao.adapters.decoding.fences import Limits, more_memory
from balcao.adapters.decoding.limited import Answer, limited
from tests.integration.decoding.doomed_parent import number_of, waits
from tests.integration.decoding.opening import kib_of
from tests.waiting import wait_until
from tools.files import ROOT

MIB = 1 << 20
USUAL = Limits()  # a busy machine is slow with 400 MiB, and no test here is of how slow


def answered(work, limits=USUAL):
    """What a work returns, which takes nothing and returns what JSON can hold."""
    return limited(lambda _tell: Answer({"it": work()}), limits, lambda _: None).head["it"]


def code_of(work, limits=USUAL):
    with pytest.raises(UnreadableError) as caught:
        answered(work, limits)
    return caught.value.code


def says(stage, tell):
    tell(stage)
    return Answer({})


def alive(pid):
    with suppress(FileNotFoundError, ProcessLookupError):
        return "(zombie)" not in Path(f"/proc/{pid}/status").read_text()
    return False


def open_files():
    """What each open file of this process is, but for the look at them itself."""
    found = {int(file.name): file for file in Path("/proc/self/fd").iterdir()}
    return {number: str(file.readlink()) for number, file in found.items() if file.is_symlink()}


def test_an_answer_comes_back_with_its_files_and_each_stage_is_told_at_once():
    told: list[str] = []

    def work(tell):
        tell("decoding")
        tell("text")
        return Answer({"amount": "1.50", "boxes": [[1, 2.5]]}, [b"one", b"", b"x" * MIB])

    answer = limited(work, USUAL, told.append)

    assert answer.head == {"amount": "1.50", "boxes": [[1, 2.5]]}
    assert answer.blobs == [b"one", b"", b"x" * MIB]
    assert told == ["decoding", "text"]


@pytest.mark.parametrize("code", CODES)
def test_what_is_wrong_with_the_file_is_raised_again(code):
    def work():
        raise UnreadableError(code)

    assert code_of(work) == code


def test_half_a_character_does_not_pass():
    assert answered(lambda: "a\ud800b") == "a?b"


def test_a_child_that_wants_too_much_memory_is_told_so():
    assert code_of(lambda: len(bytearray(520 * MIB))) == "memory"
    assert answered(lambda: len(bytearray(400 * MIB))) == 400 * MIB


def test_the_limit_counts_from_what_the_process_had():
    kept = bytearray(600 * MIB)

    assert answered(lambda: len(kept) + len(bytearray(400 * MIB))) == 1000 * MIB


def test_more_memory_is_there_once_it_is_asked_for():
    limits = Limits(memory_bytes=64 * MIB, more_memory_bytes=256 * MIB)

    def work():
        with suppress(MemoryError):
            return len(bytearray(128 * MIB))
        more_memory()
        return -len(bytearray(128 * MIB))

    assert answered(work, limits) == -128 * MIB


def test_a_library_that_gives_up_is_taken_for_one_without_memory():
    assert code_of(os.abort) == "memory"


def test_a_child_that_crashes_has_crashed():
    assert code_of(lambda: ctypes.string_at(0)) == "crashed"


def test_a_child_that_leaves_without_a_word_has_crashed():
    assert code_of(lambda: os._exit(0)) == "crashed"


def test_a_child_that_spins_is_stopped_by_its_cpu_time():
    def work():
        while True:
            pass

    assert code_of(work, Limits(cpu_seconds=1, wall_seconds=20)) == "time"


def test_a_child_that_waits_is_stopped_by_the_clock():
    assert code_of(signal.pause, Limits(wall_seconds=0.3)) == "time"


def test_a_mistake_of_ours_is_logged_by_its_place_but_not_by_its_words(caplog):
    def work():
        secret = "CPF 123.456.789-09"
        raise KeyError(secret)

    assert code_of(work) == "crashed"
    assert "KeyError" in caplog.text
    assert "work" in caplog.text
    assert "123" not in caplog.text


@pytest.mark.parametrize("stage", ["../x", "a" * 41, "Á", "x\ny", ""])
def test_a_stage_of_another_shape_is_not_believed(stage, caplog):
    with pytest.raises(UnreadableError) as caught, caplog.at_level(logging.CRITICAL):
        limited(partial(says, stage), USUAL, lambda _: None)

    assert caught.value.code == "crashed"


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"n": float("nan")}),
        Answer({"n": {1, 2}}),
        Answer({}, [bytes(49 * MIB)]),
        Answer({}, [b"x"] * 17),
    ],
    ids=["no-number", "no-json", "too-much", "too-many"],
)
def test_an_answer_of_another_shape_is_not_believed(answer):
    with pytest.raises(UnreadableError) as caught:
        limited(lambda _tell: answer, USUAL, lambda _: None)

    assert caught.value.code == "crashed"


@pytest.mark.parametrize("said", [b"Z\0\0\0\1x", b"A\0\0\0\2[]", b"A\0\0\0\1{", b"U\0\0\0\3who"])
def test_bytes_that_a_taken_over_child_may_send_are_not_believed(said):
    def work():
        os.write(max(open_files()), said)
        os._exit(0)

    assert code_of(work) == "crashed"


def test_files_and_connections_stay_with_the_parent(tmp_path):
    with closing(socket.socket()), (tmp_path / "open").open("w"):
        names = answered(lambda: sorted(open_files().values()))

    assert names[:3] == [os.devnull] * 3
    assert [name.split(":")[0] for name in names[3:]] == ["pipe"]


def test_a_child_writes_no_files_and_opens_few(tmp_path):
    def writes():
        with (tmp_path / "out").open("wb", buffering=0) as file:
            file.write(b"x")

    def opens():
        return len([os.open(os.devnull, os.O_RDONLY) for _ in range(100)])

    assert code_of(writes) == "crashed"
    assert code_of(opens) == "crashed"


def test_a_child_leaves_no_core_and_goes_first_when_memory_runs_out():
    assert answered(lambda: resource.getrlimit(resource.RLIMIT_CORE)) == [0, 0]
    assert answered(lambda: Path("/proc/self/oom_score_adj").read_text().strip()) == "1000"


def test_the_parents_handlers_are_not_the_childs():
    handler = signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    try:
        assert answered(lambda: signal.getsignal(signal.SIGUSR1) is signal.SIG_DFL) is True
        assert signal.getsignal(signal.SIGUSR1) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGUSR1, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_house_that_is_asked_to_stop_lets_a_child_end(number):
    def work():
        os.kill(os.getpid(), number)
        return "done"

    assert answered(work) == "done"


def test_a_child_hears_no_key_but_shares_its_parents_part_of_the_processor():
    group, session = answered(lambda: [os.getpgid(0) == os.getpid(), os.getsid(0)])

    assert group
    assert session == os.getsid(0)


def test_a_process_with_threads_may_have_limited_children():
    lock, stop = threading.Lock(), threading.Event()

    def busy():
        while not stop.wait(0.0001):
            with lock:
                logging.getLogger("busy").debug("held %d", len(bytearray(10_000)))

    threads = [threading.Thread(target=busy) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert [answered(lambda number=number: number) for number in range(40)] == [*range(40)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_what_the_listener_raises_ends_the_child():
    heard = []

    def stop(stage):
        heard.append(stage)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        limited(waits, USUAL, stop)

    assert not alive(number_of(heard[0]))


def test_a_child_dies_with_its_parent():
    program = [sys.executable, "-m", "tests.integration.decoding.doomed_parent"]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = number_of(parent.stdout.readline().strip())
        assert alive(child)

        parent.kill()
        parent.wait()

    wait_until(lambda: not alive(child), 5, "the child is gone")


def test_a_hundred_children_leave_nothing_behind():
    answered(lambda: 1)
    children = Path("/proc/thread-self/children")
    files, size, before = len(open_files()), kib_of("VmRSS"), children.read_text()

    for _ in range(100):
        answered(lambda: "x" * 100_000)

    assert len(open_files()) == files
    assert kib_of("VmRSS") - size < 4096
    assert children.read_text() == before
