"""One supervised process: what to run, and how it is tied to the life of the launcher."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Command:
    """What to run, under which name, and how long it may take to end."""

    name: str
    argv: Sequence[str]
    grace_seconds: float = 10.0
    restarts: bool = True


@dataclass
class Child:
    """A command and the process that runs it now, ran it last, or runs it next."""

    command: Command
    process: subprocess.Popen[bytes] | None = None
    restart_at: float | None = None

    @property
    def alive(self) -> bool:
        """Whether a process exists that has not been waited for."""
        return self.process is not None and self.process.returncode is None


def spawn(
    command: Command, environment: Mapping[str, str], keep_open: Sequence[int]
) -> tuple[subprocess.Popen[bytes], int]:
    """Start it, and hand back where its output can be read.

    It gets a process group of its own, so that Ctrl-C reaches only the launcher.
    """
    output, written = os.pipe()
    try:
        process = subprocess.Popen(  # noqa: S603 - the launcher writes every command itself
            command.argv,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            pass_fds=keep_open,
            process_group=0,
            preexec_fn=_tied_to(os.getpid()),  # noqa: PLW1509 - the launcher has one thread only
        )
    except OSError:
        os.close(output)
        raise
    finally:
        os.close(written)
    return process, output


def _tied_to(launcher: int) -> Callable[[], None] | None:
    """Have the kernel send SIGTERM when the launcher dies in whatever way.

    A pipe would need each program to watch it; neither gunicorn nor Valkey does.
    """
    if LIBC is None:
        return None

    def tie() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != launcher:  # it died between the fork and the line above
            os._exit(1)

    return tie


def adopt_orphans() -> None:
    """Become the parent of every abandoned descendant, as PID 1 of a container is anyway."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)


def kill_adopted() -> bool:
    """Kill what is left below the launcher; false when there was nothing left."""
    pids: list[str] = []
    with suppress(OSError):
        pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)
    return bool(pids)
