"""The words beside a value that say what it is: of two countries, and as badly as they are read."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

from balcao.receipts.fields.letters import places, plain
from balcao.receipts.fields.names import with_letters
from balcao.receipts.fields.phrases import side_of
from balcao.receipts.fields.wordings import GUESSED, Label, alike, layouts, slips

_LONGEST = 44
_GLUED = 9  # from this length on a label may run into its value without any sign between
_SHORT = 2  # letters of a label that never stands before a digit without a space or a sign
_WORD = re.compile(r"(?<=\s)\S+")
_MOST_WORDS = 5
_BY_ROOT = 0.8  # how sure a label is that is only known by its root
# The end of a number or of a sentence, and not of `Total incl. IVA`, `Total c. IVA`.
_WITH_TAX = r"(?<!\b[IiEe][nx][cCgG][lI])(?<!\b[IiEe][nx]c)(?<!\b[CcSs])"
_ENDED = re.compile(rf"[^A-Za-zÀ-ÿ:]+ (?=\S)|[^:]*{_WITH_TAX}\.\s+(?=[A-ZÀ-Ý])")
_HEAD_END = re.compile(r":|\s(?=\d)|\s(?=R\$)")
# Behind a label, and no value: `CREDITADO A`, `Valor (R$)`, `Identificador (E2E)`.
_IDLE = re.compile(r"(?i:a|ao|à|de|do|da|em|no|na|para)|R\$|€|EUR|\((?![^)]*\d{3})[^)]{1,24}\)")
_SEPARATORS = " \t:;.=>–—|"  # noqa: RUF001 - a dash is a dash
_ORDINALS = "ºª°"  # of `Transação n.º`


@dataclass(frozen=True)
class Labelled:
    """A text that begins with a label, and what follows it in the same run."""

    label: Label
    words: str
    rest: str
    start: int = 0  # where the rest begins within the text
    closed: bool = False  # a colon stands between


@lru_cache(maxsize=8192)
def label_of(text: str) -> Labelled | None:
    """Return the longest label a text begins with, or the one it was probably meant to be."""
    said = with_letters(text)
    known, letters = layouts().labels, plain(said)
    phrased = None if letters in known else _phrased(text)
    for length in range(min(len(letters), _LONGEST), 0, -1):
        head = letters[:length]
        if head in known and (found := _cut(text, known[head][0], head, places(said)[length - 1])):
            if phrased and len(phrased.words) > length:
                return phrased
            goes_on = found.rest[:1].islower()
            said_by_root = _rooted(text) if goes_on else None
            return _longer(text, found) or said_by_root or found
    return phrased or _guessed(text) or _rooted(text)


def _phrased(text: str) -> Labelled | None:
    """Return a heading of small words that opens a side's part of the page."""
    side = side_of(text)
    if not side:
        return None
    role, end = side
    rest = text[end:].lstrip(_SEPARATORS)
    start, closed = len(text) - len(rest), text[end:].lstrip().startswith(":")
    return Labelled(Label("section", role), plain(text[:end]), rest.strip(), start, closed)


def _rooted(text: str) -> Labelled | None:
    """Return a label whose words nobody listed, but that begins or ends like those of a side."""
    end = _HEAD_END.search(text)
    head = text[: end.start()] if end else text
    letters = plain(head)
    if head.count(" ") >= _MOST_WORDS or any(map(str.isdigit, letters)):
        return None
    for role, roots in layouts().roots.items():
        if any(root in letters for root in roots):
            first = next((a for a in layouts().leading if letters.startswith(a)), None)
            aside = plain(head.rpartition("(")[2]) if head.endswith(")") else letters
            if first is None and not aside.startswith(roots):
                return None
            known = layouts().labels[first][0].attribute if first else "section"
            rest = text[len(head) :].lstrip(_SEPARATORS)
            label = Label(known, role, _BY_ROOT)
            return Labelled(label, letters, rest, len(text) - len(rest), ":" in text[len(head) :])
    return None


def _longer(text: str, found: Labelled) -> Labelled | None:
    """Return a longer label that was misread behind the shorter one it begins with."""
    before = _HEAD_END.split(found.rest)[0] if not found.closed else ""
    if not before or sum(map(str.isdigit, before)) > len(before) // 8:
        return None
    guessed = _guessed(text)
    return guessed if guessed and len(guessed.words) > len(found.words) + 2 else None


def inner_labels(text: str) -> list[int]:
    """Return where further labels with a colon begin inside one run: `CPF: 1 Conta: 2`."""
    found, behind = [], text.find(":") + 1
    first = _ENDED.match(text)
    if first and _is_label(text[first.end() : max(behind - 1, 0)]):
        found.append(first.end())
    while behind and (colon := text.find(":", behind)) > 0:
        starts = [m.start() for m in _WORD.finditer(text, behind, colon)][-_MOST_WORDS:]
        start = next((s for s in starts if _is_label(text[s:colon])), None)
        found += [start] if start else []
        behind = colon + 1
    return found


def _is_label(text: str) -> bool:
    return plain(text) in layouts().labels


def meanings(entry: str) -> tuple[Label, ...]:
    """Return everything a label may announce: one country's words may be the other's."""
    return layouts().labels.get(entry, ())


def _cut(text: str, label: Label, head: str, end: int) -> Labelled | None:
    """Return the label if it ends where a word ends, as far as spaces were kept."""
    behind = text[end : end + 1]
    if behind == "$" or (behind.isdigit() and len(head) <= _SHORT):
        return None  # the R of R$, or the first letters of a code: `cc856572-2f76`
    if behind.isalpha() and not _runs_on(text, head, end):
        return None
    rest = text[end:]
    closed = rest.lstrip(" )").startswith(":")
    start = end + len(rest) - len(rest.lstrip(_SEPARATORS + _ORDINALS + ")"))
    said = text[start:].strip()
    return Labelled(label, head, "" if _IDLE.fullmatch(said) else said, start, closed)


def _runs_on(text: str, head: str, end: int) -> bool:
    """Say whether a name was glued to its label: `NomeMARIA`, `BENEFICIARIOLOJA`."""
    if text[end - 1].islower() and text[end].isupper():
        return True
    joint = len(text[:end].rsplit(maxsplit=1)[-1]) == 1  # `PAGAMENTO A`, of `PAGAMENTO ACEITE`
    return not joint and (
        len(head) >= _GLUED and text[:end].isupper() == text[end:].isupper() and text[end].isupper()
    )


def _guessed(text: str) -> Labelled | None:
    end = _HEAD_END.search(text)
    head = text[: end.start()] if end else text
    colon = end[0].strip() if end else ""
    letters = plain(with_letters(head))
    if letters in layouts().statuses:
        return None
    if len(letters) not in GUESSED or sum(map(str.isdigit, letters)) > len(letters) // 3:
        return None
    allowed = slips(len(letters))
    meant = extractOne(letters, alike(letters), scorer=Levenshtein.distance, score_cutoff=allowed)
    if meant is None:
        return None
    best, least, _ = meant
    known = layouts().labels[best][0]
    label = Label(known.attribute, known.role, 1 - 0.1 * least)
    rest = text[len(head) + len(colon) :].strip()
    return Labelled(label, best, rest, len(text) - len(rest), colon == ":")
