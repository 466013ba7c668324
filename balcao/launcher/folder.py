"""Makes VAR_DIR ready for exactly one launcher, or says in one sentence why it cannot be."""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from balcao.launcher.holders import holders_of
from balcao.launcher.output import show
from balcao.launcher.refusal import Refusal

LOCK = "launcher.lock"
NEEDED_BYTES = 4 * 1024 * 1024
LEFTOVER_SECONDS = 45.0  # longer than a worker's warm stop


@contextmanager
def claimed(var_dir: Path) -> Iterator[int]:
    """Hold VAR_DIR; processes that inherit the lock hold it too, even if the launcher is killed."""
    lock = _open_lock(var_dir)
    try:
        _take(lock, var_dir)
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield lock
    finally:
        os.close(lock)


def _open_lock(var_dir: Path) -> int:
    try:
        var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=var_dir) as trial:  # has no name to leave behind
            trial.write(bytes(NEEDED_BYTES))
        return os.open(var_dir / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        message = f"VAR_DIR {var_dir} cannot be written: {error.strerror}. Nothing was started."
        raise Refusal(message) from error


def _take(lock: int, var_dir: Path) -> None:
    if _locked(lock):
        return
    pid = int(os.pread(lock, 20, 0) or 0)
    if _runs(pid):
        message = f"Balcão already runs on {var_dir} (process {pid}). Stop it, or set VAR_DIR."
        raise Refusal(message)
    show("start", "waiting for the processes of a launcher that was killed to end")
    end = time.monotonic() + LEFTOVER_SECONDS
    while time.monotonic() < end:
        if _locked(lock):
            return
        time.sleep(0.1)
    left = ", ".join(holders_of(str((var_dir / LOCK).resolve()))) or "unknown processes"
    message = f"VAR_DIR {var_dir} is still used by {left} of an earlier start. Stop them first."
    raise Refusal(message)


def _locked(lock: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it exists, and is another user's
        return True
    return pid > 0
