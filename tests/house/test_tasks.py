"""tasks.py is the table of contents of all background work."""

import subprocess
import sys

import tasks
from balcao.jobs.args import JobArgs
from balcao.jobs.registry import TASKS
from tools.files import ROOT


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


def test_the_web_knows_every_task_because_it_may_have_to_do_one_itself():
    code = "import app; from balcao.jobs.registry import TASKS; print(*sorted(TASKS))"

    known = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True)

    assert set(ours()) <= set(known.split())
