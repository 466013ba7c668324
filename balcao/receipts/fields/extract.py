"""From lines and codes to fields: the only entry, which asks each module for its own."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from balcao.adapters.decoding import Code
from balcao.adapters.ocr import Line
from balcao.receipts.fields import shop, unnamed
from balcao.receipts.fields.announced import JOINTS
from balcao.receipts.fields.candidates import Candidate, best
from balcao.receipts.fields.codes import from_codes
from balcao.receipts.fields.details import details
from balcao.receipts.fields.documents import Kind
from balcao.receipts.fields.doubts import judged
from balcao.receipts.fields.found import Fields, Found, Source
from balcao.receipts.fields.ids import atcud, transaction_id
from balcao.receipts.fields.kinds import Sort, sort_of
from balcao.receipts.fields.labelling import board_of
from balcao.receipts.fields.marks import Board
from balcao.receipts.fields.moments import days, moment
from balcao.receipts.fields.money import sums
from balcao.receipts.fields.parties import Party, key_of, party
from balcao.receipts.fields.party_numbers import seller_and_buyer
from balcao.receipts.fields.rows import sheet_of
from balcao.receipts.fields.status import Status, status_of

_NUMBERS: dict[str, tuple[Kind, ...]] = {"cupom": ("cpf", "cnpj"), "fatura": ("nif",)}
_SOLD = (*_NUMBERS, None)  # who sold stands in the heading, not behind a label


@dataclass
class Gathering:
    """What is being found on one receipt; what was found first is kept."""

    source: Source
    found: dict[str, Found] = field(default_factory=dict)

    def take(
        self,
        name: str,
        candidate: Candidate[object] | None,
        text: str | None = None,
        sure: float | None = None,
    ) -> None:
        """Keep a candidate as a field, as sure as its letters, its place and its proof are."""
        text = text or (str(candidate.value) if candidate else None)
        if candidate and text and name not in self.found:
            placed = min(candidate.score, 1.0) if sure is None else sure
            proved = placed * candidate.proof * _read(candidate)
            self.found[name] = candidate.found(text, self.source, proved)

    def say(self, name: str, value: str | None, confidence: float) -> None:
        """Keep what the page says as a whole."""
        if value and name not in self.found:
            self.found[name] = Found(value, round(confidence, 3), self.source)


def _read(candidate: Candidate[object]) -> float:
    return math.sqrt(candidate.cell.line.confidence)


def extract(lines: Sequence[Line], codes: Sequence[Code], *, source: Source) -> Fields:
    """Return all that stands on a receipt; codes outrank print and doubt what differs."""
    board = board_of(sheet_of(lines))
    known = from_codes(codes)
    sort, status = _sort(board, known), status_of(board)
    gathered = Gathering(source)
    gathered.say("kind", sort.kind, sort.confidence)
    _status(gathered, status)
    _money(gathered, board, sort)
    _moment(gathered, board, sort, status)
    identified = transaction_id(board, sort.kind)
    gathered.take("transaction_id", identified)
    _parties(gathered, board, sort)
    _sold(gathered, board, sort)
    for name, candidate in details(board, sort.kind):
        gathered.take(name, candidate)
    return judged(gathered.found, known)


def _sort(board: Board, known: dict[str, Found]) -> Sort:
    sort = sort_of(board)
    if "kind" in known:
        return Sort(known["kind"].value, 1.0, known["currency"].value)
    return sort


def _status(gathered: Gathering, status: Status) -> None:
    gathered.say("status", status.word, status.confidence)


def _money(gathered: Gathering, board: Board, sort: Sort) -> None:
    first, sure = best(sums(board, sort.kind))
    if first:
        gathered.take("amount", first, first.value.text, sure)
    gathered.say("currency", (first.value.currency if first else "") or sort.currency, 0.95)


def _moment(gathered: Gathering, board: Board, sort: Sort, status: Status) -> None:
    first, sure = best(days(board, sort.kind, status.word))
    if first:
        gathered.take("date", first, first.value.isoformat(), sure)
    clock = moment(board, first)
    gathered.take("time", clock, clock.value.isoformat() if clock else None)


def _parties(gathered: Gathering, board: Board, sort: Sort) -> None:
    for role in ("receiver", "payer"):
        side: Party = party(board, role)
        mark = side.name.mark if side.name else None
        said = mark is not None and mark.role and mark.labelled.words not in JOINTS
        if said or sort.kind not in _SOLD:
            gathered.take(f"{role}_name", side.name)
        gathered.take(
            f"{role}_document",
            side.document,
            side.document.value.value if side.document else None,
        )
        gathered.take(f"{role}_iban", side.account)
        if role == "receiver":
            gathered.take("bank", side.bank)
    _unnamed(gathered, board, sort)
    key = key_of(board) if sort.kind == "pix" else None
    gathered.take("pix_key", key, key.value.value if key else None)


def _unnamed(gathered: Gathering, board: Board, sort: Sort) -> None:
    """Take a side from where no label announces it."""
    if sort.kind not in _SOLD:
        for role in ("payer", "receiver"):
            gathered.take(f"{role}_name", unnamed.over_document(board, role))
    if "receiver_name" not in gathered.found:
        _unnamed_receiver(gathered, board, sort)
    if sort.kind not in _SOLD:
        _left_over(gathered, board)


def _unnamed_receiver(gathered: Gathering, board: Board, sort: Sort) -> None:
    if sort.kind == "mbway":
        gathered.take("receiver_name", unnamed.over_phone(board))
    if sort.kind == "multibanco":
        gathered.take("receiver_name", unnamed.over_entity(board))
    elif sort.kind == "pix":
        name, number = unnamed.seller(board)
        gathered.take("receiver_name", name)
        gathered.take("receiver_document", number, number.value.value if number else None)


def _left_over(gathered: Gathering, board: Board) -> None:
    """Give what is nobody's to the side without a name, or to whom the page speaks."""
    missing = [role for role in ("payer", "receiver") if f"{role}_name" not in gathered.found]
    if not missing:
        return
    side = missing[0] if len(missing) == 1 else board.owner
    name, number = unnamed.nobodys(board)
    document = number.value.value if number else None
    known = {found.value for found in gathered.found.values()}
    if name and not known & {name.value, document}:
        gathered.take(f"{side}_name", name)
        gathered.take(f"{side}_document", number, document)


def _bill(gathered: Gathering, board: Board, kind: str) -> None:
    sides = seller_and_buyer(board, _NUMBERS[kind])
    for role, side in zip(("receiver", "payer"), sides, strict=True):
        gathered.take(f"{role}_document", side, side.value.value if side else None)


def _sold(gathered: Gathering, board: Board, sort: Sort) -> None:
    if sort.kind not in _SOLD:
        return
    if sort.kind and "receiver_name" in gathered.found:  # behind a label, not over the page
        gathered.found["company"] = gathered.found["receiver_name"]
    seller = shop.company(board, sort.kind)
    gathered.take("company", seller)
    if sort.kind:
        gathered.take("receiver_name", seller)
        _bill(gathered, board, sort.kind)
        code = atcud(board)
        gathered.take("atcud", code)
