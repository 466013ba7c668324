"""Whether a text can be somebody's name, and what of it is the name."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from balcao.receipts.fields import amounts, banks, dates, documents
from balcao.receipts.fields.letters import plain
from balcao.receipts.fields.wordings import layouts

_TAIL = re.compile(
    r"\s*[-–|/(]?\s*(?:CPF|CNPJ|NIF|CPF/CNPJ|[*•·.]{2,}\s?\d|\d{2,3}\.\d{3}|\d{3}\s\d{3}\b|\.\s(?:el[ea]|seus?|suas?)\b"  # noqa: RUF001
    r"|,?\s*(?:ag(?:ência|encia)?\.?|conta|c/c)[:\s]*\d|[\dA-Z]{2}(?:\.[\dA-Z]{3}){2}/|\d{9,}).*$",
    re.IGNORECASE,
)
# `12.345.678 ANA IPÊ`: what a firm of one person is called in Brazil.
_ROOT = re.compile(r"\s*\d{2}\.\d{3}\.\d{3} (?=[A-ZÀ-Ý])")
_ZERO = re.compile(
    r"(?<=[A-ZÀ-Ý]{2})0(?=[A-ZÀ-Ý\s:.]|\Z)|(?<=\b)0(?=[A-ZÀ-Ý]{3})|(?<=\bD)0(?=S?(?:\s|\Z))"
)  # `VENT0 AZUL`
_VERB = re.compile(
    r"\s+(?:(?:foi|foram|está|será)(?:\s\w+)?|em|no|na|via|às|[Pp]ara)\s*\Z"
)  # where a sentence goes on
_SMALL_L = re.compile(r"\bl(?=[bcdfgjklmnpqrstvxz][a-zà-ÿ]|\Z)")
_SMALL_ACCENT = re.compile(r"[áàâãéêíóôõú]\w+ [A-ZÀ-Ý]")  # `ícaro Gafanhoto`
_ONE = re.compile(r"(?<=[a-zà-ÿ])1(?![0-9])")
_CAPITAL_I = re.compile(r"(?<=[A-Za-zà-ÿ])I(?=[a-zà-ÿ])|(?<=[a-zà-ÿ])I\b")
_ACCOUNT = re.compile(
    r"\s*(?:(?i:ag(?:[êe]ncia)?)\.?\s*[\d-]+[\s,/-]*(?i:conta|cta|c/c|cc)\.?\s*[\d.]+-?[\dxX]"
    r"|\d{3,5}\s?/\s?\d{4,}(?:-[\dxX])?|\d{4,}-[\dxX]\s+de(?=\s)|PT50(?:\s?\d){21})"
)
_START = 2  # signs before a number that is first in its line
_OF_NOBODY = re.compile(
    r"\A\s*\d+\s*[-–,]"  # noqa: RUF001 - `12 - Centro` behind the word for a shop
    r"|@|://|[·•]\s*(?:agora|ontem|hoje|h[áa]\s\d)"  # whose notification it is, and from when
)
# What a firm is by law stands at the end of its name; `Sá` is a family, and `Me` a word.
_CLOSED = re.compile(r"\b(?:(?:ltda|lda|eireli|epp)\.?|s\.\s?a\.?)$", re.IGNORECASE)
_LONGEST, _LETTERS = 80, 3
_OF_PROSE = 3  # small words
_ENDING = 11  # LTDA, EIRELI, S.A. ...
ENDINGS = frozenset(
    ("me", "sa", "epp", "lda", "ltda", "eireli", "ltdame", "mei", "slu", "ei", "sl")
)
_NUMBERS = ("cpf", "cnpj")
PARTICLES = frozenset(
    ("da", "das", "de", "do", "dos", "e", "com", "sem", "que", "em", "no", "na", "à", "&")
)
GENERIC = frozenset((
    "banco", "agencia", "conta", "instituicao", "cpf", "cnpj", "nif", "iban", "pix", "chave",
    "comprovante", "comprovativo", "valor", "data", "pagamento", "transferencia", "corrente",
    "poupanca", "sim", "nao", "brasil", "portugal", "eur", "brl", "r", "celular", "email",
    "telefone", "aleatoria", "chavealeatoria", "contacorrente", "contadepagamento", "contapoupanca",
    "contasalario", "eletronica", "eletronico",
    "voce", "tu", "eu", "este", "esta", "seubanco", "consumidoreletronica", "consumidoreletronico",
    "nif999999990", "consumidorfinal",
))  # fmt: skip


def name_in(text: str) -> str | None:
    """Return the name a text consists of, without a document that was printed behind it."""
    text = _without_bank(_without_number(with_letters(text)))
    if root := _ROOT.match(text):
        name = name_in(text[root.end() :])
        return name and root[0].lstrip() + name
    cut = _VERB.sub("", _TAIL.sub("", text)).strip(" .,:;-–|*()")  # noqa: RUF001
    cut = with_letters(capitals(cut.lstrip("#>→").strip()))
    if len(cut) > _LONGEST or any(map(_OF_NOBODY.search, (text, cut))):
        return None
    letters = sum(map(str.isalpha, cut))
    if letters < _LETTERS or letters < 0.6 * len(cut.replace(" ", "")):
        return None
    if not _begins(cut) or _is_label(plain(cut)):
        return None
    return None if dates.find(cut) or amounts.find(cut, bare=False) else cut


def loose_name_in(text: str) -> str | None:
    """Return a name that no label announces: no word of it is small but the usual ones."""
    name = name_in(text)
    small = (word for word in (name or "").split() if word[0].islower())
    return name if all(word in PARTICLES for word in small) else None


def is_prose(text: str) -> bool:
    """Say whether a line is part of a sentence, by the small words that no name has."""
    small = (word for word in text.split() if word.islower() and word.isalpha())
    return sum(word not in PARTICLES for word in small) >= _OF_PROSE


def before_verb(text: str) -> str | None:
    """Return the name a sentence goes on behind, up to its first small word."""
    said = text.split()
    small = (at for at, word in enumerate(said) if word.islower() and word not in PARTICLES)
    end = min(next(small, len(said)), _end_of_capitals(said))
    name = name_in(" ".join(said[:end]))
    if end == len(said) or not name or not goes_on(name):
        return name
    whole = name.rpartition(" ")[0]  # `Ana Brisa de quinta`
    return whole if " " in whole else None  # `Detalhes da movimentação`


def _is_title(word: str) -> bool:
    return word.istitle() and not word.isupper()


def _end_of_capitals(said: Sequence[str]) -> int:
    """Return where a name in capitals ends before another sentence: `ANA BRISA Ordem executada`."""
    if not " ".join(said[:2]).isupper():
        return len(said)
    other = (at for at, word in enumerate(said) if _is_title(word) and plain(word) not in ENDINGS)
    return next(other, len(said))


def goes_on(name: str) -> bool:
    """Say whether a name ends in a small word, with which none ends."""
    return name.rsplit(maxsplit=1)[-1].lower() in PARTICLES


def _without_number(text: str) -> str:
    """Return a text without the number that was printed before a name: `7341/890942-6 ANA`."""
    first = text.lstrip()[:1]
    if not (first.isdigit() or first in "*•.…xXPAa") or _ROOT.match(text):
        return text
    hit = next((hit for hit in documents.find(text) if hit.start <= _START), None)
    end = hit.end if hit else (m.end() if (m := _ACCOUNT.match(text)) else 0)
    rest = text[end:].lstrip(" -–—·|:*•.…(")  # noqa: RUF001
    return rest if end and rest[:1].isupper() else text


def _without_bank(text: str) -> str:
    """Return a name without the bank behind it: `Ana Brisa (Banco BPI)`, `Ana Brisa, Sicoob`."""
    for sign in ("(", ",", " no ", " na "):
        head, _, behind = text.partition(sign)
        if banks.is_one(behind.strip(" ).")):
            return head.rstrip()
    return text


def _is_label(letters: str) -> bool:
    """Say whether a text is a label's or a generic word, of the shortest also misread: `CNP)`."""
    slips = (Levenshtein.distance(letters, word) for word in _NUMBERS)
    return letters in GENERIC or letters in layouts().labels or min(slips) < 2  # noqa: PLR2004


def capitals(name: str) -> str:
    """Return a name with I and l where they belong: `llha`, `IIlimani`, `VaI`, `Azu1`."""
    if name.isupper():
        return name
    if _SMALL_ACCENT.match(name):
        name = name[0].upper() + name[1:]
    words = (_with_i(word) for word in name.split(" "))
    return _CAPITAL_I.sub("l", _SMALL_L.sub("I", _ONE.sub("l", " ".join(words))))


def _with_i(word: str) -> str:
    """Return a word in capitals with the I in it that was read as a small l: `ElRELI`."""
    capitals = word.replace("l", "")
    return word.replace("l", "I") if len(capitals) >= _LETTERS and capitals.isupper() else word


def with_letters(name: str) -> str:
    """Return a name in capitals with an O where a zero was read among them."""
    return _ZERO.sub("O", name)


def _begins(text: str) -> bool:
    first = next(sign for sign in text if sign.isalnum())
    return first.isupper() or first.isdigit() or any(sign.isupper() for sign in text[1:4])


def own(name: str) -> str:
    """Return a name without the number that a firm of one person bears in it."""
    return _ROOT.sub("", name)


def continues(name: str, text: str) -> bool:
    """Say whether a line goes on with a name that was too long for one."""
    if plain(text) in ENDINGS or (_is_stump(text) and text.isupper() == name.isupper()):
        return True
    if _CLOSED.search(name) or is_prose(text):
        return False
    text = text.partition("(")[0] or text
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    if _says_nothing(text) or (first[:1].islower() and first not in PARTICLES):
        return False
    more = name_in(text) or name_in(text.capitalize())
    if not more or any(map(str.isdigit, more)) or text[:1] in "(*" or banks.find(more):
        return False
    return name.isupper() == more.isupper() or len(more) <= _ENDING or not more.isupper()


def _says_nothing(text: str) -> bool:
    """Say whether a line begins or ends with a word of no name: `Agência e conta`, `Da conta`."""
    said = [word for word in re.split(r"[\s/]+", text) if word.lower() not in PARTICLES]
    return bool(said) and (plain(said[0]) in GENERIC or plain(said[-1]) in GENERIC)


def _is_stump(text: str) -> bool:
    """Say whether a line holds the first letters of a word that a bank cut off."""
    return len(text.strip()) < _LETTERS and text.strip().isalpha()
