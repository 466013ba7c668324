"""What was freed does not burden a fork, and a fork keeps what it has freed itself."""

import ctypes

from balcao.adapters.decoding.memory import give_memory_back
from tests.integration.decoding.opening import kib_of
from tests.integration.decoding.test_limited_child import answered

MIB = 1 << 20


def test_what_was_freed_before_is_not_copied_for_a_child():
    def holed():
        blocks = [ctypes.create_string_buffer(64 << 10) for _ in range(1600)]
        kept = blocks[-1]  # freed memory is above and below something that is in use
        del blocks
        freed = kib_of("VmRSS")
        give_memory_back()
        return kept and freed - kib_of("VmRSS")

    assert answered(holed) > 50 * 1024


def test_a_child_keeps_what_it_freed():
    def freed():
        block = ctypes.create_string_buffer(64 * MIB)
        ctypes.memset(block, 1, len(block))
        full = kib_of("VmRSS")
        del block
        return full - kib_of("VmRSS")

    assert answered(freed) < 4 * 1024


def test_what_a_child_may_have_is_no_memory_before_it_is_written_to():
    assert answered(lambda: kib_of("VmRSS")) < kib_of("VmRSS") + 16 * 1024
