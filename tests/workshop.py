"""The jobs that tests give to workers: they leave marks in a folder and obey files in it."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from balcao.foundation.clock import utcnow
from balcao.jobs import JobArgs, PermanentError, Retry, Run, TransientError, task
from balcao.jobs.models import ScheduleMark

QUICK = Retry(delays=(0.05, 0.05, 0.05), jitter=0)
LONGEST_SECONDS = 60


class Bench(JobArgs):
    """What all of them are told: the folder to leave marks in."""

    queue: ClassVar[str] = "reports"
    retry: ClassVar[Retry] = QUICK
    folder: str


class Note(Bench):
    """Leave a mark."""

    kind: ClassVar[str] = "test.note"


class NoteMail(Bench):
    """Leave a mark, on the queue of mails."""

    kind: ClassVar[str] = "test.note_mail"
    queue: ClassVar[str] = "email"
    words: ClassVar[str] = "mail"


class NoteHeavy(Bench):
    """Leave a mark from a process of its own."""

    kind: ClassVar[str] = "test.note_heavy"
    queue: ClassVar[str] = "ocr"


class Hold(Bench):
    """Leave a mark, then hold until the file `open` appears."""

    kind: ClassVar[str] = "test.hold"


class HoldHeavy(Bench):
    """The same in a process of its own."""

    kind: ClassVar[str] = "test.hold_heavy"
    queue: ClassVar[str] = "ocr"


class ActOnce(Bench):
    """Do something that must not happen twice, and hold."""

    kind: ClassVar[str] = "test.act_once"
    repeatable: ClassVar[bool] = False


class ActAndBreak(Bench):
    """Do something that must not happen twice, and break in a way nobody foresaw."""

    kind: ClassVar[str] = "test.act_and_break"
    repeatable: ClassVar[bool] = False


class Poison(Bench):
    """Kill the process that runs it."""

    kind: ClassVar[str] = "test.poison"


class PoisonHeavy(Bench):
    """The same on a forked process."""

    kind: ClassVar[str] = "test.poison_heavy"
    queue: ClassVar[str] = "ocr"


class Endless(Bench):
    """Never end by itself."""

    kind: ClassVar[str] = "test.endless"
    queue: ClassVar[str] = "short"


class Keep(Bench):
    """Keep a result and end in one transaction, or fail between."""

    kind: ClassVar[str] = "test.keep"
    fails: int = 0


class Fail(Bench):
    """Fail so many times, then go well."""

    kind: ClassVar[str] = "test.fail"
    times: int
    for_good: bool = False


def mark(args: Bench, run: Run, word: str = "did") -> None:
    """Leave a line that a crash cannot take back."""
    with (Path(args.folder) / "marks").open("a") as marks:
        marks.write(f"{run.job_id} {word} {run.attempt} {os.getpid()}\n")


def marks(folder: Path) -> list[list[str]]:
    """Return all marks: job, word, attempt, process."""
    path = folder / "marks"
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def note(args: Bench, run: Run) -> None:
    """Leave a mark."""
    mark(args, run)


def hold(args: Bench, run: Run) -> None:
    """Leave a mark, hold, leave another."""
    mark(args, run, "began")
    _hold(args, run)
    mark(args, run)


@task(ActOnce)
def act_once(args: Bench, run: Run) -> None:
    """Pass the point of no return, act, and hold."""
    run.pass_point_of_no_return()
    mark(args, run)
    _hold(args, run)


@task(ActAndBreak)
def act_and_break(args: ActAndBreak, run: Run) -> None:
    """Act, then fall over."""
    run.pass_point_of_no_return()
    mark(args, run)
    raise ZeroDivisionError


def poison(args: Bench, run: Run) -> None:
    """Leave a mark and die."""
    mark(args, run)
    os.kill(os.getpid(), signal.SIGKILL)


TASKS: dict[Callable[[Bench, Run], None], tuple[type[Bench], ...]] = {
    note: (Note, NoteMail, NoteHeavy),
    hold: (Hold, HoldHeavy),
    poison: (Poison, PoisonHeavy),
}
for function, kinds in TASKS.items():
    for kind in kinds:
        task(kind)(function)


@task(Endless)
def endless(args: Bench, run: Run) -> None:
    """Go on for longer than anybody waits."""
    mark(args, run, "began")
    for _ in range(LONGEST_SECONDS * 100):
        time.sleep(0.01)


@task(Keep)
def keep(args: Keep, run: Run) -> None:
    """Keep something in SQL and finish with it; what fails before the commit leaves nothing."""
    with run.transaction() as session:
        session.add(ScheduleMark(name=f"kept-{run.attempt}", next_at=utcnow()))
        run.finish(session, {"kept": run.attempt})
        if run.attempt <= args.fails:
            raise TransientError("test.error.not_yet")


@task(Fail)
def fail(args: Fail, run: Run) -> int:
    """Fail as told."""
    mark(args, run)
    if args.for_good:
        raise PermanentError("test.error.for_good")
    if run.attempt <= args.times:
        raise TransientError("test.error.not_yet")
    return run.attempt


def _hold(args: Bench, run: Run) -> None:
    deadline = time.monotonic() + LONGEST_SECONDS
    while not (Path(args.folder) / "open").exists() and time.monotonic() < deadline:
        run.checkpoint()
        time.sleep(0.01)
