"""Scanned shop receipts of ICDAR 2019 (SROIE): a public set, kept outside of this checkout."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from balcao.adapters.decoding import UnreadableError
from balcao.receipts.reading.reader import ForkReader
from benchmarks.lines import Goal, Line, at_least
from benchmarks.receipts.outcomes import Outcome
from benchmarks.receipts.wish import wish

GOALS = {"total": 96, "date": 97, "company": None, "company, 90 % alike": 91, "all three": 86}
ALIKE = 0.9
QUICK = 6
P95 = 0.95


def measure(*, quick: bool) -> Iterator[Line]:
    """Read what `--sroie` names: a folder with `labels.json` and `img/`."""
    if wish.sroie is None:
        yield Line("left out: name the folder with --sroie", "", [0])
        return
    labels = json.loads((wish.sroie / "labels.json").read_text(encoding="utf-8"))
    names = sorted(labels)[: QUICK if quick else None]
    reader = ForkReader()
    reader.load()
    took: list[float] = []
    found = [
        compared(labels[name], _read(reader, wish.sroie / "img" / f"{name}.jpg", took))
        for name in names
    ]
    for what, limit in GOALS.items():
        outcomes = [one[what] for one in found]
        yield _line(what, outcomes, at_least(limit) if limit else None)
    yield Line("seconds a receipt, p50", "s", took)
    yield Line("seconds a receipt, p95", "s", took, None, P95)


def compared(label: Mapping[str, str], values: Mapping[str, str | None]) -> dict[str, Outcome]:
    """Compare to the cent, to the day, and letter by letter, as the contest's rules go."""
    total, date = values.get("amount"), values.get("date")
    name, wanted = _letters(values.get("company")), _letters(label["company"])
    alike = SequenceMatcher(None, name, wanted, autojunk=False).ratio() >= ALIKE
    found: dict[str, Outcome] = {
        "total": _outcome(_cents(total) == label["total_num"], missing=not total),
        "date": _outcome((date or "")[:10] == label["date_iso"], missing=not date),
        "company": _outcome(name == wanted, missing=not name),
        "company, 90 % alike": _outcome(alike, missing=not name),
    }
    three = all(found[what] == "right" for what in ("total", "date", "company, 90 % alike"))
    return found | {"all three": _outcome(three, missing=False)}


def _outcome(right: bool, *, missing: bool) -> Outcome:  # noqa: FBT001 - a comparison's result
    if right:
        return "right"
    return "missing" if missing else "wrong"


def _cents(text: str | None) -> str | None:
    try:
        return f"{float(text or ''):.2f}"
    except ValueError:
        return None


def _letters(text: str | None) -> str:
    return re.sub(r"[^A-Z0-9]", "", (text or "").upper())


def _read(reader: ForkReader, path: Path, took: list[float]) -> Mapping[str, str | None]:
    started = time.perf_counter()
    try:
        fields = reader.read(path, lambda _stage: None).fields
    except UnreadableError:
        return {}
    finally:
        took.append(time.perf_counter() - started)
    company = fields.value("company") or fields.value("receiver_name")
    return {"amount": fields.value("amount"), "date": fields.value("date"), "company": company}


def _line(what: str, outcomes: list[Outcome], goal: Goal | None) -> Line:
    missing, wrong = (outcomes.count(each) for each in ("missing", "wrong"))
    told = f"{what} right ({missing} missing, {wrong} wrong of {len(outcomes)})"
    return Line(told, "%", [100 * outcomes.count("right") / len(outcomes)], goal)
