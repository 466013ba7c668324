"""Tables of a whole set: by field, by degradation, by what was known before; and the seconds."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.lines import Goal, Line, at_least, at_most
from benchmarks.receipts.degrade import HARSH
from benchmarks.receipts.outcomes import ALL_FOUR, FOLDED, Outcome, Read, outcomes, silently_wrong

Label = Mapping[str, Any]
GOALS = {
    "amount": 99, "date": 99, "currency": 99, "kind": 99, "status": 99, "receiver_document": 99,
    "receiver_name": 98, "payer_name": 97, "transaction_id": 97, FOLDED: 99,
}  # fmt: skip
ALL_FOUR_GOAL, HARSH_GOAL, SILENT_GOAL, PDF_GOAL = 95, 90, 0.5, 100
P95 = 0.95
JOB_P50, JOB_P95, TEXT_P50 = at_most(1.5), at_most(3.0), at_most(0.1)


@dataclass(frozen=True)
class Scored:
    """One receipt with its label, what was read, and how each field came out."""

    label: Label
    read: Read
    found: Mapping[str, Outcome]

    @property
    def all_four(self) -> bool:
        """Say whether what matters most is right altogether."""
        return all(self.found[name] == "right" for name in ALL_FOUR)


def scored(labels: Sequence[Label], reads: Mapping[str, Read]) -> list[Scored]:
    """Compare a whole set."""
    return [
        Scored(label, read, outcomes(label, read))
        for label in labels
        for read in (reads[label["file"]],)
    ]


def fields(all_of: Sequence[Scored]) -> Iterator[str]:
    """Return the table by field; `flagged` are those of the others that a person is asked about."""
    yield f"  {'field':<24}{'right':>8}{'missing':>9}{'wrong':>8}{'flagged':>9}"
    for name in all_of[0].found:
        count = Counter(one.found[name] for one in all_of)
        bad = [one for one in all_of if one.found[name] != "right"]
        flagged = sum(one.read.flagged for one in bad)
        shown = f"{_percent(count['right'], len(all_of)):>8.1f}"
        yield f"  {name:<24}{shown}{count['missing']:>9}{count['wrong']:>8}{flagged:>9}"


def groups(all_of: Sequence[Scored], of: Callable[[Scored], str]) -> Iterator[str]:
    """Return a table with a row for each kind of document."""
    sorts: dict[str, list[Scored]] = defaultdict(list)
    for one in all_of:
        sorts[of(one)].append(one)
    names = ("amount", "date", FOLDED, "receiver_name", "status")
    heads = "".join(f"{name.split('_')[0]:>13}" for name in names)
    yield f"  {'':<24}{'n':>5}{heads}{'all four':>10}{'silent':>8}{'flagged':>9}{'p50 s':>7}"
    for sort, members in sorted(sorts.items()):
        shares = "".join(f"{share(members, name):>13.1f}" for name in names)
        four = _percent(sum(one.all_four for one in members), len(members))
        flags = _percent(sum(one.read.flagged for one in members), len(members))
        middle = sorted(one.read.seconds for one in members)[len(members) // 2]
        quiet = sum(silently_wrong(one.found, one.read) for one in members)
        tail = f"{four:>10.1f}{quiet:>8}{flags:>9.1f}{middle:>7.2f}"
        yield f"  {sort:<24}{len(members):>5}{shares}{tail}"


def share(all_of: Sequence[Scored], name: str) -> float:
    """Return in how many per cent a field is right."""
    return _percent(sum(one.found[name] == "right" for one in all_of), len(all_of))


def accuracy(all_of: Sequence[Scored], who: str) -> Iterator[Line]:
    """Return the shares that were promised."""
    for name, goal in GOALS.items():
        yield _share(f"{who}: {name} right", share(all_of, name), at_least(goal))
    usual = [one for one in all_of if one.label["degradation"] not in HARSH]
    harsh = [one for one in all_of if one.label["degradation"] in HARSH]
    texts = [one for one in all_of if one.label["degradation"] == "pdf_text"]
    yield from _four(f"{who}: all four right", usual, ALL_FOUR_GOAL)
    yield from _four(f"{who}: all four right, harsh pictures", harsh, HARSH_GOAL)
    yield from _four(f"{who}: all four right, PDFs with text", texts, PDF_GOAL)
    silent = sum(silently_wrong(one.found, one.read) for one in all_of)
    yield _share(
        f"{who}: wrong and not flagged", _percent(silent, len(all_of)), at_most(SILENT_GOAL)
    )
    flagged = sum(one.read.flagged for one in all_of)
    yield _share(f"{who}: flagged for a person to look", _percent(flagged, len(all_of)), None)


def seconds(all_of: Sequence[Scored], who: str) -> Iterator[Line]:
    """Return how long a receipt takes, and each step of it."""
    pictures = [one.read.seconds for one in all_of if one.label["degradation"] != "pdf_text"]
    texts = [one.read.seconds for one in all_of if one.label["degradation"] == "pdf_text"]
    if pictures:
        yield Line(f"{who}: a picture, p50", "s", pictures, JOB_P50)
        yield Line(f"{who}: a picture, p95", "s", pictures, JOB_P95, P95)
    if texts:
        yield Line(f"{who}: a PDF with text, p50", "s", texts, TEXT_P50)
    steps: dict[str, list[float]] = defaultdict(list)
    for one in all_of:
        for name, took in (one.read.steps or {}).items():
            steps[name].append(took)
    for name, took in steps.items():
        yield Line(f"{who}: step {name}, p95", "s", took, None, P95)


def _four(what: str, members: Sequence[Scored], goal: float) -> Iterator[Line]:
    if members:
        right = sum(one.all_four for one in members)
        yield _share(f"{what} ({len(members)})", _percent(right, len(members)), at_least(goal))


def _share(what: str, value: float, goal: Goal | None) -> Line:
    return Line(what, "%", [value], goal)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
