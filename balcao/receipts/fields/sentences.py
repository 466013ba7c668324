"""Receipts that tell it in a sentence: `Você transferiu R$ 10,00 para Ana Ipê em 2 de maio`."""

import re
from collections.abc import Iterator

from balcao.receipts.fields import amounts, dates, documents
from balcao.receipts.fields.candidates import Candidate
from balcao.receipts.fields.documents import Document
from balcao.receipts.fields.letters import plain, words
from balcao.receipts.fields.marks import Board, follows
from balcao.receipts.fields.names import GENERIC, before_verb
from balcao.receipts.fields.rows import Cell

_TOLD, _NEXT = 0.9, 40  # letters behind a name
_MOST_LINES, _FULL = 4, 0.9  # of the widest line
_TITLES = frozenset(
    ("transferencia", "pagamento", "operacao", "ordem", "comprovante", "comprovativo")
)
_LINKS = frozenset(("para", "de", "da", "do", "das", "dos", "e", "a", "ao", "à", "r$"))
_SENT = re.compile(
    r" (?:transfer|boleto|ted|mand|envi|pag|pix|agend|program|deposit|devolv|devolu|aguard)\w* "
)
_RECEIVED = re.compile(r" receb\w+ ")
_NEAR = r"(?:^|\s)(?:\w+\s+){0,5}?"
_PHONE = r"(?:\+?[0-9][0-9 ]{7,}[0-9]\s*[-–,:]?\s*)?"  # noqa: RUF001 - a dash is a dash
_TO = re.compile(
    rf"{_NEAR}(?:para|a favor de|em favor de|ao|a|à)\s+(?:(?:a\s+)?conta\s+d[eoa]\s+)?{_PHONE}"
    r"(?P<name>[A-ZÀ-Ýí0-9].*)"
)
_FROM = re.compile(rf"{_NEAR}de\s+(?P<name>[A-ZÀ-Ýí0-9].*)")
# Behind a name the sentence goes on: with what became of it, when, by what way, or a number.
_ENDS = re.compile(
    r"\s+(?:foi|foram|recebeu|está|esta|estará|será|sera|ficou|fica|vai|sai|saiu|via|hoje|ontem|às)\b"
    r"|\s+(?:em|no|na)(?:\s*\Z|\s+[0-9])"
    r"|\s+(?:em|no|na)\s+(?:an[áa]lise|processamento|curso|dia|data|valor|pr[óo]xim)"
    r"|\s+para\s+[0-9]"
    r"|\s+(?:por|através|com)\s+(?:pix|ted|mb|transfer|sucesso|o\s)"
    r"|\s+(?:realizad|efetuad|agendad|devolvid|conclu|processad|enviad)\w+"
    r"|\s+(?:chave|cpf|cnpj|nif|iban|tel|telem[óo]vel|banco|conta|ag[êe]ncia)\b"
    r"|\s(?:seg|ter|qua|qui|sex|s[áa]b|dom)\b"
    r"|[,;:!?(]|\.\s|\s[-–·•|]\s(?!me\b|epp\b)",  # noqa: RUF001 - a dash is a dash
    re.IGNORECASE,
)
_CREDIT = re.compile(r" (?:creditad|receb)\w+ ")
_CREDITED = re.compile(r".*?\bconta de\s+(?P<name>[A-ZÀ-Ýí0-9].*)")
_GREETED = re.compile(
    r"(?:(?:[Ee]stimad\w+|[Cc]ar[oa]|[Pp]rezad\w+|[Ee]xm[oa]s?\.?(?:\(a\))?\s+[Ss]r[a]?s?\.?|[Oo][lI][áa],?|[Oo]i,?)(?:\(a\))?\s+(?:[Cc]liente\s+)?"
    r"(?P<name>[A-ZÀ-Ý].*)"
    # What speaks to somebody without a greeting goes on behind the comma.
    r"|(?P<called>[A-ZÀ-Ý][^,!:]*\s[^,!:]+)[,!]\s+(?:tudo|vamos|[oa]s?|seus?|suas?|[vV][oO][cC]\w+|veja)\b)"
)
_LINKED = {"receiver": ((_SENT, _TO), (_CREDIT, _CREDITED)), "payer": ((_RECEIVED, _FROM),)}
_WHO = r"(?:.*[,.!:]\s*)?(?P<name>[A-ZÀ-Ý][^,;:]*?)\s+(?:(?:te|lhe|já|acabou de|acaba de)\s+)?"
_DID = {
    "payer": re.compile(rf"{_WHO}(?:envi|transferi|mand|fez|pag|deposit)[a-zçõã]*\b"),
    "receiver": re.compile(rf"{_WHO}(?:recebeu|vai receber|devolveu)\b"),
}

_ACCOUNT_IS = r"[Cc]onta (?:usada|debitada|de origem|de débito)(?: foi| é)?(?: a)?"
_STATED = {  # without any sum beside it
    "payer": re.compile(
        rf".*(?:{_ACCOUNT_IS}|[Ss]aiu da conta|[Dd]ebitad\w+ (?:da|na) conta) d[eao]s? "
        r"(?P<name>[A-ZÀ-Ý].*)|.*\bque (?P<holder>[A-ZÀ-Ý].*?) "
        r"(?:é (?:[oa] )?titular|(?:lhe|te|[Ii]he) (?:envi|transfer|mand|pag))"
        r"|.*\b[Vv](?:oltou|oltaram) para (?P<sender>[A-ZÀ-Ý][^,]*), que "
    ),
    "receiver": re.compile(
        r".*(?:[Cc]reditad\w+ (?:na|à|a) conta|[Ee]ntrou na conta"
        r"|[Cc]onta creditada (?:foi|é)(?: a)?)"
        r" d[eao]s? (?P<name>[A-ZÀ-Ý].*)"
        r"|(?P<holder>[A-ZÀ-Ý][^,:]*), conta [\d.xX*-]+[,:] .*\bcreditad"
    ),
}


def told(board: Board, role: str) -> Iterator[Candidate[str]]:
    """Yield the names that a sentence with a sum in it gives to a side, or that it speaks to."""
    for cell in board.sheet.cells:
        text = _sentence(board, cell)
        greeted = _GREETED.match(text) if role == board.owner else None
        spoken_to = [greeted["name"] or greeted["called"]] if greeted else []
        for name in map(_name, (*spoken_to, *_said(text, role))):
            if name and plain(name.split()[0]) not in GENERIC:  # `Pagamento de boleto concluído`
                yield Candidate(name, cell, None, _TOLD)


def numbered(board: Board, role: str) -> Iterator[Candidate[Document]]:
    """Yield the number that a sentence tells right behind a side's name: `Ana Ipê, CPF 1`."""
    for cell in board.sheet.cells:
        text = _sentence(board, cell)
        for said in _said(text, role):
            name = _name(said) or ""
            behind = said[len(name) :][:_NEXT]
            hits = documents.find(behind) if name else []
            found = (Candidate(hit.value, cell, None, _TOLD, hit.confidence) for hit in hits)
            yield from filter(documents.stands_alone, found)


def _said(text: str, role: str) -> Iterator[str]:
    if stated := _STATED[role].match(text):
        yield next(filter(None, stated.groups()))
    sums, spaced = amounts.find(text, bare=False), words(text)
    if not sums:
        return
    did = _DID[role].match(text)
    if did and " " in did["name"]:
        yield did["name"]
    parts = (text[sums[0].end :], text[: sums[0].start])
    for verb, link in _LINKED[role]:
        if verb.search(spaced):
            yield from (match["name"] for part in parts if (match := link.match(part)))


def _sentence(board: Board, cell: Cell) -> str:
    """Return a line with those it goes on for, in letters of the same size."""
    text, last, right = cell.text, cell, cell.right
    for _ in range(_MOST_LINES):
        below = next(iter(board.sheet.under(last, most=1)), None)
        right = max(right, below.right) if below else right
        label = board.marks.get(below) if below else None
        alone = label is not None and not label.labelled.rest and label.attribute != "section"
        if not below or (label and label.labelled.closed) or alone or _is_title(below):
            break
        if not follows(last, below) or _ended(text, last, below, right):
            break
        days = dates.find(below.text)
        text, last = f"{text} {below.text[: days[0].start] if days else below.text}", below
        if days:
            break
    return text


def _is_title(cell: Cell) -> bool:
    """Say whether a line begins with a word of headings: `Transferência imediata`."""
    first = cell.text.split(maxsplit=1)[0]
    return first[:1].isupper() and plain(first) in _TITLES


def _ended(text: str, last: Cell, below: Cell, right: float) -> bool:
    """Say whether the next line is another sentence: its first word would have fitted on this."""
    fits = last.right + last.room_for(below) < _FULL * right
    return fits and text.rsplit(maxsplit=1)[-1].lower() not in _LINKS


def _name(text: str) -> str | None:
    text = text[:1].upper() + text[1:]  # an accent hides a capital: `para ícaro`
    end = _ENDS.search(text)
    return before_verb(text[: end.start()] if end else text)
