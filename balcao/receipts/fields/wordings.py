"""The words that receipts print beside values, of all countries, in every way they are written."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain, islice, product
from pathlib import Path
from typing import Any

from balcao.receipts.fields.letters import glued, plain, words

_FOLDER = Path(__file__).parent / "layouts"
_JOINTS = ("", "do", "da", "de", "dos", "da parte")
_PARTICLES = frozenset(("de", "do", "da"))
_SHORTENED = {  # as slips shorten them
    "valor": ("vl", "vlr"), "data": ("dt",), "pagamento": ("pgto", "pagto"), "total": ("tot",),
    "documento": ("doc",), "vencimento": ("venc", "vcto"), "transferencia": ("transf",),
    "autenticacao": ("aut", "autent"), "operacao": ("oper", "op"), "transacao": ("trans",),
    "codigo": ("cod",), "referencia": ("ref",), "desconto": ("desc",), "numero": ("nr", "num"),
    "amount": ("amt",),
}  # fmt: skip
_MOST_WAYS = 24
GUESSED = range(5, 32)  # letters; shorter words resemble too many others
_END = 2  # letters: a single slip leaves either the first or the last ones as they are
_LONG = 16  # letters among which two slips still leave no doubt
OWNER = "owner"  # whoever the page speaks to: who paid, or who received where money came in
_NUMBERS = ("no", "nr", "num", "numero", "nro")


@dataclass(frozen=True)
class Label:
    """What a label announces: an attribute, and whose it is where it says so."""

    attribute: str  # as in the layouts; `section` where it opens a part of the page
    role: str = ""  # payer, receiver, owner
    exact: float = 1.0  # less where letters had to be guessed


@dataclass
class Layouts:
    """The words of all countries; what both know means the same in both."""

    labels: dict[str, tuple[Label, ...]] = field(default_factory=dict)
    # The labels by how long they are, and by how they begin (0) or end (-1).
    by_end: dict[tuple[int, int, str], list[str]] = field(default_factory=dict)
    status: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    prefer: dict[str, tuple[str, ...]] = field(default_factory=dict)
    company: dict[str, tuple[str, ...]] = field(default_factory=dict)
    demote: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    roots: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of words for both sides
    alone: set[str] = field(default_factory=set)  # labels only where nothing follows in their run
    holders: set[str] = field(default_factory=set)  # labels of whoever the account belongs to
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)  # patterns of headings
    incoming: tuple[str, ...] = ()  # what a page says whose owner has received
    slips: tuple[str, ...] = ()  # what only the paper of a till's terminal says
    conditional: tuple[str, ...] = ()  # words after which a status is only what may become of it
    either: set[str] = field(default_factory=set)  # the receiver's, where nothing says otherwise
    leading: list[str] = field(default_factory=list)  # what a label of a side may begin with
    change: list[str] = field(default_factory=list)
    less: list[str] = field(default_factory=list)  # what is taken off before it is paid
    more: list[str] = field(default_factory=list)  # what is added
    asides: tuple[str, ...] = ()  # words before a sum that small print only mentions
    heads: set[str] = field(default_factory=set)  # words over the columns of goods
    counts: set[str] = field(default_factory=set)  # those of them that no label consists of

    @cached_property
    def headings(self) -> frozenset[str]:
        """Return the words that say what kind of receipt it is, as labels are compared."""
        known = (glued(phrase) for phrases in self.kinds.values() for phrase in phrases)
        return frozenset(phrase for phrase in known if not phrase.startswith("valor"))

    @cached_property
    def nouns(self) -> tuple[str, ...]:
        """Return how the words for either side begin, whatever their endings."""
        return tuple(root for roots in self.roots.values() for root in roots)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Return the words of headings: what sort of receipt, and what became of it."""
        sorts = (*self.kinds.values(), *self.status.values())
        return tuple(phrase for phrases in sorts for phrase in phrases)

    @cached_property
    def statuses(self) -> frozenset[str]:
        """Return the words that say whether money moved, as labels are compared."""
        return frozenset(glued(phrase) for phrases in self.status.values() for phrase in phrases)

    def preferred(self, kind: str | None) -> tuple[str, ...]:
        """Return the labels of the sum that counts on a kind of receipt, the best first."""
        return self.prefer.get(kind or "shop", ())


_MERGED = ("status", "kinds", "prefer", "demote", "company", "roots")
_LISTED = ("tables", "change", "less", "more", "leading")
_SPACED = frozenset(("status", "kinds", "company"))  # compared word by word


@cache
def layouts() -> Layouts:
    """Return what the files of the folder say, read once in a process."""
    made = Layouts()
    for path in sorted(_FOLDER.glob("*.json")):
        _add(made, json.loads(path.read_text(encoding="utf-8")))
    made.by_end = _by_end(made.labels)
    return made


def slips(letters: int) -> int:
    """Return how many letters of so many may be misread."""
    return 1 if letters < _LONG else 2


def alike(text: str) -> list[str]:
    """Return the entries that a text may be meant for: nearly as long, one end the same."""
    allowed, known = slips(len(text)), layouts().by_end
    lengths = range(len(text) - allowed, len(text) + allowed + 1)
    ends = product(lengths, _ends(text))
    return list(chain.from_iterable(known.get((letters, *end), ()) for letters, end in ends))


def _by_end(entries: Iterable[str]) -> dict[tuple[int, int, str], list[str]]:
    found: dict[tuple[int, int, str], list[str]] = {}
    for entry in entries:
        for end in _ends(entry):
            found.setdefault((len(entry), *end), []).append(entry)
    return found


def _ends(text: str) -> tuple[tuple[int, str], ...]:
    return (0, text[:_END]), (-1, text[-_END:])


def _add(made: Layouts, data: Mapping[str, Any]) -> None:
    for entry, label in _entries(data):
        known = made.labels.setdefault(entry, ())
        made.labels[entry] = known if label in known else (*known, label)
    for name in _LISTED:
        getattr(made, name).extend(map(plain, data.get(name, [])))
    made.alone.update(map(plain, data.get("alone", [])))
    made.holders.update(map(plain, data.get("holders", [])))
    made.slips += tuple(map(words, data.get("slips", [])))
    made.asides += tuple(map(words, data.get("asides", [])))
    made.incoming += tuple(map(words, data.get("incoming", [])))
    for role, patterns in data.get("phrases", {}).items():
        made.phrases[role] = (*made.phrases.get(role, ()), *patterns)
    made.conditional += tuple(map(words, data.get("conditional", [])))
    made.either.update(map(plain, data.get("either", [])))
    made.heads.update(data.get("heads", []))
    made.counts.update(data.get("counts", []))
    for name in _MERGED:
        merged: dict[str, tuple[str, ...]] = getattr(made, name)
        compared = words if name in _SPACED else plain
        for key, entries in data.get(name, {}).items():
            merged[key] = (*merged.get(key, ()), *map(compared, entries))


def _spellings(entry: str) -> Iterable[str]:
    """Yield a label as it is, and with every way to write `número` before it."""
    head, _, rest = entry.partition(" ")
    if head == "n":
        joints = ("", "de ", "da ", "do ")
        yield from (plain(f"{number} {j}{rest}") for number in _NUMBERS for j in joints)
    if entry.endswith(" n"):
        yield from (plain(f"{entry[:-2]} {number}") for number in _NUMBERS)
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
    for attribute, entries in data.get("attributes", {}).items():
        whose = product(data.get("possessives", []), entries)
        yield from ((plain(own + entry), Label(attribute, OWNER)) for own, entry in whose)


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
