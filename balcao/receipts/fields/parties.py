"""Who paid and who received: names, numbers, keys and accounts, each on its side."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from balcao.receipts.fields import iban, pix_key
from balcao.receipts.fields.candidates import Candidate, explained
from balcao.receipts.fields.documents import Document
from balcao.receipts.fields.marks import Board, Value
from balcao.receipts.fields.names import name_in
from balcao.receipts.fields.party_names import names_of
from balcao.receipts.fields.party_numbers import numbers_of
from balcao.receipts.fields.pix_key import PixKey

_NAMED, _EITHER = 0.97, 0.7
_MOST_LINES = 4  # that a long key goes on for


@dataclass(frozen=True)
class Party:
    """One side of the payment, as far as the page tells."""

    name: Candidate[str] | None = None
    document: Candidate[Document] | None = None
    account: Candidate[str] | None = None
    bank: Candidate[str] | None = None


def party(board: Board, role: str) -> Party:
    """Return what the page says about who paid (`payer`) or received (`receiver`)."""
    name = next(names_of(board, role), None)
    if name and _contested(board, role):
        name = replace(name, score=name.score * _EITHER)
    return Party(
        name,
        next(numbers_of(board, role), None),
        next(_accounts(board, role), None),
        next(_banks(board, role), None),
    )


def _contested(board: Board, role: str) -> bool:
    """Say whether two words claim this side, and none the other: one of both may mean that."""
    sections = [mark for mark in board.marks.values() if mark.attribute == "section"]
    claims = {mark.labelled.words: mark.role for mark in sections if mark.role}
    return len(claims) > 1 and set(claims.values()) == {role}


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
