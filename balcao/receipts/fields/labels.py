"""The words beside a value that say what it is: of two countries, and as badly as they are read."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from balcao.receipts.fields.letters import places, plain, words

_FOLDER = Path(__file__).parent / "layouts"
_JOINTS = ("", "do", "da", "de", "dos", "da parte")
_PARTICLES = frozenset(("de", "do", "da"))
_SHORTENED = {  # as slips shorten them
    "valor": ("vl", "vlr"), "data": ("dt",), "pagamento": ("pgto", "pagto"), "total": ("tot",),
    "documento": ("doc",), "vencimento": ("venc", "vcto"), "transferencia": ("transf",),
    "autenticacao": ("aut", "autent"), "operacao": ("oper", "op"), "transacao": ("trans",),
    "codigo": ("cod",), "referencia": ("ref",), "desconto": ("desc",), "numero": ("nr", "num"),
}  # fmt: skip
_MOST_WAYS = 24
_NUMBERS = ("no", "nr", "num", "numero", "nro")
_LONGEST = 44
_TO_BE_GUESSED = range(5, 32)  # shorter words resemble too many others
_GLUED = 9  # from this length on a label may run into its value without any sign between
_SHORT = 2  # letters of a label that never stands before a digit without a space or a sign
_WORD = re.compile(r"(?<=\s)\S+")
_MOST_WORDS = 5
_BY_ROOT = 0.8  # how sure a label is that is only known by its root
_HEAD_END = re.compile(r":|\s(?=\d)|\s(?=R\$)")
_SEPARATORS = " \t:;.=>–—|"  # noqa: RUF001 - a dash is a dash


@dataclass(frozen=True)
class Label:
    """What a label announces: an attribute, and whose it is where it says so."""

    attribute: str  # as in the layouts; `section` where it opens a part of the page
    role: str = ""  # payer, receiver
    exact: float = 1.0  # less where letters had to be guessed


@dataclass(frozen=True)
class Labelled:
    """A text that begins with a label, and what follows it in the same run."""

    label: Label
    words: str
    rest: str
    start: int = 0  # where the rest begins within the text
    closed: bool = False  # a colon stands between


@dataclass
class Layouts:
    """The words of all countries; what both know means the same in both."""

    labels: dict[str, tuple[Label, ...]] = field(default_factory=dict)
    by_length: dict[int, list[str]] = field(default_factory=dict)
    status: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    prefer: dict[str, tuple[str, ...]] = field(default_factory=dict)
    company: dict[str, tuple[str, ...]] = field(default_factory=dict)
    demote: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: tuple[str, ...] = ()
    roots: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of words for both sides
    leading: tuple[str, ...] = ()  # what a label of a side may begin with
    change: tuple[str, ...] = ()
    less: tuple[str, ...] = ()  # what is taken off before it is paid
    more: tuple[str, ...] = ()  # what is added
    heads: frozenset[str] = frozenset()  # words over the columns of goods
    counts: frozenset[str] = frozenset()  # those of them that no label consists of

    def preferred(self, kind: str | None) -> tuple[str, ...]:
        """Return the labels of the sum that counts on a kind of receipt, the best first."""
        return self.prefer.get(kind or "shop", ())


_ENTRY = {
    "status": words,
    "kinds": words,
    "prefer": plain,
    "demote": plain,
    "company": words,
    "roots": plain,
}


@cache
def layouts() -> Layouts:
    """Return what the files of the folder say, read once in a process."""
    made = Layouts()
    for path in sorted(_FOLDER.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for entry, label in _entries(data):
            known = made.labels.setdefault(entry, ())
            made.labels[entry] = known if label in known else (*known, label)
        made.tables += tuple(map(plain, data.get("tables", [])))
        for name in ("change", "less", "more"):
            more = tuple(map(plain, data.get(name, [])))
            setattr(made, name, (*getattr(made, name), *more))
        made.heads |= frozenset(data.get("heads", []))
        made.counts |= frozenset(data.get("counts", []))
        made.leading += tuple(map(plain, data.get("leading", [])))
        for name in ("status", "kinds", "prefer", "demote", "company", "roots"):
            merged: dict[str, tuple[str, ...]] = getattr(made, name)
            for key, entries in data.get(name, {}).items():
                merged[key] = (*merged.get(key, ()), *map(_ENTRY[name], entries))
    for entry in made.labels:
        made.by_length.setdefault(len(entry), []).append(entry)
    return made


def _spellings(entry: str) -> Iterable[str]:
    """Yield a label as it is, and with every way to write `número` before it."""
    head, _, rest = entry.partition(" ")
    if head == "n":
        yield from (plain(f"{number} {rest}") for number in _NUMBERS)
    yield plain(entry)
    if " " not in entry:
        return
    ways = ((word, *_SHORTENED.get(word, ())) for word in entry.split())
    for way in islice(product(*ways), _MOST_WAYS):
        yield plain(" ".join(way))
        yield plain(" ".join(word for word in way if word not in _PARTICLES))


def _entries(data: Mapping[str, Mapping[str, list[str]]]) -> Iterable[tuple[str, Label]]:
    for attribute, entries in data.get("labels", {}).items():
        yield from ((way, Label(attribute)) for entry in entries for way in _spellings(entry))
    for role, entries in data.get("sections", {}).items():
        yield from ((plain(entry), Label("section", role)) for entry in entries)
    for attribute, entries in data.get("attributes", {}).items():
        yield from ((way, Label(attribute)) for entry in entries for way in _spellings(entry))
    for role, nouns in data.get("roles", {}).items():
        yield from ((plain(noun), Label("section", role)) for noun in nouns)
    for role, nouns in _nouns(data):
        for attribute, entries in data.get("attributes", {}).items():
            yield from _combined(entries, nouns, Label(attribute, role))


def _nouns(data: Mapping[str, Mapping[str, list[str]]]) -> Iterable[tuple[str, list[str]]]:
    """Yield the words for both sides, with those that open no part of the page by themselves."""
    for sort in ("roles", "companions"):
        yield from data.get(sort, {}).items()


def _combined(
    entries: Iterable[str], nouns: Iterable[str], label: Label
) -> Iterable[tuple[str, Label]]:
    """Yield `nome do recebedor`, `recebedor nome` and the like, of every word with every role."""
    for entry in entries:
        for noun in nouns:
            yield from ((plain(entry + joint + noun), label) for joint in _JOINTS)
            yield plain(noun + entry), label


@lru_cache(maxsize=8192)
def label_of(text: str) -> Labelled | None:
    """Return the longest label a text begins with, or the one it was probably meant to be."""
    known, letters = layouts().labels, plain(text)
    for length in range(min(len(letters), _LONGEST), 0, -1):
        head = letters[:length]
        if head in known and (found := _cut(text, known[head][0], head, places(text)[length - 1])):
            said_by_root = _rooted(text) if found.rest[:1].islower() else None
            return _longer(text, found) or said_by_root or found
    return _guessed(text) or _rooted(text)


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
            if first is None and not letters.startswith(roots):
                return None
            known = layouts().labels[first][0].attribute if first else "section"
            rest = text[len(head) :].lstrip(_SEPARATORS)
            label = Label(known, role, _BY_ROOT)
            return Labelled(label, letters, rest, len(text) - len(rest), ":" in text[len(head) :])
    return None


def _longer(text: str, found: Labelled) -> Labelled | None:
    """Return a longer label that was misread behind the shorter one it begins with."""
    before = found.rest.partition(":")[0] if not found.closed else ""
    if not before or sum(map(str.isdigit, before)) > len(before) // 8:
        return None
    guessed = _guessed(text)
    return guessed if guessed and len(guessed.words) > len(found.words) + 2 else None


def inner_labels(text: str) -> list[int]:
    """Return where further labels with a colon begin inside one run: `CPF: 1 Conta: 2`."""
    found, behind = [], text.find(":") + 1
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
    start = end + len(rest) - len(rest.lstrip(_SEPARATORS + ")"))
    return Labelled(label, head, text[start:].strip(), start, closed)


def _runs_on(text: str, head: str, end: int) -> bool:
    """Say whether a name was glued to its label: `NomeMARIA`, `BENEFICIARIOLOJA`."""
    if text[end - 1].islower() and text[end].isupper():
        return True
    return (
        len(head) >= _GLUED and text[:end].isupper() == text[end:].isupper() and text[end].isupper()
    )


def _guessed(text: str) -> Labelled | None:
    end = _HEAD_END.search(text)
    head = text[: end.start()] if end else text
    colon = end[0].strip() if end else ""
    letters = plain(head)
    if len(letters) not in _TO_BE_GUESSED or sum(map(str.isdigit, letters)) > len(letters) // 3:
        return None
    allowed = 1 if len(letters) < 10 else 2  # noqa: PLR2004 - one slip in ten letters
    best, least = "", allowed + 1
    for length in range(len(letters) - allowed, len(letters) + allowed + 1):
        for entry in layouts().by_length.get(length, ()):
            distance = Levenshtein.distance(letters, entry, score_cutoff=max(least - 1, 0))
            if distance < least:
                best, least = entry, distance
    if not best:
        return None
    known = layouts().labels[best][0]
    label = Label(known.attribute, known.role, 1 - 0.1 * least)
    rest = text[len(head) + len(colon) :].strip()
    return Labelled(label, best, rest, len(text) - len(rest), colon == ":")
