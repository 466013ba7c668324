"""Finds the labels of a page: on two lines, among columns, and told from names that go on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from balcao.receipts.fields.direction import reads_upward
from balcao.receipts.fields.labels import Labelled, label_of, meanings
from balcao.receipts.fields.letters import plain, words
from balcao.receipts.fields.marks import Board, Mark, behind, follows
from balcao.receipts.fields.names import name_in
from balcao.receipts.fields.rows import Cell, Sheet
from balcao.receipts.fields.wordings import layouts

_NEAR, _ALIGNED = 1.1, 1.5  # of a letter's height
_TO_SOMEBODY = re.compile(r"\d\D*\s(?:para|a|ao|à)\s+[A-ZÀ-Ý][^.,:]*$")  # `R$ 1,00 para ESCOLA`
_FEW, _FEW_WORDS = 2, 3  # words behind a label
_WEAK = frozenset(("id_other", "account", "bank", "key", "phone", "entity", "description"))
_JOINTS = frozenset(("de", "no", "na", "para", "do", "da", "dos", "das", "a", "e"))
_OF_A_PARTY = frozenset(("name", "alias", "document", "bank", "account", "key", "iban", "phone"))


def board_of(sheet: Sheet) -> Board:
    """Find the labels of a sheet, and which part of it speaks of who paid and who received."""
    board = _board(sheet, frozenset())
    turned = _meant_for_the_payer(board)
    if turned:
        board = _board(sheet, turned)
    board.upward = reads_upward(board)
    return board


def _meant_for_the_payer(board: Board) -> frozenset[str]:
    """Return the words for either side, where another names the receiver and none the payer."""
    claims = {m.labelled.words: m.labelled.label.role for m in board.marks.values()}
    receiving = {words for words, role in claims.items() if role == "receiver"}
    either = receiving & layouts().either
    return frozenset(either if receiving > either and "payer" not in claims.values() else ())


def _board(sheet: Sheet, turned: frozenset[str]) -> Board:
    board, parts = Board(sheet), [_Part(float("-inf"), "", -1)]
    for row in sheet.rows:
        if _is_head(row):
            board.tails.update(row)
        found = [
            (cell, labelled)
            for cell in row
            if (labelled := _label(board, cell, _turned_here(turned, _part(parts, cell))))
        ]
        opened = [
            _Part(cell.left - cell.height, labelled.label.role, cell.row, _in_the_middle(cell, row))
            for cell, labelled in found
            if labelled.label.attribute == "section"
        ]
        parts = _parts(parts, opened)
        within = {cell: _part(parts, cell) for cell in row}
        board.roles.update((cell, part.role) for cell, part in within.items())
        roles = (d.label.role for _, d in found if d.label.attribute in _OF_A_PARTY)
        named = next(filter(None, roles), "")
        for cell, labelled in found:
            board.marks[cell] = Mark(cell, labelled, _role(board, cell, labelled, within[cell]) or named)
    return board


def _part(parts: Sequence["_Part"], cell: Cell) -> "_Part":
    return next(part for part in reversed(parts) if part.left <= cell.left)


def _turned_here(turned: frozenset[str], part: "_Part") -> frozenset[str]:
    """Return the words that mean the payer: where the page speaks of him, all for either side."""
    return turned | layouts().either if part.role == "payer" else turned


def _role(board: Board, cell: Cell, labelled: Labelled, part: "_Part") -> str:
    """Return whose a label is: by its words, by the label over it, or by its part of the page."""
    if labelled.label.role or labelled.label.attribute not in _OF_A_PARTY:
        return labelled.label.role or part.role
    beside = (board.marks[other] for other in board.sheet.before(cell) if other in board.marks)
    named_beside = next((mark.labelled.label.role for mark in beside), "")
    if named_beside:
        return named_beside
    over = next((m for m in reversed(board.marks.values()) if _heads(m.cell, cell)), None)
    named = over and over.attribute in _OF_A_PARTY and over.cell.row >= part.row
    return (named and over and over.role) or part.role


def _heads(over: Cell, cell: Cell) -> bool:
    aligned = abs(over.left - cell.left) < _ALIGNED * cell.height
    return aligned and over.row < cell.row and over.line.page == cell.line.page


def _is_head(row: Sequence[Cell]) -> bool:
    """Say whether a row names the columns of a table of goods, and no value."""
    said = {word for cell in row for word in words(cell.text).split()}
    return len(said) > 1 and said <= layouts().heads and not said.isdisjoint(layouts().counts)


@dataclass(frozen=True)
class _Part:
    left: float
    role: str
    row: int  # from which on it is that
    beside: bool = False  # of something that stands left of it and is not its


def _parts(parts: list[_Part], opened: list[_Part]) -> list[_Part]:
    """Return the columns from this row on: one heading alone holds for the whole width."""
    if not opened:
        return parts
    if opened[0].beside:
        return [*(part for part in parts if part.left < opened[0].left), *opened]
    first = replace(opened[0], left=float("-inf"))
    return [first, *opened[1:]]


def _in_the_middle(cell: Cell, row: Sequence[Cell]) -> bool:
    return cell.column > 0 and row[0].right - row[0].left > _FEW * row[0].height


def _label(board: Board, cell: Cell, turned: frozenset[str]) -> Labelled | None:
    labelled = _announcing(board, cell)
    if labelled and labelled.label.attribute == "section" and labelled.label.role:
        labelled = _of_a_side(labelled)
    if labelled and any(labelled.words.endswith(word) for word in turned):
        return replace(labelled, label=replace(labelled.label, role="payer"))
    return labelled


def _of_a_side(labelled: Labelled) -> Labelled:
    """Return `Recebedor: nome` as the one label that it is."""
    inner = next((m for m in meanings(plain(labelled.rest)) if m.attribute in _OF_A_PARTY), None)
    if not inner:
        return labelled
    return replace(labelled, label=replace(inner, role=labelled.label.role), rest="", closed=False)


def _announcing(board: Board, cell: Cell) -> Labelled | None:
    if cell in board.tails:
        return None
    wrapped = _wrapped(board, cell)
    if wrapped:
        return wrapped
    labelled = _behind_a_sign(cell.text) or label_of(cell.text)
    if not labelled or _goes_on(board, cell, labelled):
        return None
    if labelled.words in layouts().alone and labelled.rest:
        return None
    if labelled.words in _JOINTS and labelled.rest[:1].isdigit() and not labelled.closed:
        return None  # `de 2025`
    if not labelled.closed and labelled.rest[:1].islower():
        if labelled.label.attribute == "section":
            return None
        labelled = _qualified(labelled)
    weak = labelled is not None and labelled.label.attribute in _WEAK and _only_words(labelled)
    return None if weak else labelled


def _qualified(labelled: Labelled) -> Labelled | None:
    """Return a label with the small words behind it that belong to it: `Autenticação do banco`."""
    more = labelled.rest.split()
    short = len(more) == 1 or (len(more) <= _FEW_WORDS and more[0] in _JOINTS)
    if short and not any(map(str.isdigit, labelled.rest)) and labelled.rest.islower():
        return replace(labelled, rest="")
    return labelled if len(more) <= _FEW else None


def _behind_a_sign(text: str) -> Labelled | None:
    """Return a label behind a picture that an engine read as a letter: `o Para`."""
    sign, _, rest = text.partition(" ")
    labelled = label_of(rest) if len(sign) == 1 and not sign.isdigit() else None
    exact = labelled is not None and labelled.label.exact == 1 and not labelled.rest
    return labelled if exact else None


def _only_words(labelled: Labelled) -> bool:
    """Say whether words go on behind a label without a sign: `Caixa Econômica`, `Banco do …`."""
    rest = labelled.rest
    return bool(rest) and not labelled.closed and not any(map(str.isdigit, rest))


def _wrapped(board: Board, cell: Cell) -> Labelled | None:
    """Return a label whose words stand on two lines: `Data de`, and `pagamento` under it."""
    if meanings(plain(cell.text)) or not plain(cell.text):
        return None  # a label by itself, or a line across: the next one only stands under it
    for other in board.sheet.under(cell, most=1):
        aligned = abs(other.left - cell.left) < cell.height
        found = meanings(plain(cell.text) + plain(other.text)) if aligned else ()
        if found and follows(cell, other) and not cell.text.rstrip().endswith(":"):
            board.tails.add(other)
            both = plain(cell.text) + plain(other.text)
            return Labelled(found[0], both, "", len(cell.text))
        return None
    return None


def _goes_on(board: Board, cell: Cell, labelled: Labelled) -> bool:
    """Say whether `de`, `para` only goes on with the name on the line before."""
    guessed = labelled.label.exact < 1 and not labelled.rest
    if labelled.closed or not (guessed or (labelled.words in _JOINTS and labelled.rest)):
        return False
    for other in board.sheet.over(cell, most=1):
        mark = board.marks.get(other)
        start = behind(mark) if mark else other
        apart = min(abs(start.left - cell.left), abs(start.right - cell.right))
        if mark and mark.labelled.closed:  # with colons, so that what has none is no label
            apart = min(apart, abs(other.left - cell.left))
        aligned = apart < _ALIGNED * cell.height
        near = cell.top - start.bottom < _NEAR * start.height
        named = name_in(start.text) is not None or _TO_SOMEBODY.search(start.text)
        return aligned and near and bool(named)
    return False
