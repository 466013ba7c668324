"""Numbers of people and companies: CPF, CNPJ and NIF, whole or behind a bank's mask."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from balcao.receipts.fields import check_digits
from balcao.receipts.fields.hit import Hit, apart
from balcao.receipts.fields.masks import masked_hits
from balcao.receipts.fields.plain import plain
from balcao.receipts.fields.slips import DIGIT_OF, digits

Kind = Literal["cpf", "cnpj", "nif"]

_D = "[0-9OoQDIl|SBZ]"
_A = "[0-9A-Za-z|]"
# Labels that stick to their number. A number of a company may itself hold such letters: not there.
_WORDS = re.compile(
    r"(?<![0-9.])(?<![0-9]/)"
    r"(?i:CNPJ(?:/?MF)?|CPF(?:/?MF)?|NIPC|NIF|(?<![A-Z])MF(?=[0-9 :]))"
)
# Whole, with its punctuation (a sign of what it is, so slips may be repaired) and without.
_CPF = re.compile(
    rf"(?<![0-9.])(?P<n>{_D}{{3}}[., ]{_D}{{3}}[., ]{_D}{{3}}[ ]?[-./ ][ ]?{_D}{{2}})(?![0-9])"
)
_CPF_BARE = re.compile(r"(?<![0-9A-Za-z.,/-])(?P<n>[0-9]{9}-?[0-9]{2})(?![0-9A-Za-z/])")
_CNPJ = re.compile(
    rf"(?=(?<![0-9])(?P<n>{_A}{{2}}[. ]?{_A}{{3}}[. ]?{_A}{{3}}(?:[ ]?/[ ]?|[ ]){_A}{{4}}"
    rf"[ ]?[-. ]?[ ]?{_D}{{2}}))"
)
_CNPJ_BARE = re.compile(r"(?<![0-9A-Za-z])(?P<n>[0-9A-Z]{12}-?[0-9]{2})(?![0-9A-Za-z])")
_NIF = re.compile(
    r"(?<![0-9A-Za-z.,/+-])(?:PT[ ]?)?(?P<n>[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3})"
    r"(?![0-9A-Za-z]|[.,/-][0-9]|[ ][0-9]{2})"
)
_NIF_LABEL = re.compile(r"(?i:n\.?i\.?f|n\.?i\.?p\.?c|contribuinte|vat)[^0-9]{0,14}\Z|PT[ ]?\Z")
_LETTER_OF = {"0": "O", "1": "I", "5": "S", "8": "B", "2": "Z"}
_SLIPS = "".join((*_LETTER_OF, *DIGIT_OF))
_OF_WORDS = re.compile(r"(?i:c[o0]rrente|c[o0]nta|ag[eê]nc[i1]a|p[o0]upan[cç]a|cl[i1]ente)")
_BARE = 0.75  # digits without any sign between them
_DIGITS = 4  # at least, where no stroke tells a number from words
_ROOT = 8  # signs of a company; those of the branch are digits in practice


@dataclass(frozen=True)
class Document:
    """Digits, letters and asterisks only: `***456789**`, `12ABC34501DE35`."""

    kind: Kind
    value: str

    @property
    def masked(self) -> bool:
        """Say whether the bank hides a part of it."""
        return "*" in self.value


def find(text: str, kinds: tuple[Kind, ...] = ("cpf", "cnpj", "nif")) -> list[Hit[Document]]:
    """Return every number that fits: whole ones prove themselves, masked ones by their form."""
    text = plain(text).replace("…", "*")  # what engines make of bullets
    clean = _WORDS.sub(lambda match: " " * len(match[0]), text)
    hits = [hit for kind in kinds if kind != "nif" for hit in _WHOLE[kind](clean)]
    if "nif" in kinds:
        hits += _nifs(clean, text)
    hits += [
        Hit(Document(kind, hit.value), hit.start, hit.end, hit.confidence)
        for kind in ("cpf", "cnpj")
        if kind in kinds
        for hit in masked_hits(clean, kind)
    ]
    return apart(hits)


class Numbered(Protocol):
    """A document that was found somewhere."""

    @property
    def value(self) -> Document:
        """Return what was found."""

    @property
    def proof(self) -> float:
        """Return how well its own characters prove it."""


def stands_alone(found: Numbered) -> bool:
    """Say whether a number is one without any word that says so: a phone has nine digits, too."""
    return found.value.masked or found.proof > _BARE


def _cpfs(text: str) -> Iterator[Hit[Document]]:
    for match in _CPF.finditer(text):
        yield from _proved(match, "cpf", 0.98, check_digits.cpf)
    for match in _CPF_BARE.finditer(text):
        yield from _proved(match, "cpf", 0.85 if "-" in match["n"] else 0.7, check_digits.cpf)


def _cnpjs(text: str) -> Iterator[Hit[Document]]:
    for match in _CNPJ.finditer(text):
        yield from _proved(match, "cnpj", 0.98, check_digits.cnpj)
    for match in _CNPJ_BARE.finditer(text):
        if sum(map(str.isdigit, match["n"])) > len("six456"):  # a long word in capitals is none
            yield from _proved(match, "cnpj", 0.75, check_digits.cnpj)


_WHOLE: dict[str, Callable[[str], Iterator[Hit[Document]]]] = {"cpf": _cpfs, "cnpj": _cnpjs}


def _proved(
    match: re.Match[str], kind: Kind, sure: float, proof: Callable[[str], bool]
) -> Iterator[Hit[Document]]:
    """Give the number if it proves itself, as it stands or after the only repair that does."""
    written = re.sub(r"[ .,/-]", "", match["n"])
    few = sum(map(str.isdigit, written)) < _DIGITS or _OF_WORDS.search(written)
    if "/" not in match["n"] and few:
        return  # `VANDARIA ILHA DO`, `corrente 842185`
    start, end = match.span("n")
    if proof(written):
        yield Hit(Document(kind, written), start, end, sure)
        return
    repaired = _repaired(written, kind, proof)
    if repaired:
        yield Hit(Document(kind, repaired), start, end, round(sure * 0.9, 3), repaired=True)


def _repaired(written: str, kind: Kind, proof: Callable[[str], bool]) -> str | None:
    """Return the one reading that proves itself; a number of digits goes before one of letters."""
    if proof(digits(written)):
        return digits(written)
    if kind != "cnpj" or digits(written).isdigit():
        return None
    capitals = written[:12].upper().replace("|", "1")
    tail = digits(written[12:])
    for root, slips in ((_ROOT, "O0"), (len(capitals), _SLIPS)):  # the likeliest first
        found = {number for number in _one_changed(capitals, tail, root, slips) if proof(number)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _one_changed(capitals: str, tail: str, root: int, slips: str) -> Iterator[str]:
    """Give a number with letters as it stands and with one character made what it looks like."""
    yield capitals + tail
    for at, character in enumerate(capitals[:root]):
        other = DIGIT_OF.get(character) or _LETTER_OF.get(character)
        if other and character in slips:
            yield capitals[:at] + other + capitals[at + 1 :] + tail


def _nifs(text: str, labelled: str) -> Iterator[Hit[Document]]:
    for match in _NIF.finditer(text):
        number = re.sub(r"[ .]", "", match["n"])
        if check_digits.nif(number):
            before = labelled[max(0, match.start("n") - 30) : match.start("n")]
            sure = 0.97 if _NIF_LABEL.search(before) else 0.5
            yield Hit(Document("nif", number), *match.span("n"), sure)


def parse(text: str) -> Document | None:
    """Return what somebody typed as their own number, in any punctuation, if it is whole."""
    number = re.sub(r"[^0-9A-Za-z]", "", plain(text)).upper()
    number = number.removeprefix("PT") if len(number) == len("PT123456789") else number
    if check_digits.cpf(number):
        return Document("cpf", number)
    if check_digits.cnpj(number):
        return Document("cnpj", number)
    return Document("nif", number) if check_digits.nif(number) else None
