"""Who sold: the name over a shop's receipt, in heading or small print, on one line or two."""

import re
from dataclasses import replace

from balcao.receipts.fields.candidates import Candidate
from balcao.receipts.fields.letters import plain, words
from balcao.receipts.fields.marks import Board, follows
from balcao.receipts.fields.names import ENDINGS, GENERIC, capitals, with_letters
from balcao.receipts.fields.rows import Cell
from balcao.receipts.fields.wordings import layouts

_ROWS, _LETTERS = 14, 3
_NUMBER = re.compile(
    r"\s*[(\[]?\s*(?:co\.?\s*(?:reg\.?)?\s*(?:no)?\.?:?)?\s*\(?\d{4,}[-\s]?\w?\)?.*$",
    re.IGNORECASE,
)
_BRANCH = re.compile(r"(?:loja|filial|store)\s*\d", re.IGNORECASE)
_TAIL = re.compile(r"[\s,|(-]+(?:NIF|NIPC|CNPJ|Contribuinte)\b.*$", re.IGNORECASE)
# `CNPJ 12.345.678/0001-90 PADARIA ...`, as many tills print it in one line.
_NUMBER_FIRST = re.compile(
    r"\s*CNPJ\W{0,3}[0-9A-Z.]{8,10}/?[0-9A-Z]{4}-?[0-9]{2}\s*[-–]?\s*(?=[A-ZÀ-Ü]{2})"  # noqa: RUF001
)
_FIRM, _ENDING, _START, _TALL, _FALL = 0.5, 0.25, 0.2, 0.2, 0.03
_BELOW_ADDRESS, _COMMA = 0.3, 0.3
_SAME, _MOST_LINES = 0.4, 3
_UNSURE = 0.7  # a line behind a name that may be its town
_RIVAL = 0.1  # a line nearly as likely leaves it to a person which of them is the name
_FULL = 0.85  # of the page's width


def company(board: Board, kind: str | None = None) -> Candidate[str] | None:
    """Return the likeliest name among the first lines."""
    found: list[Candidate[str]] = []
    stopped = False
    for row in board.sheet.rows[:_ROWS]:
        cell = max(row, key=lambda c: c.right - c.left)
        name = None if _labelled(board, cell) else _name(cell)
        stopped = stopped or (bool(found) and (_labelled(board, cell) or _is(cell.text, "stops")))
        if name and plain(name) not in ENDINGS:
            score = _score(board, cell, name) - _BELOW_ADDRESS * stopped
            found.append(Candidate(name, cell, None, score))
    if not found:
        return None
    chosen = max(found, key=lambda c: c.score)
    if not kind:
        return _joined(board, chosen)
    whole = _heading(board, chosen)
    rivals = (c for c in found if c.value not in whole.value)
    near = any(whole.score - c.score < _RIVAL for c in rivals)
    unsure = near or _has_more_beside(board, chosen.cell)
    return replace(whole, score=min(whole.score, _UNSURE)) if unsure else whole


def _has_more_beside(board: Board, cell: Cell | None) -> bool:
    """Say whether words stand in a name's row that may be a part of it."""
    row = board.sheet.rows[cell.row] if cell else ()
    return any(_name(other) and not _labelled(board, other) for other in row if other is not cell)


def _heading(board: Board, chosen: Candidate[str]) -> Candidate[str]:
    """Return a name with the lines before and behind it that are printed alike."""
    first, last, name = chosen.cell, chosen.cell, chosen.value
    for _ in range(_MOST_LINES):
        over = next(
            (c for c in board.sheet.over(first, most=1) if _goes_with(board, c, first)), None
        )
        if over:
            first, name = over, f"{_name(over)} {name}"
        under = next(
            (c for c in board.sheet.under(last, most=1) if _goes_with(board, last, c)), None
        )
        if under:
            last, name = under, f"{name} {_name(under)}"
    unsure = name != chosen.value and not (_ends(name, "firm") or plain(last.text) in ENDINGS)
    score = min(chosen.score, _UNSURE) if unsure else chosen.score
    return replace(chosen, value=name, cell=first, score=score)


def _goes_with(board: Board, upper: Cell, lower: Cell) -> bool:
    both = (upper, lower)
    more = _name(lower)
    if any(_labelled(board, cell) or not _name(cell) for cell in both) or not more:
        return False
    goes_on = plain(more) in ENDINGS or _ends(more, "firm")
    if any(map(str.isdigit, lower.text)) and not goes_on:
        return False  # a house's number, or the seller's behind the town
    alike = abs(upper.height - lower.height) < _SAME * upper.height
    slogan = upper.text.isupper() != lower.text.isupper() or "," in upper.text
    alike = alike and (not slogan or plain(more) in ENDINGS)
    ended = _ends(upper.text, "firm") and "-" not in (
        upper.text.rstrip()[-1],
        lower.text.strip()[0],
    )
    full = goes_on or _was_full(board, upper, lower)
    return alike and follows(upper, lower) and not ended and full


def _was_full(board: Board, upper: Cell, lower: Cell) -> bool:
    """Say whether the first word of a line would not have fitted on the line before."""
    return upper.right - upper.left + upper.room_for(lower) > _FULL * board.sheet.width


def _labelled(board: Board, cell: Cell) -> bool:
    mark = board.marks.get(cell)
    if mark is None or _NUMBER_FIRST.match(cell.text):
        return cell in board.tails
    return mark.attribute != "section"


def _name(cell: Cell) -> str | None:
    """Return a line as a name, without the company's number behind it."""
    text = _NUMBER_FIRST.sub("", cell.text)
    text = _NUMBER.sub("", _TAIL.sub("", text)).strip(" .,:;-*#=_()")
    if plain(text) in ENDINGS:
        return text
    if sum(map(str.isalpha, text)) < _LETTERS or sum(map(str.isdigit, text)) > len(text) // 3:
        return None
    if (
        plain(text) in GENERIC
        or _BRANCH.match(text)
        or _is(text, "never")
        or _is(text, "stops")
        or any(sign in text for sign in "@:")
        or ".com" in text
    ):
        return None
    text = capitals(with_letters(text))
    return f"{text})" if text.count("(") > text.count(")") else text


def _is(text: str, sort: str) -> bool:
    """Say whether a line begins like an address, or is a heading every receipt bears."""
    spaced = words(text)
    return any(spaced.startswith(phrase) for phrase in layouts().company[sort])


def _ends(name: str, sort: str) -> bool:
    spaced = words(name)
    glued = spaced.replace(" ", "")
    endings = layouts().company[sort]
    return any(
        spaced.endswith(ending) or (len(ending) > 6 and glued.endswith(ending.replace(" ", "")))  # noqa: PLR2004
        for ending in endings
    )


def _score(board: Board, cell: Cell, name: str) -> float:
    score = 1.0 - _FALL * cell.row
    score += _FIRM if _ends(name, "firm") else _ENDING * _ends(name, "endings")
    score += _START * _is(name, "starts")
    score += _TALL * (cell.height > 1.25 * board.sheet.letter)
    score -= _COMMA * ("," in name and not _ends(name, "endings"))  # `PERTO DE SI, TODOS OS DIAS`
    return score - 0.2 * (len(name) < 5)  # noqa: PLR2004 - mostly a logo's letters


def _joined(board: Board, chosen: Candidate[str]) -> Candidate[str]:
    """Return a name whose ending, or whose beginning, stands on a line of its own."""
    for other in board.sheet.under(chosen.cell, most=1):
        more = _name(other)
        if more and not _ends(chosen.value, "firm") and _is_tail(more):
            return replace(chosen, value=f"{chosen.value} {more}")
    if _is_tail(chosen.value):
        for other in board.sheet.over(chosen.cell, most=1):
            if _name(other):
                return replace(chosen, value=f"{_name(other)} {chosen.value}")
    return chosen


def _is_tail(name: str) -> bool:
    """Say whether a line holds nothing but the words a firm's name ends in: `CO. (M) SDN BHD`."""
    known = {word for ending in layouts().company["endings"] for word in ending.split()} | {"m"}
    return set(words(name).split()) <= known
