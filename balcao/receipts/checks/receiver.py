"""Whether the money went to us: by document, key, account, and only then by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from balcao.receipts.checks.signs import Sign
from balcao.receipts.fields.found import Fields

Status = Literal["match", "mismatch", "needs_review"]
By = Literal["document", "pix_key", "iban", "name"]


@dataclass(frozen=True)
class Payee:
    """Somebody who may be paid on our behalf; what is unknown is empty."""

    name: str
    document: str = ""
    pix_key: str = ""
    iban: str = ""


@dataclass(frozen=True)
class ReceiverCheck:
    """The outcome; `receiver` is the configured name it was compared with best."""

    status: Status
    receiver: str | None
    by: By | None
    score: int  # 0 to 100
    reasons: tuple[Sign, ...]


def check_receiver(fields: Fields, receivers: Sequence[Payee]) -> ReceiverCheck:
    """Compare who was paid with those who may be; strong evidence speaks before the name."""
    raise NotImplementedError
