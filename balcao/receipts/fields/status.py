"""Whether money moved: a promise, a delay or a way back is never taken for a payment."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance.Levenshtein import distance

from balcao.receipts.fields.candidates import explained
from balcao.receipts.fields.letters import glued, plain, solid, words
from balcao.receipts.fields.marks import Board, Mark, follows
from balcao.receipts.fields.rows import Cell
from balcao.receipts.fields.wordings import layouts

COMPLETED = "completed"
_UNPAID = ("returned", "scheduled", "processing")  # the first that is found wins
_PROSE, _HEADING = 5, 1.3  # words of a small print; of a letter's height
# In it only what was done is a statement: `foi devolvido`, and not `se aceita devolução`.
_FACTS = re.compile(
    r"(?<! foi)(?<! esta)(?<! ficou)(?<! sido)(?<! foram)(?<! foram lhe)(?<! foi lhe)"
    r" (?:devoluc|estorn|reembols|anulac|cancel|rejei|devolv(?!eu\b)|recus)\w*(?= |\Z)"
)
# What opens a line of its own states it, whatever is said behind: `Estornado em qui., 08 de …`.
_OPENS = re.compile(
    r"(?:devolv|estorn|reembols|anul|cancel|rejeit|recus)[ai]d[ao]\b", re.IGNORECASE
)
_MESSAGES = ("mensagem", "recado", "comentario")
_GLUED = 8  # letters a word needs to be recognised where the spaces are lost
_SAID, _SILENT, _CONTESTED = 0.98, 0.85, 0.6
_SLIPS = 2  # letters: an m for rn


@dataclass(frozen=True)
class Status:
    """One of the four words, where it stands, and how sure it is."""

    word: str
    confidence: float
    cell: Cell | None = None


def status_of(board: Board) -> Status:
    """Return what the page says; only a page without any other word is completed."""
    stated = _stated(board)
    texts = [(cell, _as_told(board, cell)) for cell in board.sheet.cells]
    for word in _UNPAID:
        for cell, text in texts:
            if says(text, word) and not _explained_away(board, cell, stated):
                return Status(word, _CONTESTED if stated == COMPLETED else _SAID, cell)
    if stated is None and (meant := _meant(board)):
        return meant
    said = next((cell for cell in board.sheet.cells if says(cell.text, COMPLETED)), None)
    return Status(COMPLETED, _SAID if said else _SILENT, said)


def _as_told(board: Board, cell: Cell) -> str:
    """Return a line as part of its sentence, without what only may become of the payment."""
    mark = explained(board, cell)
    written = mark is not None and mark.labelled.words.startswith(_MESSAGES)
    short = len(cell.text.split()) < _PROSE
    if written and short and mark and mark.cell.row >= cell.row - 1:
        return ""  # by a person: `Mensagem: reembolso`
    before = next((c for c in board.sheet.over(cell, most=1) if follows(c, cell)), None)
    if before and before not in board.marks and _may_be(words(before.text)):
        return ""
    text = words(_with_next_line(board, cell))
    text = text[: _may_be(text)]
    own = words(cell.text)
    states = cell.text[:1].isupper() and _OPENS.match(cell.text) and not before
    if states or cell.height >= _HEADING * board.sheet.letter or not _is_prose(text):
        return text
    return _FACTS.sub(" ", text) if _is_prose(own) else own + _FACTS.sub(" ", text[len(own) - 1 :])


def _is_prose(text: str) -> bool:
    return sum(map(str.isalpha, text.split())) > _PROSE


def _may_be(text: str) -> int | None:
    """Return where a sentence begins to speak of what may happen, if it does."""
    return min(
        (at for phrase in layouts().conditional if (at := text.find(phrase)) >= 0), default=None
    )


def _with_next_line(board: Board, cell: Cell) -> str:
    """Return a line with the next one where that goes on with it: `TED em`, `processamento`."""
    for other in board.sheet.under(cell, most=1):
        goes_on = follows(cell, other) and other not in board.marks
        return f"{cell.text} {other.text}" if goes_on else cell.text
    return cell.text


def _stated(board: Board) -> str | None:
    """Return the word behind a label such as `Situação`, if there is one."""
    for mark in board.of("status"):
        for value in board.values(mark):
            for word in (*_UNPAID, COMPLETED):
                if says(value.text, word):
                    return word
    return None


def _meant(board: Board) -> Status | None:
    """Return what a misread word behind `Estado` probably was: `Estomada`. A person has to look."""
    for mark in board.of("status"):
        for value in board.values(mark):
            said = plain(value.text)
            for word in (*_UNPAID, COMPLETED):
                phrases = map(glued, layouts().status[word])
                if any(len(p) >= _GLUED and distance(p, said) <= _SLIPS for p in phrases):
                    return Status(word, _CONTESTED, value.cells[0])
            if sum(map(str.isalpha, said)) >= _GLUED:
                return Status(COMPLETED, _CONTESTED, value.cells[0])
    return None


def _explained_away(board: Board, cell: Cell, stated: str | None) -> bool:
    """Say whether a payment that is stated to be done only tells when it had been scheduled."""
    mark: Mark | None = board.marks.get(cell)
    return stated == COMPLETED and mark is not None and mark.attribute.startswith("date_")


def says(text: str, status: str) -> bool:
    """Say whether a text holds a word of a status that is not part of a harmless phrase."""
    spaced, letters = _without_harmless(text)
    phrases = layouts().status[status]
    if any(map(spaced.__contains__, phrases)):
        return True
    return any(_stands(one, letters) for one in solid(phrases, _GLUED) if one in letters)


@lru_cache(maxsize=4096)
def _without_harmless(text: str) -> tuple[str, str]:
    spaced, letters = words(text), plain(text)
    for phrase in layouts().status["harmless"]:
        spaced = spaced.replace(phrase, " ")
        letters = letters.replace(glued(phrase), " ")
    return spaced, letters


def _stands(phrase: str, letters: str) -> bool:
    behind = letters.find(phrase) + len(phrase)
    return letters[behind : behind + 1] != "s"
