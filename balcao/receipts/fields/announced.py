"""What a run of text announces: a label on two lines, with small words, or a name that goes on."""

import re
from dataclasses import replace

from balcao.receipts.fields import amounts
from balcao.receipts.fields.blocks import OF_A_PARTY
from balcao.receipts.fields.labels import Labelled, label_of, meanings
from balcao.receipts.fields.letters import plain
from balcao.receipts.fields.marks import Board, behind, follows
from balcao.receipts.fields.names import loose_name_in
from balcao.receipts.fields.rows import Cell
from balcao.receipts.fields.wordings import OWNER, Label, layouts

JOINTS = frozenset(("de", "no", "na", "para", "do", "da", "dos", "das", "a", "e"))
_NEAR, _ALIGNED = 1.1, 1.5  # of a letter's height
_TO_SOMEBODY = re.compile(
    r"(?:\d\D*\s(?:para|de|a|ao|à|em favor de)|,)\s+[A-ZÀ-Ý][^.,:]*$"
)  # `R$ 1,00 para ESCOLA`, `às 10:00, ESCOLA`
_RATE = re.compile(r"[0-9]{1,2}(?:[.,][0-9]+)?\s?%")
_SIGN = re.compile(r"\D|\d{1,2}[.)-]")
_MORE = re.compile(r":\s*|\s+(?=\d|R\$|€)")  # between a label's words and its value
_SIGNED = 3  # signs before a sum
_FEW, _FEW_WORDS = 2, 3  # words behind a label
_COUNTED, _MOMENTS = ("amount", "amount_paid", "amount_total"), ("date", "time")
_NAMELESS = frozenset(("bank", "account", "document", "key"))
_WEAK = frozenset(("id_other", "account", "bank", "key", "phone", "entity", "description"))


def announced(board: Board, cell: Cell, turned: frozenset[str]) -> Labelled | None:
    """Return the label a run is or begins with; `turned` words mean who paid."""
    labelled = _announcing(board, cell)
    if labelled and labelled.label.role == OWNER:
        labelled = replace(labelled, label=replace(labelled.label, role=board.owner))
    if labelled and labelled.label.attribute == "section" and labelled.label.role:
        labelled = _of_a_side(labelled)
    if labelled and any(labelled.words.endswith(word) for word in turned):
        return replace(labelled, label=replace(labelled.label, role="payer"))
    return labelled


def _of_a_side(labelled: Labelled) -> Labelled:
    """Return `Recebedor: nome` as the one label that it is."""
    side = labelled.label.role
    inner = next((m for m in meanings(plain(labelled.rest)) if m.attribute in OF_A_PARTY), None)
    if inner:
        return replace(labelled, label=replace(inner, role=side), rest="", closed=False)
    again = label_of(labelled.rest)
    alike = again and again.label.attribute == "section" and again.label.role == side
    if again and alike and (again.closed or not again.rest):
        return replace(again, start=labelled.start + again.start)  # `ASSOCIADO PAGADOR: ANA`
    return labelled


def _announcing(board: Board, cell: Cell) -> Labelled | None:
    if cell in board.tails:
        return None
    wrapped = _wrapped(board, cell)
    if wrapped:
        return wrapped
    labelled = _behind_a_sign(cell.text) or label_of(cell.text)
    if not labelled or _goes_on(board, cell, labelled) or _is_prose(cell, labelled):
        return None
    if labelled.words in layouts().alone and _is_sum(board, cell):
        return replace(labelled, label=Label("amount"))  # `Débito | R$ 10,00`
    if labelled.label.attribute == "amount_total" and _RATE.match(labelled.rest):
        return replace(labelled, label=Label("amount_other"))  # `Total 6% supplies`
    qualified = _qualified(labelled)
    weak = qualified is not None and qualified.label.attribute in _WEAK and _only_words(qualified)
    return None if weak else qualified


def _is_a_sentence(cell: Cell, labelled: Labelled) -> bool:
    """Say whether it only stands before one: `MB WAY. Envio: 10,00 €`, `MB WAY: enviou 10,00 €`."""
    if labelled.label.attribute != "amount_other":
        return False
    if labelled.words in layouts().headings and labelled.rest[:1].islower():
        return True
    stopped = not labelled.closed and cell.text[: labelled.start].rstrip().endswith(".")
    return stopped and labelled.rest[:1].isupper()


def _is_sum(board: Board, cell: Cell) -> bool:
    beside = next(iter(board.sheet.after(cell)), None)
    return beside is not None and any(hit.start < _SIGNED for hit in amounts.find(beside.text))


def _is_prose(cell: Cell, labelled: Labelled) -> bool:
    """Say whether a sentence only begins like a label: `para a loja`, `de 2025`, `Crédito Azul`."""
    if _is_a_sentence(cell, labelled):
        return True
    if labelled.closed or not labelled.rest:
        ends = cell.text[:1].islower() and cell.text.endswith(".")
        # `... da / sua conta.`, `... de que Ana é / titular.`
        return ends and labelled.label.attribute in {"section", "name"}
    if labelled.words in layouts().alone:
        return True
    if labelled.words in JOINTS and labelled.rest[0].isdigit():
        return True
    heading = labelled.label.attribute == "section" and labelled.rest[0].islower()
    return heading and not (labelled.words.startswith(layouts().nouns) and _is_short(labelled.rest))


def _qualified(labelled: Labelled) -> Labelled | None:
    """Return a label with the small words behind it that belong to it: `Autenticação do banco`."""
    if labelled.closed or not labelled.rest[:1].islower():
        return labelled
    if parted := _with_value(labelled):
        return parted
    if _is_short(labelled.rest) and not labelled.label.attribute.startswith("amount"):
        return replace(labelled, rest="")
    return labelled if len(labelled.rest.split()) <= _FEW else None


def _with_value(labelled: Labelled) -> Labelled | None:
    """Return a label whose small words end at a colon or a number: `Saldo da conta: 1,00`."""
    end = _MORE.search(labelled.rest)
    value = labelled.rest[end.end() :] if end else ""
    if not end or not value or not _is_short(labelled.rest[: end.start()]):
        return None
    sort = labelled.label.attribute
    if sort in _COUNTED or (sort.startswith(_MOMENTS) and not value[0].isdigit()):
        return None  # `Valor do desconto: 1,00`, `Horário de TED: dias úteis`
    start = labelled.start + len(labelled.rest) - len(value)
    return replace(labelled, rest=value, start=start, closed=True)


def _is_short(rest: str) -> bool:
    """Say whether these are small words that only say more exactly what a label means."""
    more = rest.split()
    short = len(more) == 1 or (len(more) <= _FEW_WORDS and more[0] in JOINTS)
    small = all(word.islower() or plain(word) in layouts().kinds for word in more)
    return short and small and not any(map(str.isdigit, rest))  # `da TED` is as small


def _behind_a_sign(text: str) -> Labelled | None:
    """Return a label behind its number, or behind a picture read as a letter: `o Para`."""
    sign, _, rest = text.partition(" ")
    labelled = label_of(rest) if _SIGN.fullmatch(sign) else None
    exact = labelled is not None and labelled.label.exact == 1 and not labelled.rest
    return labelled if exact else None


def _only_words(labelled: Labelled) -> bool:
    """Say whether words go on behind a label without a sign: `Caixa Econômica`, `Banco do …`."""
    rest = labelled.rest
    return bool(rest) and not labelled.closed and not any(map(str.isdigit, rest))


def _wrapped(board: Board, cell: Cell) -> Labelled | None:
    """Return a label whose words stand on two lines: `Data de`, and `pagamento` under it."""
    if meanings(plain(cell.text)) or not plain(cell.text):
        return None  # a label by itself, or a line across: the next one only stands under it
    for other in board.sheet.under(cell, most=1):
        aligned = abs(other.left - cell.left) < cell.height
        found = meanings(plain(cell.text) + plain(other.text)) if aligned else ()
        if found and follows(cell, other) and not cell.text.rstrip().endswith(":"):
            board.tails.add(other)
            both = plain(cell.text) + plain(other.text)
            return Labelled(found[0], both, "", len(cell.text))
        return None
    return None


def _alike(text: str, labelled: Labelled) -> bool:
    """Say whether nothing but an i was misread, which no name explains: `Institulção`."""
    return plain(text).replace("l", "i") == labelled.words.replace("l", "i")


def _goes_on(board: Board, cell: Cell, labelled: Labelled) -> bool:
    """Say whether `de`, `para` only goes on with the name on the line before."""
    guessed = labelled.label.exact < 1 and not labelled.rest and not _alike(cell.text, labelled)
    if labelled.closed or not (guessed or (labelled.words in JOINTS and labelled.rest)):
        return False
    for other in board.sheet.over(cell, most=1):
        mark = board.marks.get(other)
        start = behind(mark) if mark else other
        apart = min(abs(start.left - cell.left), abs(start.right - cell.right))
        if mark and mark.labelled.closed:  # with colons, so that what has none is no label
            apart = min(apart, abs(other.left - cell.left))
        aligned = apart < _ALIGNED * cell.height and not (mark and mark.attribute in _NAMELESS)
        near = cell.top - start.bottom < _NEAR * start.height
        named = loose_name_in(start.text) is not None or _TO_SOMEBODY.search(start.text)
        return aligned and near and bool(named)
    return False
