"""Who paid and who received: names, numbers, keys and accounts, each on its side."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from balcao.receipts.fields import banks, blocks, documents, iban, pix_key
from balcao.receipts.fields.announced import JOINTS
from balcao.receipts.fields.candidates import Candidate, explained
from balcao.receipts.fields.documents import Document, Kind
from balcao.receipts.fields.hit import Hit
from balcao.receipts.fields.marks import Board, Mark, Value
from balcao.receipts.fields.names import before_verb, continues, loose_name_in, name_in
from balcao.receipts.fields.pix_key import PixKey
from balcao.receipts.fields.rows import Cell
from balcao.receipts.fields.sentences import numbered, told
from balcao.receipts.fields.wordings import layouts

_NAMED, _HEADED, _BELOW, _LOOSE = 0.97, 0.93, 0.9, 0.7
_BARE = 0.75  # digits without any sign between them may be anything
_NOBODYS, _UNSURE = 0.85, 0.5  # a name that no word gives to either side
_EITHER = 0.7
_OF_A_NUMBER = 2  # letters: `PT50 0007`
_NEAR_ROWS = 3  # from a name to its number
_FULL, _FEW = 0.95, 5  # of the page's width; spaces
_SIGNS = " .,:;-–|*)"  # noqa: RUF001 - a dash is a dash
_BEHIND = re.compile(r"[·•,|-]\s*(?:CPF|CNPJ|NIF)\b")  # a bank, then the number of a person
_ACCOUNT = re.compile(r"[*•·x.]{2,}\s?\d{3,5}\s*\Z")  # `Conta à ordem ***4410`
_MOST_LINES = 4  # that a long name goes on for


@dataclass(frozen=True)
class Party:
    """One side of the payment, as far as the page tells."""

    name: Candidate[str] | None = None
    document: Candidate[Document] | None = None
    account: Candidate[str] | None = None
    bank: Candidate[str] | None = None


def party(board: Board, role: str) -> Party:
    """Return what the page says about who paid (`payer`) or received (`receiver`)."""
    name = next(_names(board, role), None)
    if name and _contested(board, role):
        name = replace(name, score=name.score * _EITHER)
    return Party(
        name,
        next(_documents(board, role), None),
        next(_accounts(board, role), None),
        next(_banks(board, role), None),
    )


def _contested(board: Board, role: str) -> bool:
    """Say whether two words claim this side, and none the other: one of both may mean that."""
    sections = [mark for mark in board.marks.values() if mark.attribute == "section"]
    claims = {mark.labelled.words: mark.role for mark in sections if mark.role}
    return len(claims) > 1 and set(claims.values()) == {role}


def _names(board: Board, role: str) -> Iterator[Candidate[str]]:
    for mark in board.of("name"):
        if mark.role == role:
            yield from _named(board, mark, _NAMED)
    heads = [mark for mark in board.of("section", "entity") if _is_headed(mark, role)]
    headed = [candidate for mark in heads for candidate in _named(board, mark, _HEADED)]
    yield from (candidate for candidate in headed if not banks.is_one(candidate.value))
    yield from (candidate for mark in (*heads, *_of_accounts(board, role)) for candidate in _below(board, mark))
    for mark in board.of("alias"):
        if mark.role == role:
            yield from _named(board, mark, _HEADED)
    yield from told(board, role)
    yield from headed
    nobodys = [m for m in board.of("name", "phone") if not m.role and _is_of(board, m, role)]
    for mark in nobodys:
        yield from _named(board, mark, _NOBODYS if len(nobodys) == 1 else _UNSURE)


def _is_of(board: Board, mark: Mark, role: str) -> bool:
    """Say whose a name is that no side claims: the holder of the account is who is spoken to."""
    return (mark.labelled.words in layouts().holders) == (role == board.owner)


def _is_headed(mark: Mark, role: str) -> bool:
    return any(label.role == role for label in mark.meanings if label.attribute == "section")


def _of_accounts(board: Board, role: str) -> list[Mark]:
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
        if value.cells[0].row > mark.cell.row and board.answered(mark):
            continue  # it is of the next label
        an_account = "conta" in mark.labelled.words and _ACCOUNT.search(value.text)
        name = None if an_account else name_in(value.text)
        if name and mark.labelled.words in JOINTS and not mark.labelled.closed:
            name = before_verb(name)
        if name and _beside_others(board, mark):
            name = _without_bank(name)
        if name:
            whole = _whole(board, mark, value, name)
            yield Candidate(whole, value.cells[0], mark, strength * value.strength)


def _whole(board: Board, mark: Mark, value: Value, name: str) -> str:
    """Return a name with the lines it goes on for."""
    cut = not value.text.rstrip(_SIGNS).endswith(name[-_FEW:])
    if cut and not _beside_others(board, mark):
        return name  # a number stood behind it: it was at its end
    last: Cell | None = value.cells[-1]
    for _ in range(_MOST_LINES):
        last = (board.continued(last) or _from_the_margin(board, mark, last)) if last else None
        if not last or not continues(name, last.text):
            break
        name = f"{name} {last.text.strip(' ,:;|')}"
    return name_in(name) or name


def _without_bank(name: str) -> str:
    """Return a name without the bank of the next column, if an engine ran the two together."""
    hits = [hit for hit in banks.find(name) if hit.start > 0 and hit.end == len(name)]
    return name[: hits[0].start].rstrip(" -") if hits else name


def _beside_others(board: Board, mark: Mark) -> bool:
    """Say whether a label heads one of several columns, whose values an engine may run together."""
    return any(other in board.marks for other in board.sheet.after(mark.cell))


def _from_the_margin(board: Board, mark: Mark, last: Cell) -> Cell | None:
    """Return the rest of a value that filled its line and goes on under its label."""
    other = board.continued(mark.cell) if last.line is mark.cell.line else None
    if not other or other.text.count(" ") > _FEW:
        return None
    return other if last.right + last.room_for(other) > _FULL * board.sheet.right else None


def _documents(board: Board, role: str) -> Iterator[Candidate[Document]]:
    for mark in board.of("document"):
        if mark.role == role:
            for value in board.values(mark):
                for hit in _numbers(board, value):
                    yield Candidate(hit.value, value.cells[0], mark, value.strength, hit.confidence)
    names = [mark for mark in board.of("name") if not mark.role and _is_of(board, mark, role)]
    for mark in board.of("document"):
        near = any(0 < mark.cell.row - name.cell.row <= _NEAR_ROWS for name in names)
        for value in board.values(mark) if near and not mark.role else ():
            for hit in _numbers(board, value):
                yield Candidate(hit.value, value.cells[0], mark, _LOOSE, hit.confidence)
    for mark in board.of("name"):
        for value in board.values(mark) if mark.role == role else ():
            for hit in filter(_is_plain, _numbers(board, value)):
                yield Candidate(hit.value, value.cells[0], mark, value.strength, hit.confidence)
    for mark in _of_accounts(board, role):
        for cell in blocks.lines(board, mark):
            for hit in filter(_is_plain, documents.find(cell.text.replace("…", "..."))):
                yield Candidate(hit.value, cell, mark, _LOOSE, hit.confidence)
    yield from numbered(board, role)
    yield from _loose_documents(board, role)


def _is_plain(hit: Hit[Document]) -> bool:
    """Say whether a number is one without a word that says so."""
    return hit.value.masked or hit.confidence > _BARE


def _loose_documents(board: Board, role: str) -> Iterator[Candidate[Document]]:
    """Yield numbers without a label on a side's part of the page; of nine digits may be others."""
    for cell in board.sheet.cells:
        if board.roles[cell] == role and (_unexplained(board, cell, role) or _BEHIND.search(cell.text)):
            beside = explained(board, cell)
            named = beside is not None and beside.attribute == "document"
            for hit in documents.find(cell.text.replace("…", "...")):
                if named or hit.value.kind != "nif" or hit.confidence > _LOOSE:
                    yield Candidate(hit.value, cell, beside, _LOOSE, hit.confidence)


def _numbers(board: Board, value: Value) -> list[Hit[Document]]:
    """Return the documents in a value, with the end of one that went on on the next line."""
    text = value.text.replace("…", "...")
    more = board.continued(value.cells[-1])
    found = documents.find(text)
    return found if found or not more else documents.find(text.strip() + more.text.strip())


def seller_and_buyer(
    board: Board, kinds: tuple[Kind, ...]
) -> tuple[Candidate[Document] | None, Candidate[Document] | None]:
    """Return who sold and who bought by a bill: the heading's number, and the one after it."""
    found = [
        Candidate(hit.value, cell, explained(board, cell), _NAMED, hit.confidence)
        for cell in board.sheet.cells
        if board.roles[cell] != "payer" and _unexplained(board, cell)
        for hit in documents.find(cell.text, kinds)
    ]
    seller = next((c for c in found if c.value.kind != "cpf"), None)
    labelled = (c for c in found if c.proof > _LOOSE or c.attribute == "document")
    buyer = next((c for c in labelled if seller and c.value != seller.value), None)
    return seller, buyer if buyer and buyer.value.kind != "cnpj" else None


def _unexplained(board: Board, cell: Cell, role: str = "") -> bool:
    """Say whether no label says that a number is something else, or the other side's."""
    mark = explained(board, cell)
    if not mark or mark.attribute in {"section", "name"}:
        return True
    if mark.attribute == "document":
        return role in ("", mark.role) or not mark.labelled.label.role
    return mark.attribute == "account" and mark.cell is not cell and bool(mark.labelled.rest)


def _accounts(board: Board, role: str) -> Iterator[Candidate[str]]:
    for cell in board.sheet.cells:
        mark = explained(board, cell)
        side = mark.role if mark and mark.role else board.roles[cell]
        if side == role:
            for hit in iban.find(cell.text):
                yield Candidate(hit.value, cell, mark, _NAMED, hit.confidence)


def _banks(board: Board, role: str) -> Iterator[Candidate[str]]:
    for mark in board.of("bank"):
        if mark.role == role:
            for value in board.values(mark):
                if name_in(value.text):
                    yield Candidate(value.text, value.cells[0], mark, value.strength)


def key_of(board: Board) -> Candidate[PixKey] | None:
    """Return the Pix key that was paid to: behind its label, on the receiver's side first."""
    marks = [mark for mark in board.of("key") if mark.labelled.label.role != "payer"]
    for mark in sorted(marks, key=lambda mark: mark.role != "receiver"):
        for value in board.values(mark):
            for text in (*_spelled_out(board, value), value.text, "".join(value.text.split())):
                key = pix_key.parse(text)
                if key:
                    return Candidate(key, value.cells[0], mark, value.strength)
    return None


def _spelled_out(board: Board, value: Value) -> list[str]:
    """Return a key with the lines it goes on for, the longest first."""
    texts, last = [value.text], value.cells[-1]
    for _ in range(_MOST_LINES):
        more = board.continued(last)
        said = more.text.strip() if more else " "
        if not more or " " in said or ("@" in texts[0] and not said.islower()):
            break
        texts, last = [texts[0] + more.text.strip(), *texts], more
    return texts[:-1]
