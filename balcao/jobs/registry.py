"""Which function does which kind of job."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from balcao.jobs.args import JobArgs
from balcao.jobs.work.run import Run

Args = TypeVar("Args", bound=JobArgs)
Function = Callable[[Args, Run], object]


@dataclass(frozen=True)
class Task:
    """A kind of job and the function that does it."""

    args: type[JobArgs]
    function: Callable[[Any, Run], object]


TASKS: dict[str, Task] = {}


def task(args: type[Args]) -> Callable[[Function[Args]], Function[Args]]:
    """Declare the function that does this kind of job; what it returns is the result."""

    def declare(function: Function[Args]) -> Function[Args]:
        if args.kind in TASKS:
            message = f"two tasks for {args.kind}"
            raise ValueError(message)
        TASKS[args.kind] = Task(args, function)
        return function

    return declare
