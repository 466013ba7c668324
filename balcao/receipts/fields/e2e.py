"""The end-to-end id of a Pix: found, repaired where its grammar proves it, and understood."""

from dataclasses import dataclass
from datetime import datetime

from balcao.receipts.fields.hit import Hit


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
        raise NotImplementedError


def find(text: str) -> list[Hit[EndToEnd]]:
    """Return every id, also inside glued text; spaces and a line's end inside it are skipped."""
    raise NotImplementedError


def folded(value: str) -> str:
    """Return any id with letters and digits that look alike made one: 0Oo 1Il 5S 8B 2Z."""
    raise NotImplementedError
