"""The verdict in one word, with its reasons and what to do: signs, never accusations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from balcao.receipts.checks.amount import AmountCheck
from balcao.receipts.checks.duplicates import Duplicate
from balcao.receipts.checks.receiver import ReceiverCheck
from balcao.receipts.checks.signs import Sign
from balcao.receipts.fields.found import Fields

Word = Literal[
    "consistent", "look_closer", "scheduled", "processing", "returned", "not_ours", "unreadable"
]
Colour = Literal["green", "yellow", "red", "grey"]


@dataclass(frozen=True)
class Verdict:
    """`title` and `advice` are keys of sentences, reasons are signs in order of weight."""

    word: Word
    colour: Colour
    title: str
    advice: str
    reasons: tuple[Sign, ...]

    @property
    def may_be_paid(self) -> bool:
        """Say whether a person may record this as a payment at all."""
        raise NotImplementedError


@dataclass(frozen=True)
class Evidence:
    """All that was found out about one receipt; `fields` is nothing where it was unreadable."""

    fields: Fields | None
    receiver: ReceiverCheck | None = None
    amount: AmountCheck | None = None
    dates: Sequence[Sign] = ()
    duplicate: Duplicate | None = None


def judge(evidence: Evidence) -> Verdict:
    """Weigh the evidence: what is not paid yet comes first, then whose it is, then doubts."""
    raise NotImplementedError
