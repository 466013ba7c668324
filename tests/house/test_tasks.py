"""tasks.py is the table of contents of all background work."""

import tasks
from balcao.jobs.args import JobArgs
from balcao.jobs.registry import TASKS


def kinds_of(args: type[JobArgs]) -> dict[str, type[JobArgs]]:
    own = {args.kind: args} if "kind" in vars(args) else {}
    for subclass in args.__subclasses__():
        own |= kinds_of(subclass)
    return own


def ours() -> dict[str, type[JobArgs]]:
    return {
        kind: args
        for kind, args in kinds_of(JobArgs).items()
        if args.__module__.startswith("balcao.")
    }


def test_every_kind_of_job_has_a_task_in_the_list():
    for kind in ours():
        assert TASKS[kind].function.__name__ in tasks.__all__


def test_a_kind_begins_with_its_feature():
    for kind, args in ours().items():
        assert args.__module__.split(".")[1] == kind.split(".")[0]
