"""What was found on a receipt: each value, how sure it is, where it stands, where it is from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from balcao.adapters.ocr import Quad

Source = Literal["pdf_text", "qr", "ocr"]

# Those of `python -m balcao read --json`, in its order; conventions in docs/receipts.md.
NAMES = (
    "kind",
    "status",
    "amount",
    "currency",
    "date",
    "time",
    "transaction_id",
    "receiver_name",
    "receiver_document",
    "payer_name",
    "payer_document",
    "pix_key",
    "bank",
    "company",
)
# Found as well where they are printed.
MORE_NAMES = (
    "receiver_iban",
    "payer_iban",
    "due_date",
    "entity",
    "reference",
    "boleto_line",
    "access_key",
    "atcud",
    "phone",
    "description",
    "tax",
)
KEY_NAMES = ("amount", "date", "transaction_id", "receiver_name")


@dataclass(frozen=True)
class Found:
    """One value as text: amounts `1234.56`, dates `2026-10-08`, times `14:22:05`."""

    value: str
    confidence: float
    source: Source
    box: Quad | None = None
    page: int = 0
    label: str = ""  # the words beside it that say what it is
    signs: tuple[str, ...] = ()  # keys of sentences: why it is doubtful, or what was repaired


@dataclass(frozen=True)
class Fields:
    """All that was found; `signs` are doubts about the whole, `doubtful` names what to look at."""

    found: Mapping[str, Found] = field(default_factory=dict)
    signs: tuple[str, ...] = ()
    doubtful: frozenset[str] = frozenset()

    @property
    def needs_review(self) -> bool:
        """Say whether a person should look before anybody relies on it."""
        return bool(self.doubtful or self.signs)

    def value(self, name: str) -> str | None:
        """Return the value of a field, or nothing where none was found."""
        found = self.found.get(name)
        return found.value if found else None
