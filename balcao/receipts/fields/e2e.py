"""The end-to-end id of a Pix: found, repaired where its grammar proves it, and understood."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from balcao.receipts.fields import banks
from balcao.receipts.fields.hit import Hit, apart
from balcao.receipts.fields.plain import plain
from balcao.receipts.fields.slips import DIGIT, digits

PIX_BEGAN = 2020
PROVED = 21  # characters: the letter and the digits; what follows is free
SURE, BROKEN, GUESSED = 0.98, 0.9, 0.55
# One gap may follow each character: the id is cut where the screen ends, or in groups.
_GAP = r"[ \n]{0,3}"
_ID = re.compile(rf"(?=(?P<id>[EDed](?:{_GAP}{DIGIT}){{20}}(?:{_GAP}[A-Za-z0-9|]){{11}}))")
_FOLD = str.maketrans("OoIl|SsBZz", "0011155822")


@dataclass(frozen=True)
class EndToEnd:
    """32 characters: E or D, eight of the institution, a UTC minute, eleven free ones."""

    value: str
    minute: datetime  # aware, UTC
    institution: str | None  # by the list of institutions; None where it is not on it

    @property
    def ispb(self) -> str:
        """Return the eight digits of the institution that sent it."""
        return self.value[1:9]

    @property
    def is_return(self) -> bool:
        """Say whether this moves money back (D), which no payment does."""
        return self.value[0] == "D"

    @property
    def scheduled_hint(self) -> bool:
        """Say whether its minute is 15:00 UTC, which many scheduled payments carry."""
        return (self.minute.hour, self.minute.minute) == (15, 0)

    @property
    def folded(self) -> str:
        """Return the key under which two readings of one id are equal."""
        return folded(self.value)

    @property
    def ambiguous(self) -> bool:
        """Say whether its free characters hold some that look alike in print."""
        return any(character in "0Oo1Il" for character in self.value[PROVED:])


def find(text: str) -> list[Hit[EndToEnd]]:
    """Return every id, also inside glued text; spaces and a line's end inside it are skipped."""
    clean = plain(text)
    hits = (_hit(clean, match) for match in _ID.finditer(clean))
    return apart(hit for hit in hits if hit is not None)


def _hit(text: str, match: re.Match[str]) -> Hit[EndToEnd] | None:
    written = match["id"]
    solid = "".join(written.split())
    value = solid[0].upper() + digits(solid[1:PROVED]) + solid[PROVED:].replace("|", "I")
    minute = _minute(value[9:PROVED])
    if minute is None:
        return None
    institution = banks.by_ispb(value[1:9])
    start, end = match.start("id"), match.end("id")
    confidence = _confidence(text, start, end) * (1 if institution else 0.8)
    repaired = value != solid
    confidence *= 0.95 if repaired else 1
    return Hit(EndToEnd(value, minute, institution), start, end, round(confidence, 3), repaired)


def _minute(written: str) -> datetime | None:
    try:
        minute = datetime.strptime(written, "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    return minute if PIX_BEGAN <= minute.year < PIX_BEGAN + 80 else None


def _confidence(text: str, start: int, end: int) -> float:
    """Say how sure it is that these eleven free characters belong to it, and no more."""
    free = re.split(r"[ \n]+", text[start:end])[-1]
    ends_here = not text[end : end + 1].isalnum()
    if len(free) >= len("free chars!"):
        return SURE if ends_here else BROKEN - 0.1
    return BROKEN if ends_here else GUESSED  # a word behind a shorter id would fill it up


def folded(value: str) -> str:
    """Return any id with what looks alike made one: 0Oo 1Il 5Ss 8B 2Zz, and no case besides."""
    return "".join(value.split()).translate(_FOLD).upper()
