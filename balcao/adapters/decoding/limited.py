"""Does work in a child process that may eat, spin or crash without harm to anybody else.

The child is a fork of this process, so what is loaded here is loaded there. What comes back is
not believed: JSON and bytes within sizes, stages and codes only of a known shape.
"""

import json
import logging
import os
import re
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from balcao.adapters.decoding import CODES, UnreadableError
from balcao.adapters.decoding.fences import Limits, close_in
from balcao.adapters.decoding.frames import Frames, GarbledError, send

log = logging.getLogger(__name__)

Tell = Callable[[str], None]
LOOK_SECONDS = 1.0  # an exception from another thread waits no longer than this
MOST_BLOBS = 16
STAGE = re.compile(rb"[a-z_]{1,40}")
PLACE = re.compile(rb"[\w.<>: ]{1,200}")
# A library that gets no memory and cannot say so aborts; nothing else of ours does.
OUT_OF_MEMORY = {signal.SIGABRT, signal.SIGKILL}


@dataclass(frozen=True)
class Answer:
    """What a child hands back: values that JSON can hold, and files such as previews."""

    head: Mapping[str, object]
    blobs: Sequence[bytes] = ()


Work = Callable[[Tell], Answer]


def limited(work: Work, limits: Limits, tell: Tell) -> Answer:
    """Return what `work` answers in a child, or raise UnreadableError for the way it died.

    `work` is called there with a function that says which stage begins; `tell` hears it here, at
    once, and what it raises ends the child. Files and connections of this process are closed in
    the child: `work` opens what it needs. UnreadableError raised there is raised here; the codes
    `memory`, `time` and `crashed` say that the child did not survive the file.
    """
    receiving, sending = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _live(work, limits, sending, parent)
    os.close(sending)
    child = _Child(pid, receiving, time.monotonic() + limits.wall_seconds)
    try:
        answer = _heard(child, tell)
    except GarbledError:
        log.error("a limited child spoke nonsense")  # noqa: TRY400 - the trace is ours, not its
        raise UnreadableError("crashed") from None
    finally:
        child.end()
    if answer is None:
        raise UnreadableError(child.cause_of_death())
    return answer


def _live(work: Work, limits: Limits, sending: int, parent: int) -> NoReturn:
    """Be the child: whatever happens, never return into the parent's stack."""
    try:
        close_in(limits, sending, parent)
        answer = work(lambda stage: send(sending, b"S", stage.encode()))
        for blob in answer.blobs:
            send(sending, b"B", blob)
        head = json.dumps(answer.head, allow_nan=False, ensure_ascii=False)
        send(sending, b"A", head.encode("utf-8", "replace"))  # half a character is none
    except UnreadableError as error:
        _last_words(sending, b"U", error.code)
    except MemoryError:
        _last_words(sending, b"U", "memory")
    except BaseException as error:  # noqa: BLE001 - the parent says it aloud
        _last_words(sending, b"X", _where(error))
    finally:
        os._exit(0)


def _last_words(sending: int, kind: bytes, words: str) -> None:
    with suppress(BaseException):
        send(sending, kind, words.encode())


def _where(error: BaseException) -> str:
    """Say what broke and where, but not its message: that may hold words of the file."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""
    return type(error).__name__ + place


@dataclass
class _Child:
    """A forked process, what it says, and until when it may live."""

    pid: int
    receiving: int
    deadline: float
    late: bool = False
    status: int = 0
    frames: Frames = field(default_factory=Frames)

    def speaks(self) -> bool:
        """Wait for its next words; false once it said its last, or has no time left."""
        while (left := self.deadline - time.monotonic()) > 0:
            ready, _, _ = select.select([self.receiving], [], [], min(left, LOOK_SECONDS))
            if ready:
                return self.frames.take(self.receiving)
        self.late = True
        return False

    def end(self) -> None:
        """Kill it, if it still lives, and learn how it ended."""
        os.close(self.receiving)
        os.kill(self.pid, signal.SIGKILL)  # one that is dead already keeps the cause it had
        self.status = os.waitpid(self.pid, 0)[1]

    def cause_of_death(self) -> str:
        """Return the code for a child that ended without an answer."""
        number = os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else 0
        if self.late or number == signal.SIGXCPU:
            return "time"
        log.warning("a limited child died of signal %d", number)
        return "memory" if number in OUT_OF_MEMORY else "crashed"


def _heard(child: _Child, tell: Tell) -> Answer | None:
    blobs: list[bytes] = []
    while child.speaks():
        for kind, data in child.frames.whole():
            if kind == b"A":
                return Answer(_parsed(data), blobs)
            if kind == b"B" and len(blobs) < MOST_BLOBS:
                blobs.append(data)
            elif kind == b"S" and STAGE.fullmatch(data):
                tell(data.decode())
            else:
                _complain(kind, data)
    return None


def _parsed(data: bytes) -> dict[str, object]:
    try:
        head = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise GarbledError from error
    if not isinstance(head, dict):
        raise GarbledError
    return head


def _complain(kind: bytes, data: bytes) -> NoReturn:
    """Raise what the child says went wrong there."""
    if kind == b"U" and data.decode("ascii", "replace") in CODES:
        raise UnreadableError(data.decode())
    if kind == b"X" and PLACE.fullmatch(data):
        log.error("a limited child failed: %s", data.decode())
        raise UnreadableError("crashed")
    raise GarbledError
