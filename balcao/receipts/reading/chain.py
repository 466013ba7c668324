"""The way from a file to fields, cheapest step first; all of it runs in a limited child.

The text a file carries is exact and costs nothing, codes are exact and cost little, an engine
costs a second a page, and a closer look another one, which only a doubt is worth.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from balcao.adapters.decoding.decode import decode
from balcao.adapters.decoding.fences import more_memory
from balcao.adapters.decoding.look import look
from balcao.adapters.decoding.previews import preview
from balcao.adapters.ocr import Line
from balcao.adapters.ocr.upright import CLOSER_PIXELS, LocalReader
from balcao.adapters.reading import Fields, Reading, Tell
from balcao.receipts.fields.extract import extract
from balcao.receipts.reading import sheets as pages
from balcao.receipts.reading.enough import better, gaps, worth_a_look
from balcao.receipts.reading.sheets import Sheet
from balcao.receipts.reading.steps import Steps

# A slow machine reads less and has no second look, instead of being cut off with nothing.
NOT_ALL = "receipts.sign.not_all_read"
NEXT_PAGE_BEFORE = 10.0
SECOND_LOOK_BEFORE = 6.0
LOOKED_AT_AGAIN = 2  # pages


@dataclass
class Chain:
    """One reading of one file, from step to step."""

    engine: LocalReader
    tell: Tell
    latest: float = 15.0  # seconds after which nothing more is read

    def __post_init__(self) -> None:
        """Begin to measure."""
        self._steps = Steps(self.tell)

    def read(self, path: Path, setting: str) -> Reading:
        """Return what stands on a file; `setting` is local, google or none."""
        paper = decode(path, path.suffix.lstrip("."), self._steps)
        more_memory()
        sheets = [Sheet(page) for page in paper.pages]
        fields, engine = self._without_engine(sheets)
        if not engine and setting == "local":
            fields, engine = self._with_engine(sheets)
        elif not engine and setting == "google":
            self._hold_upright(sheets)
        self._steps.begin("previews")
        small = [sheet.small() for sheet in sheets]
        previews, seen = [preview(picture) for picture in small], look(small[0])
        self._steps.end()
        return Reading(
            fields=fields,
            lines=pages.lines(sheets),
            codes=pages.codes(sheets),
            sizes=[sheet.size for sheet in sheets],
            previews=previews,
            page_count=paper.page_count,
            media_type=paper.media_type,
            engine=engine or "none",
            look=seen,
            steps=self._steps.seconds,
        )

    def _without_engine(self, sheets: Sequence[Sheet]) -> tuple[Fields, str]:
        """Return what text layer and codes say, and which of them was enough, if any."""
        lines, codes = pages.layers(sheets), pages.codes(sheets)
        self._steps.begin("fields")
        fields = extract(lines, codes, source="pdf_text" if lines else "qr")
        if lines and "amount" in fields.found:
            return fields, "pdf_text"
        return fields, "codes" if codes and not gaps(fields) else ""

    def _with_engine(self, sheets: Sequence[Sheet]) -> tuple[Fields, str]:
        self._steps("text")
        in_time = [self._read(sheet) for sheet in sheets]
        fields = self._fields(sheets)
        if not all(in_time):
            return replace(fields, signs=(*fields.signs, NOT_ALL)), "local"
        unclear = worth_a_look(fields, pages.lines(sheets))
        if unclear and self._steps.spent < SECOND_LOOK_BEFORE:
            fields = self._closer(sheets, fields)
        return fields, "local"

    def _read(self, sheet: Sheet) -> bool:
        """Read a page, unless it is late, and say whether there was time for all of it."""
        if sheet.page.number and self._steps.spent > NEXT_PAGE_BEFORE:
            return False
        upright = self.engine.read(sheet.picture, self._left)
        sheet.turn(upright.picture, upright.turns)
        sheet.read = upright.lines
        return self._left > 0

    def _fields(self, sheets: Sequence[Sheet]) -> Fields:
        self._steps.begin("fields")
        return extract(pages.lines(sheets), pages.codes(sheets), source="ocr")

    def _closer(self, sheets: Sequence[Sheet], fields: Fields) -> Fields:
        """Look again with more pixels, and keep whichever look found more."""
        self._steps("second_look")
        before = [sheet.read for sheet in sheets]
        for sheet in sheets[:LOOKED_AT_AGAIN]:
            sheet.read = self.engine.lines(sheet.picture, CLOSER_PIXELS, self._left)
        again = self._fields(sheets)
        if self._left > 0 and better(again, fields):
            return again
        for sheet, lines in zip(sheets, before, strict=True):
            sheet.read = lines
        return fields

    @property
    def _left(self) -> float:
        return self.latest - self._steps.spent

    def _hold_upright(self, sheets: Sequence[Sheet]) -> None:
        self._steps.begin("upright")
        for sheet in sheets:
            sheet.turn(*self.engine.upright(sheet.picture))


def rehearse() -> None:
    """Look for fields on a page that says little: the first time all tables are read."""
    said = (
        "Comprovante Pix",
        "Valor R$ 1,00",
        "20/11/2026 10:00",
        "Para",
        "Quem Recebe",
        "CPF ***.456.789-**",
        "Banco Inter",
        "IBAN PT50",
        "ID da transação E1",
    )
    lines = [
        Line(text, ((10, top), (200, top), (200, top + 20), (10, top + 20)))
        for text, top in zip(said, range(0, 40 * len(said), 40), strict=True)
    ]
    extract(lines, [], source="ocr")
