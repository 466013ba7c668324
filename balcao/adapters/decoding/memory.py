"""How the C library keeps the memory of a process that forks, and of its forks.

A page of memory costs a fork twice: once to be mapped and once to be given back, some microseconds
each. Decoded pictures are thousands of them, so freed ones are used again, and the heap asks for
large pages, five hundred times the usual ones. Where a system knows none of it, nothing changes.
"""

import ctypes
import mmap

LIBC = ctypes.CDLL(None)  # loaded before any fork: a child should not have to look for it
LARGE_PAGE = 2 << 20
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
NEVER = (1 << 31) - 1

LIBC.malloc.argtypes, LIBC.malloc.restype = [ctypes.c_size_t], ctypes.c_void_p
LIBC.free.argtypes = [ctypes.c_void_p]


def keep_memory(heap: int) -> None:
    """Let nothing freed go back to the system, and the next `heap` bytes be of large pages.

    They are addresses only: what nobody writes to is no memory.
    """
    if not hasattr(LIBC, "mallopt"):  # other C libraries keep what they like
        return
    LIBC.mallopt(M_MMAP_THRESHOLD, NEVER)
    LIBC.mallopt(M_TRIM_THRESHOLD, NEVER)
    block = LIBC.malloc(heap)
    if block is None:  # less is left than that: then as it is
        return
    first = -(-block // LARGE_PAGE) * LARGE_PAGE
    size = (block + heap - first) // LARGE_PAGE * LARGE_PAGE
    LIBC.madvise(ctypes.c_void_p(first), ctypes.c_size_t(size), mmap.MADV_HUGEPAGE)
    LIBC.free(block)


def give_memory_back() -> None:
    """Return what was freed to the system: less to copy for a fork."""
    if hasattr(LIBC, "malloc_trim"):
        LIBC.malloc_trim(0)
