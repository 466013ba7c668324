"""Keys chosen by code have sentences, and sentences have somebody who says them."""

import re
from importlib import import_module
from itertools import chain

import tasks  # noqa: F401 - makes every kind known
from balcao.jobs.registry import TASKS
from tools.files import ROOT

KINDS = "error|note|stage|step|reason|state|sign|verdict|advice|check"
KEY = re.compile(rf'"([a-z_]+\.(?:{KINDS})\.[a-z_]+)"')
SOURCES = sorted((ROOT / "balcao").rglob("*.py"))


def sentences() -> dict[str, object]:
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in SOURCES
        if path.name == "texts.py"
    ]
    tables = [getattr(import_module(name), "SENTENCES", {}) for name in names]
    return dict(chain.from_iterable(table.items() for table in tables))


def said() -> set[str]:
    # The web's own refusals carry their words beside the key, by status (balcao/web/texts.py).
    speakers = (p for p in SOURCES if p.name != "texts.py" and p.parent.name != "web")
    code = (path.read_text() for path in speakers)
    return set(chain.from_iterable(KEY.findall(text) for text in code))


def test_every_key_has_a_sentence():
    assert said() - set(sentences()) == set()


def test_every_sentence_is_said_somewhere():
    titles = {f"{kind}.title" for kind in TASKS}  # what a job is called, if it has a name
    assert set(sentences()) - said() - titles == set()
