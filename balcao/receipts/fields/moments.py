"""Which of the many days and times on a receipt is that of the payment."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time

from balcao.receipts.fields import dates, times
from balcao.receipts.fields.candidates import Candidate, explained
from balcao.receipts.fields.hit import Hit
from balcao.receipts.fields.letters import plain
from balcao.receipts.fields.marks import Board
from balcao.receipts.fields.rows import Cell

_WEIGHTS = {
    "date_paid": 1.0,
    "date": 0.85,
    "date_scheduled": 0.7,
    "date_issue": 0.6,
    "time": 0.6,
    "date_credited": 0.6,
    "date_asked": 0.3,
    "date_due": 0.08,
    "date_other": 0.06,
}
_PRINTED = ("impress", "emitid", "gerad", "consultad", "visualizad", "segundavia")
_OTHERS = ("date_issue", "date_due", "date_other")
_BETWEEN = " ,;-–·•|/"  # noqa: RUF001 - a dash is a dash
_BILLS = ("fatura", "cupom")
_ALONE, _OTHER_LABEL = 0.45, 0.3
_WITH_TIME, _AGAIN = 0.12, 0.04


def days(board: Board, kind: str | None, status: str) -> list[Candidate[date]]:
    """Return every day of the page with what speaks for its being the payment's."""
    found = [
        Candidate(hit.value, cell, explained(board, cell), 0.0, hit.confidence)
        for cell in board.sheet.cells
        for hit in _dates(board, cell)
    ]
    weights = dict(_WEIGHTS)
    if status == "processing":
        weights["date_asked"] = 0.8
    if kind:  # a bank prints a proof when it is asked for one
        weights["date_issue"] = 1.0 if kind in _BILLS else 0.25
    if status == "scheduled":
        weights["date_scheduled"] = 1.05
    again = Counter(c.value for c in found)
    return [replace(c, score=_score(c, weights) + _AGAIN * (again[c.value] > 1)) for c in found]


def _dates(board: Board, cell: Cell) -> list[Hit[date]]:
    """Return the days in a run, or the one that goes on on the next line: `10 de maio de`."""
    found = dates.find(cell.text)
    more = None if found else board.continued(cell)
    if more is None or dates.find(more.text):
        return found
    return [hit for hit in dates.find(f"{cell.text} {more.text}") if hit.start < len(cell.text)]


def _score(candidate: Candidate[date], weights: dict[str, float]) -> float:
    weight = weights.get(candidate.attribute, _OTHER_LABEL if candidate.mark else _ALONE)
    if candidate.mark is None and any(root in plain(candidate.cell.text) for root in _PRINTED):
        weight = weights["date_other"]
    if times_in(candidate.cell.text):
        weight += _WITH_TIME * (weight > _WEIGHTS["date_due"])
    return weight * (0.5 + candidate.proof / 2)


def times_in(text: str) -> list[Hit[time]]:
    """Return the times of a text whose days were taken out: `26/09` is none of them."""
    for day in reversed(dates.find(text)):
        text = f"{text[: day.start]}  {text[day.end :].lstrip(_BETWEEN)}"
    return times.find(text)


def moment(board: Board, day: Candidate[date] | None) -> Candidate[time] | None:
    """Return the time of day that belongs to a day: beside it, labelled, or under it."""
    for cell, strength in _near(board, day):
        for hit in times_in(cell.text):
            return Candidate(hit.value, cell, explained(board, cell), strength, hit.confidence)
    return None


def _near(board: Board, day: Candidate[date] | None) -> Iterable[tuple[Cell, float]]:
    """Yield where its time may stand; never the clock of the phone, which has no day."""
    if day:
        yield day.cell, 1.0
        row = board.sheet.rows[day.cell.row]
        yield from ((c, 0.95) for c in row if c is not day.cell and _free(board, c))
    yield from ((c, 0.95) for m in board.of("time") for v in board.values(m) for c in v.cells)
    if day:
        near = (*board.sheet.under(day.cell, most=1), *board.sheet.over(day.cell, most=1))
        unlabelled = (c for c in near if c.row > 0 and c not in board.marks)
        yield from ((c, 0.85) for c in unlabelled if _free(board, c))
        yield from ((c, 0.85) for c in board.sheet.cells if _same_day(board, c, day))
        at = (c for c in board.sheet.cells if " às " in c.text and not dates.find(c.text))
        yield from ((c, 0.7) for c in at if _free(board, c))


def _same_day(board: Board, cell: Cell, day: Candidate[date]) -> bool:
    """Say whether the day is told once more, perhaps with its time, and not as that of a print."""
    mark = explained(board, cell)
    other = mark is not None and mark.attribute in _OTHERS
    return not other and any(hit.value == day.value for hit in dates.find(cell.text))


def _free(board: Board, cell: Cell) -> bool:
    mark = explained(board, cell)
    return not mark or mark.attribute in {"time", "date", "date_paid", "date_issue"}
