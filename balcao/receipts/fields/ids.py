"""The number under which a bank or a till knows a payment: which one depends on the kind."""

import re
from collections.abc import Iterator

from balcao.receipts.fields import access_key, boleto, e2e, multibanco
from balcao.receipts.fields.candidates import Candidate, explained
from balcao.receipts.fields.hit import Hit
from balcao.receipts.fields.labels import Labelled
from balcao.receipts.fields.letters import plain
from balcao.receipts.fields.marks import Board, Mark, Value
from balcao.receipts.fields.rows import Cell
from balcao.receipts.fields.wordings import Label

_LABELS: dict[str | None, tuple[str, ...]] = {
    "pix": ("id_e2e", "id_auth"),
    "ted": ("id_auth", "id_e2e"),
    "boleto": ("id_auth", "id_e2e"),
    "multibanco": ("id_transaction", "id_operation", "id_reference"),
    "mbway": ("id_operation", "id_transaction", "id_reference"),
    "transferencia": ("id_reference", "id_operation", "id_transaction", "reference"),
    "fatura": ("atcud",),
}
_CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9./-]|(?<=\w) (?=\w))*[A-Za-z0-9]")
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]*")
_BROKEN = re.compile(r"[ED]\d{7}")  # begins as the id of a Pix, and did not prove to be one
_UNREAD = "--"  # what an engine makes of letters it cannot tell apart
_ATCUD = re.compile(r"ATCUD[:\s]*([A-Z0-9]{8})\s?[-–]\s?(\d+)", re.IGNORECASE)  # noqa: RUF001
_ROOTS: dict[str | None, tuple[str, ...]] = {
    "ted": ("autentic", "control"),
    "boleto": ("autentic", "control"),
    "multibanco": ("transac", "operac", "recibo"),
    "mbway": ("operac", "mbway", "transac", "identif", "refer"),
    "transferencia": ("refer", "operac", "transac", "identif", "transfer", "movim"),
}
_NUMBERED = re.compile(r"\s+[nN]\.?\s?[ºo°]\.?\s*(?=\S+\Z)")  # `Comprovativo da operação n.º 1`
_NUMBER = (
    r"(?:(?i:n\.?\s?[ºo°]\.?|:)\s*(?=[A-Z0-9/-]*\d)|(?=[A-Z0-9]{0,4}\d{6}))"
    r"([A-Z0-9][A-Z0-9/-]{4,}[A-Z0-9])\b"
)
_IN_WORDS = re.compile(rf"(?i:opera[cç][aã]o|transa[cç][aã]o|transfer[eê]ncia)\s*{_NUMBER}")
_REFERENCE = re.compile(rf"(?i:refer[eê]ncia)\s*{_NUMBER}")
_IN_PROSE = 0.85
_PROVED = ("pix", "cupom", "fatura")  # no other number is theirs
_SOUNDS, _FEW_WORDS = 0.65, 5
_MOST_LINES = 2
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d\d-\d\d-\d{4}")
_HYPHENS = "-./ "  # at which a code may go on, on the next line
_SHORTEST = 4


def transaction_id(board: Board, kind: str | None) -> Candidate[str] | None:
    """Return the id that the conventions ask for."""
    found = _by_itself(board, kind)
    labelled = found or next(_labelled(board, kind), None) or next(_rooted(board, kind), None)
    return labelled or (_told(board, kind) if kind not in _PROVED else None)


def _by_itself(board: Board, kind: str | None) -> Candidate[str] | None:
    if kind == "pix":
        return _end_to_end(board)
    if kind == "cupom":
        hits = access_key.find(board.text)
        cell = _cell_of(board, hits[0].value.value[:8]) if hits else None
        return Candidate(hits[0].value.value, cell, None, 1.0) if hits and cell else None
    if kind == "fatura":
        return atcud(board)
    return None


def _end_to_end(board: Board) -> Candidate[str] | None:
    for cell in board.sheet.cells:
        column = [cell]
        for _ in range(_MOST_LINES + 1):
            text = "\n".join(line.text for line in column)
            hits = [hit for hit in e2e.find(text) if _ends_a_line(text, hit)]
            if hits:
                begun = column[text.count("\n", 0, hits[0].start)]  # it need not be the first line
                mark = explained(board, begun)
                return Candidate(hits[0].value.value, begun, mark, 1.0, hits[0].confidence)
            below = next(iter(board.sheet.under(column[-1], most=1)), None)
            if not below:
                break
            column.append(below)
    return None


def _ends_a_line(text: str, hit: Hit[e2e.EndToEnd]) -> bool:
    """Say whether an id that goes on below is all that stands there, and no other line's word."""
    below = text[hit.start : hit.end].partition("\n")[2]
    return not below or (" " not in below.strip() and text[hit.end : hit.end + 1] in {"", "\n"})


def _told(board: Board, kind: str | None) -> Candidate[str] | None:
    """Return a number that a sentence tells, perhaps on its next line: `Operação n.º 123456`."""
    text = " ".join(board.text.split())
    said = _IN_WORDS.search(text)
    if not said and kind != "multibanco":  # whose reference is of what was paid for
        said = _REFERENCE.search(text)
    cell = _cell_of(board, said[1]) if said else None
    return Candidate(said[1], cell, None, _IN_PROSE) if said and cell else None


def _cell_of(board: Board, beginning: str) -> Cell | None:
    squeezed = (c for c in board.sheet.cells if beginning in "".join(c.text.split()))
    return next(squeezed, board.sheet.cells[0] if board.sheet.cells else None)


def atcud(board: Board) -> Candidate[str] | None:
    """Return the validation code of a Portuguese bill: series and number."""
    for cell in board.sheet.cells:
        hit = _ATCUD.search(cell.text)
        if hit:
            value = f"{hit[1].upper()}-{hit[2]}"
            return Candidate(value, cell, board.marks.get(cell), 1.0)
    return None


def _labelled(board: Board, kind: str | None) -> Iterator[Candidate[str]]:
    for attribute in _LABELS.get(kind, ("id_operation", "id_transaction")):
        for mark in board.of(attribute):
            for value in board.values(mark):
                code = _code(board, value)
                if code and not (attribute == "id_reference" and _is_what_for(code, kind)):
                    broken = _UNREAD in code or (kind == "pix" and _BROKEN.match(code))
                    strength = _SOUNDS if broken else _strength(mark, attribute)
                    yield Candidate(code, value.cells[0], mark, strength)


def _is_what_for(code: str, kind: str | None) -> bool:
    """Say whether `Ref.` announces what was paid for, and not the payment."""
    return kind == "multibanco" and multibanco.parse_reference(code) is not None


def _rooted(board: Board, kind: str | None) -> Iterator[Candidate[str]]:
    """Yield codes beside words that only sound like the label: a person has to look at them."""
    for root in _ROOTS.get(kind, ()):
        for cell in board.sheet.cells:
            head, sign, rest = _NUMBERED.sub(": ", cell.text).partition(":")
            if root in plain(head) and head.count(" ") < _FEW_WORDS:
                start = len(head) + len(sign)
                mark = Mark(cell, Labelled(Label("id_other"), plain(head), rest.strip(), start))
                codes = ((value, _code(board, value)) for value in board.values(mark))
                yield from (Candidate(c, v.cells[0], mark, _SOUNDS) for v, c in codes if c)


def _strength(mark: Mark, attribute: str) -> float:
    return 0.95 if mark.attribute == attribute else 0.85


def _code(board: Board, value: Value) -> str | None:
    """Return the code a value consists of, with the lines it goes on for."""
    code = value.text.strip()
    if not _is_code(code.rstrip(_HYPHENS)) or boleto.find(code):
        return None
    last: Cell | None = value.cells[-1]
    for _ in range(_MOST_LINES):
        last = board.continued(last) if last else None
        parted = last and " " in last.text.strip() and " " not in value.text.strip()
        if not last or parted or not _goes_on(last.text) or len(last.text) > len(value.text) + 2:
            break
        code += last.text.strip()
    return code.rstrip(_HYPHENS)


def _goes_on(text: str) -> bool:
    """Say whether a line can be the end of a code: no small letters among it but with digits."""
    text = text.strip(_HYPHENS)
    if len(text) == 1:
        return text.isascii() and (text.isupper() or text.isdigit())
    return bool(_CODE.fullmatch(text)) and (_is_code(text) or text.isupper() or text.isdigit())


def _is_code(text: str) -> bool:
    """Say whether a text is one code: digits in it, no word of small letters, no sum, no day."""
    text = text.strip()
    if len(text) < _SHORTEST or not _CODE.fullmatch(text):
        return False
    if text.count("/") > 1 or _DAY.fullmatch(text) or not any(map(str.isdigit, text)):
        return False
    return all(any(map(str.isdigit, part)) or part.isupper() for part in _PART.findall(text))
