"""Invented pages as an engine would return them: a row a string, its columns parted by ` | `."""

from balcao.adapters.ocr import Line
from balcao.receipts.fields.extract import extract
from balcao.receipts.fields.found import Fields
from balcao.receipts.fields.labelling import board_of
from balcao.receipts.fields.marks import Board
from balcao.receipts.fields.rows import sheet_of

COLUMN, ROW, TALL, WIDE = 500.0, 34.0, 22.0, 10.0


def page(*rows: str, confidence: float = 0.98) -> list[Line]:
    """Return runs of a page; a row that begins with `# ` is twice as tall, `_` is an empty one."""
    lines, top = [], 40.0
    for row in rows:
        tall = TALL * (2 if row.startswith("# ") else 1)
        for column, text in enumerate(row.removeprefix("# ").split(" | ")):
            if text.strip("_ "):
                lines.append(run(text.strip(), 40 + column * COLUMN, top, tall, confidence))
        top += tall + ROW - TALL
    return lines


def run(text: str, left: float, top: float, tall: float = TALL, confidence: float = 0.98) -> Line:
    """Return one run of text, its letters equally wide."""
    right, bottom = left + len(text) * WIDE * tall / TALL, top + tall
    return Line(text, ((left, top), (right, top), (right, bottom), (left, bottom)), confidence)


def board(*rows: str) -> Board:
    """Return a page with its labels found."""
    return board_of(sheet_of(page(*rows)))


def fields(*rows: str) -> Fields:
    """Return what is found on a page."""
    return extract(page(*rows), [], source="ocr")


PIX = (
    "Comprovante de Pix",
    "Valor | R$ 1.250,00",
    "Data e hora | 08/10/2025 - 14:22:05",
    "Recebedor | Padaria Sonho de Papel Ltda",
    "CNPJ | 11.222.333/0001-81",
    "Pagador | Inês Nuvem de Algodão",
    "ID da transação | E18236120202510081722s0aBcDeFgHi",
)
