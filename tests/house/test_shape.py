import re
from pathlib import Path

import pytest

from tools.files import ROOT, project_files

# One file kind, one bound; what is right for a program is too little for a story told by tests.
LONGEST = {
    "tests/*.py": 300,
    "*.py": 250,
    "tests/*.js": 300,
    "*.js": 120,
    "*.html": 150,
    "*.css": 200,
    "*.sh": 120,
}
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "core", "manager", "base", "misc"}
FRAMEWORKS_OWN = {"templates/base.html", "static/css/base.css"}
THIN = {"app.py", "worker.py", "tasks.py", "migrate_db.py", "wsgi.py"}
PAGE = 80  # lines
POSTPONED = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b")
# What a checkout must not know: whose machine it was written on, where packages came from.
TRACES = re.compile(
    r"(?<![\w.])[/](work|root)/|[/]home/(?!user)|\bpypi[.]org|python[h]osted|npm[j]s[.]org"
)
FILES = [str(path.relative_to(ROOT)) for path in project_files()]
LOCKS = ["requirements.txt", "requirements-google.txt", "requirements-dev.txt", "package-lock.json"]


def bound_of(file: str) -> int | None:
    for pattern, lines in LONGEST.items():
        folder, _, kind = pattern.rpartition("*")
        if file.startswith(folder) and file.endswith(kind):
            return lines
    return None


@pytest.mark.parametrize("file", FILES)
def test_a_file_fits_its_bound(file):
    bound = PAGE if file in THIN else bound_of(file)

    lines = len((ROOT / file).read_text().splitlines())

    assert bound is None or lines <= bound


@pytest.mark.parametrize("file", FILES)
def test_a_name_says_what_is_inside(file):
    if file in FRAMEWORKS_OWN:
        return

    assert not {Path(part).stem for part in Path(file).parts} & FORBIDDEN


@pytest.mark.parametrize("file", [*FILES, *LOCKS])
def test_a_file_knows_no_machine_and_no_registry(file):
    assert not TRACES.findall((ROOT / file).read_text())


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_postponed_in_a_comment(file):
    assert not POSTPONED.findall((ROOT / file).read_text())
