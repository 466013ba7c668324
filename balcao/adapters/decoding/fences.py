"""What a limited child may have, set by the child itself before it touches the file."""

import gc
import os
import resource
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from balcao.adapters.decoding.memory import LIBC, keep_memory

MIB = 1 << 20
STANDARD_FDS = 3
PR_SET_PDEATHSIG = 1
# Nobody can set the first two; Python ignores the others, so that they become exceptions.
UNTOUCHED = {signal.SIGKILL, signal.SIGSTOP, signal.SIGPIPE, signal.SIGXFSZ}
# Sent to all of a service at once: our parent lets us end, and else kills us.
ASKED_TO_STOP = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Limits:
    """How much a child may add to what its process had, and how long it may take.

    `more_memory_bytes` is what it may have after it called `more_memory()`: when the file has
    become pictures of a known size, and an engine is to read them.
    """

    memory_bytes: int = 512 * MIB
    more_memory_bytes: int = 512 * MIB
    cpu_seconds: int = 20
    wall_seconds: float = 24.0
    file_bytes: int = 0  # written by the child; pipes do not count
    files: int = 32  # open at once


def close_in(limits: Limits, kept: int, parent: int) -> None:
    """Leave this process nothing but the file `kept`, what is loaded, and the limits."""
    gc.freeze()  # no finalizer of the parent's objects closes a file that has become ours
    _die_with(parent)
    _forget_signals()
    _forget_files(kept)
    _prefer_to_die()
    now = _memory_now()
    most = now + max(limits.memory_bytes, limits.more_memory_bytes)
    _limit(resource.RLIMIT_AS, now + limits.memory_bytes, most)
    keep_memory(limits.memory_bytes // 2)  # the rest is for libraries that ask the system
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)
    _limit(resource.RLIMIT_FSIZE, limits.file_bytes)
    _limit(resource.RLIMIT_NOFILE, limits.files)
    _limit(resource.RLIMIT_CORE, 0)


def more_memory() -> None:
    """Go on with the second memory limit; called in the child, once the file is decoded."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _die_with(parent: int) -> None:
    # A key pressed in the parent's terminal is not meant for us. A session of our own would keep
    # it from us too, but where each session gets an equal share, how nice we are would not count.
    os.setpgid(0, 0)
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we could say so
        os._exit(0)


def _forget_signals() -> None:
    """Undo what the parent set up: its handlers would run its code in our place."""
    for number in signal.valid_signals() - UNTOUCHED:
        if signal.getsignal(number) is not signal.SIG_DFL:
            signal.signal(number, signal.SIG_DFL)
    for number in ASKED_TO_STOP:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _forget_files(kept: int) -> None:
    """Close all that was inherited; what libraries print about a file is nobody's log."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(STANDARD_FDS):
        os.dup2(nothing, standard)
    os.closerange(STANDARD_FDS, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))


def _prefer_to_die() -> None:
    """When the machine itself runs out of memory, it should be us and not the worker."""
    Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def _memory_now() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * PAGE_BYTES


def _limit(which: int, soft: int, hard: int | None = None) -> None:
    """Lower a limit; one that is lower already stays."""
    allowed = resource.getrlimit(which)[1]
    most = soft if hard is None else hard
    if allowed != resource.RLIM_INFINITY:
        soft, most = min(soft, allowed), min(most, allowed)
    resource.setrlimit(which, (soft, most))
