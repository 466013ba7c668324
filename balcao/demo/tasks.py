"""Jobs that do nothing useful, visibly."""

import os
import time

from balcao.demo.job_args import CountToTen, FailForGood, FailTwice, ReadNothing, SendNothing
from balcao.jobs import PermanentError, Run, TransientError, task

STEPS = 10
GOES_WELL_AT = 3


@task(CountToTen)
def count_to_ten(args: CountToTen, run: Run) -> dict[str, int]:
    """Count, and stop between two steps when asked to."""
    for step in range(STEPS):
        run.progress("demo.stage.counting", 100 * step // STEPS)
        time.sleep(args.step_seconds)
    return {"steps": STEPS}


@task(FailForGood)
def fail_for_good(_args: FailForGood, run: Run) -> None:
    """Meet something that no repetition cures."""
    run.progress("demo.stage.looking", 40)
    raise PermanentError("demo.error.nothing_there")


@task(FailTwice)
def fail_twice(_args: FailTwice, run: Run) -> dict[str, int]:
    """Meet something that passes."""
    run.progress("demo.stage.looking", 40)
    if run.attempt < GOES_WELL_AT:
        raise TransientError("demo.error.not_yet")
    return {"attempts": run.attempt}


@task(SendNothing)
def send_nothing(_args: SendNothing, run: Run) -> None:
    """Take as long as a mail takes."""
    run.progress("demo.stage.looking", 50)
    time.sleep(1)


@task(ReadNothing)
def read_nothing(_args: ReadNothing, run: Run) -> dict[str, int]:
    """Take as long as a receipt takes, in a process of its own."""
    run.progress("demo.stage.looking", 30)
    time.sleep(1.5)
    return {"process": os.getpid()}
