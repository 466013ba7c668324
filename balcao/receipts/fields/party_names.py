"""The names a page gives to a side: behind a label, below a heading, in a sentence."""

import re
from collections.abc import Iterator

from balcao.receipts.fields import banks, blocks
from balcao.receipts.fields.announced import JOINTS
from balcao.receipts.fields.candidates import Candidate
from balcao.receipts.fields.letters import plain
from balcao.receipts.fields.marks import Board, Mark, Value
from balcao.receipts.fields.names import (
    before_verb,
    continues,
    goes_on,
    loose_name_in,
    name_in,
    with_letters,
)
from balcao.receipts.fields.rows import Cell
from balcao.receipts.fields.sentences import told
from balcao.receipts.fields.wordings import layouts

_NAMED, _HEADED, _BELOW = 0.97, 0.93, 0.9
_NOBODYS, _UNSURE = 0.85, 0.5  # a name that no word gives to either side
_OF_A_NUMBER = 2  # letters: `PT50 0007`
_FULL, _FEW = 0.95, 5  # of the page's width; spaces
_SIGNS = " .,:;-–|*)"  # noqa: RUF001 - a dash is a dash
_ACCOUNT = re.compile(r"[*•·x.]{2,}\s?\d{3,5}\s*\Z")  # `Conta à ordem ***4410`
_MOST_LINES = 4  # that a long name goes on for


def names_of(board: Board, role: str) -> Iterator[Candidate[str]]:
    """Yield who a side may be, likeliest first."""
    yield from _labelled(board, "name", role, _NAMED)
    heads = [mark for mark in board.of("section", "entity") if _is_headed(mark, role)]
    headed = [candidate for mark in heads for candidate in _named(board, mark, _HEADED)]
    yield from (candidate for candidate in headed if not banks.is_one(candidate.value))
    for mark in (*heads, *headings_of_accounts(board, role)):
        yield from _below(board, mark)
    yield from _labelled(board, "alias", role, _HEADED)
    yield from told(board, role)
    yield from headed  # a bank may be paid as well
    nobodys = [m for m in board.of("name", "phone") if is_nobodys(board, m, role)]
    for mark in nobodys:
        yield from _named(board, mark, _NOBODYS if len(nobodys) == 1 else _UNSURE)


def _labelled(board: Board, attribute: str, role: str, sure: float) -> Iterator[Candidate[str]]:
    for mark in board.of(attribute):
        if mark.role == role:
            yield from _named(board, mark, sure)


def is_nobodys(board: Board, mark: Mark, role: str) -> bool:
    """Say whether a label is no side's by any word, and may be this one's.

    The holder of an account is whom the page speaks to.
    """
    of_the_holder = mark.labelled.words in layouts().holders
    return not mark.role and of_the_holder == (role == board.owner)


def _is_headed(mark: Mark, role: str) -> bool:
    return any(label.role == role for label in mark.meanings if label.attribute == "section")


def headings_of_accounts(board: Board, role: str) -> list[Mark]:
    """Return the headings that name a side's account: `CONTA ORDENANTE`."""
    return [mark for mark in board.of("account") if mark.labelled.label.role == role]


def _below(board: Board, mark: Mark) -> Iterator[Candidate[str]]:
    """Yield the name further below a heading, where numbers and a bank come first."""
    rest = mark.labelled.rest
    said = sum(map(str.isalpha, rest)) > _OF_A_NUMBER and not banks.is_one(rest)
    for cell in () if said else blocks.lines(board, mark):
        name = loose_name_in(cell.text)
        if name and not banks.is_one(name):
            whole = _whole(board, mark, Value(cell.text, [cell], 1.0), name)
            yield Candidate(whole, cell, mark, _BELOW)


def _named(board: Board, mark: Mark, strength: float) -> Iterator[Candidate[str]]:
    for value in board.values(mark):
        elsewhere = value.cells[0].row > mark.cell.row and board.answered(mark)
        name = None if elsewhere else _name_in(board, mark, value.text)
        if name:
            whole = _whole(board, mark, value, name)
            yield Candidate(whole, value.cells[0], mark, strength * value.strength)


def _name_in(board: Board, mark: Mark, text: str) -> str | None:
    """Return the name in a value, as far as its label allows one."""
    account = _ACCOUNT.search(text) or plain(text).startswith("conta")
    if account and "conta" in mark.labelled.words:
        return None
    name = name_in(text)
    if name and mark.labelled.words in JOINTS and not mark.labelled.closed:
        return before_verb(name)  # `para Ana Brisa agendado para`
    return _without_next_column(name) if name and _beside_others(board, mark) else name


def _whole(board: Board, mark: Mark, value: Value, name: str) -> str:
    """Return a name with the lines it goes on for."""
    if value.text.rstrip().endswith(","):
        return name  # a letter's greeting
    cut = not with_letters(value.text).rstrip(_SIGNS).endswith(name[-_FEW:])
    if cut and not _beside_others(board, mark):
        return name  # a number stood behind it: it was at its end
    last: Cell | None = value.cells[-1]
    for _ in range(_MOST_LINES):
        last = (
            (board.continued(last) or _from_the_margin(board, mark, last, name)) if last else None
        )
        if not last or not continues(name, last.text):
            more = before_verb(last.text) if last and goes_on(name) else None
            # `da / Ilha está em curso`
            name = f"{name} {more}" if more and not banks.is_one(more) else name
            break
        name = f"{name} {last.text.strip(' ,:;|')}"
    return name_in(name) or name


def _without_next_column(name: str) -> str:
    """Return a name without the bank of the next column, if an engine ran the two together."""
    hits = [hit for hit in banks.find(name) if hit.start > 0 and hit.end == len(name)]
    return name[: hits[0].start].rstrip(" -") if hits else name


def _beside_others(board: Board, mark: Mark) -> bool:
    """Say whether a label heads one of several columns, whose values an engine may run together."""
    return any(other in board.marks for other in board.sheet.after(mark.cell))


def _from_the_margin(board: Board, mark: Mark, last: Cell, name: str) -> Cell | None:
    """Return the rest of a value that filled its line and goes on under its label."""
    other = board.continued(mark.cell) if last.line is mark.cell.line else None
    if not other or other.text.count(" ") > _FEW:
        return None
    full = last.right + last.room_for(other) > _FULL * board.sheet.right
    return other if full or goes_on(name) else None
