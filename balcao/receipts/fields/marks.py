"""Labels where they stand on the page: whose part of it they are in, and the values beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from balcao.receipts.fields.labels import Label, Labelled, label_of, layouts, meanings
from balcao.receipts.fields.letters import plain, words
from balcao.receipts.fields.names import name_in
from balcao.receipts.fields.rows import Cell, Sheet

_RIGHT, _UNDER = 0.97, 0.9  # how sure a value is that stands there
_CLOSE, _ALIKE, _NEAR, _ALIGNED = 0.9, 0.45, 1.1, 1.5  # of a letter's height
_WEAK = frozenset(("id_other", "account", "bank", "key", "phone", "entity", "description"))
_JOINTS = frozenset(("de", "para", "do", "da", "dos", "das", "a", "e"))
_OF_A_PARTY = frozenset(("name", "document", "bank", "account", "key", "iban", "phone"))
_FURTHEST = 4.5  # heights of a letter between a label and the value under it


@dataclass(frozen=True, eq=False)
class Mark:
    """A label on the page; its role is its own, or that of the part of the page it is in."""

    cell: Cell
    labelled: Labelled
    role: str = ""

    @property
    def attribute(self) -> str:
        """Return what it announces."""
        return self.labelled.label.attribute

    @property
    def meanings(self) -> tuple[Label, ...]:
        """Return everything these words may announce, in either country."""
        return meanings(self.labelled.words)

    def means(self, attribute: str) -> bool:
        """Say whether these words may announce this, in either country."""
        return self.attribute == attribute or any(
            label.attribute == attribute for label in self.meanings
        )


@dataclass(frozen=True)
class Value:
    """A text that may be a label's value, and how much its place speaks for it."""

    text: str
    cells: Sequence[Cell]
    strength: float


@dataclass
class Board:
    """A sheet with its labels found; what all fields are sought on."""

    sheet: Sheet
    marks: dict[Cell, Mark] = field(default_factory=dict)
    roles: dict[Cell, str] = field(default_factory=dict)
    tails: set[Cell] = field(default_factory=set)  # second lines of labels: they announce nothing

    def of(self, *attributes: str) -> list[Mark]:
        """Return the labels that may announce one of these, from top to bottom."""
        return [mark for mark in self.marks.values() if any(mark.means(a) for a in attributes)]

    def values(self, mark: Mark) -> Iterator[Value]:
        """Yield what may belong to a label, likeliest first: behind, beside, under it."""
        exact = mark.labelled.label.exact
        if mark.labelled.rest:
            yield Value(mark.labelled.rest, [behind(mark)], exact)
        beside = self._beside(mark.cell)
        if beside:
            yield Value(" ".join(c.text for c in beside), beside, exact * _RIGHT)
        under = None if mark.labelled.rest and not beside else self._under(mark.cell)
        if under:
            yield Value(under.text, [under], exact * (_UNDER - 0.15 * bool(beside)))

    def _beside(self, cell: Cell) -> list[Cell]:
        found: list[Cell] = []
        for other in self.sheet.after(cell):
            if other in self.marks and not found:
                return []
            if other in self.marks or (found and other.left - found[-1].right > 6 * other.height):
                break
            found.append(other)
        return found

    def _under(self, cell: Cell) -> Cell | None:
        for other in self.sheet.under(cell):
            if other in self.tails:
                continue
            far = other.top - cell.bottom > _FURTHEST * max(cell.height, self.sheet.letter)
            return None if other in self.marks or far else other
        return None

    def continued(self, cell: Cell) -> Cell | None:
        """Return the next line of a value that did not fit: under it, alone, close, no label."""
        for other in self.sheet.under(cell, most=1):
            free = other not in self.marks and not self._is_beside_a_label(cell, other)
            return other if free and follows(cell, other) else None
        return None

    def _is_beside_a_label(self, cell: Cell, other: Cell) -> bool:
        """Say whether what stands left of the next line is a label, perhaps one nobody knows."""
        left, above = self.sheet.before(other)[:1], self.sheet.before(cell)[:1]
        if not left or left[0] in self.tails or left[0].text[:1].islower():
            return False  # nothing, or the second line of a label
        labels = bool(above) and above[0] in self.marks
        return left[0] in self.marks or (labels and abs(left[0].left - above[0].left) < cell.height)

    @cached_property
    def text(self) -> str:
        """Return all rows as one text, cells and rows parted by spaces and line ends."""
        return "\n".join("  ".join(cell.text for cell in row) for row in self.sheet.rows)

    @cached_property
    def plain(self) -> str:
        """Return the whole page as labels are compared."""
        return " ".join(plain(cell.text) for cell in self.sheet.cells)


def behind(mark: Mark) -> Cell:
    """Return the part of a label's run that is its value; its letters are taken as equally wide."""
    return mark.cell.cut(mark.labelled.start)


def follows(cell: Cell, other: Cell) -> bool:
    """Say whether a run looks like the next line of another: close under it, of its size."""
    close = other.top - cell.bottom < _CLOSE * cell.height
    return close and abs(other.height - cell.height) < _ALIKE * cell.height


def board_of(sheet: Sheet) -> Board:
    """Find the labels of a sheet, and which part of it speaks of who paid and who received."""
    board, parts = Board(sheet), [_Part(float("-inf"), "")]
    for row in sheet.rows:
        if _is_head(row):
            board.tails.update(row)
        found = [(cell, labelled) for cell in row if (labelled := _label(board, cell))]
        opened = [
            _Part(cell.left - cell.height, labelled.label.role)
            for cell, labelled in found
            if labelled.label.attribute == "section"
        ]
        parts = _parts(parts, opened)
        for cell in row:
            board.roles[cell] = next(p.role for p in reversed(parts) if p.left <= cell.left)
        for cell, labelled in found:
            board.marks[cell] = Mark(cell, labelled, _role(board, cell, labelled))
    return board


def _role(board: Board, cell: Cell, labelled: Labelled) -> str:
    """Return whose a label is: by its words, by the label over it, or by its part of the page."""
    if labelled.label.role or labelled.label.attribute not in _OF_A_PARTY:
        return labelled.label.role or board.roles[cell]
    beside = (board.marks[other] for other in board.sheet.before(cell) if other in board.marks)
    named_beside = next((mark.labelled.label.role for mark in beside), "")
    if named_beside:
        return named_beside
    over = next((m for m in reversed(board.marks.values()) if _heads(m.cell, cell)), None)
    named = over is not None and over.attribute in _OF_A_PARTY
    return (named and over and over.role) or board.roles[cell]


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


def _parts(parts: list[_Part], opened: list[_Part]) -> list[_Part]:
    """Return the columns from this row on: one heading alone holds for the whole width."""
    if not opened:
        return parts
    first = _Part(float("-inf"), opened[0].role)
    return [first, *opened[1:]]


def _label(board: Board, cell: Cell) -> Labelled | None:
    if cell in board.tails:
        return None
    wrapped = _wrapped(board, cell)
    if wrapped:
        return wrapped
    labelled = label_of(cell.text)
    if not labelled or _goes_on(board, cell, labelled):
        return None
    if labelled.label.attribute in _WEAK and _only_words(labelled):
        return None
    prose = labelled.rest[:1].islower() and not labelled.closed
    if prose and (labelled.label.attribute == "section" or labelled.rest.count(" ") > 1):
        return None
    return labelled


def _only_words(labelled: Labelled) -> bool:
    """Say whether words go on behind a label without a sign: `Caixa Econômica`, `Banco do …`."""
    rest = labelled.rest
    return bool(rest) and not labelled.closed and not any(map(str.isdigit, rest))


def _wrapped(board: Board, cell: Cell) -> Labelled | None:
    """Return a label whose words stand on two lines: `Data de`, and `pagamento` under it."""
    if meanings(plain(cell.text)):
        return None  # a label by itself, the next one only stands under it
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
        return aligned and near and name_in(start.text) is not None
    return False
