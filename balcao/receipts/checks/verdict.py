"""The verdict in one word, with its reasons and what to do: signs, never accusations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from balcao.receipts.checks.amount import AmountCheck
from balcao.receipts.checks.duplicates import Duplicate
from balcao.receipts.checks.ids import check_id, is_return
from balcao.receipts.checks.receiver import ReceiverCheck
from balcao.receipts.checks.signs import Sign
from balcao.receipts.fields.found import KEY_NAMES, Fields

Word = Literal[
    "consistent", "look_closer", "scheduled", "processing", "returned", "not_ours", "unreadable"
]
Colour = Literal["green", "yellow", "red", "grey"]
_LOOKS: Mapping[Word, tuple[Colour, str, str]] = {
    "consistent": ("green", "receipts.verdict.consistent", "receipts.advice.consistent"),
    "look_closer": ("yellow", "receipts.verdict.look_closer", "receipts.advice.look_closer"),
    "scheduled": ("red", "receipts.verdict.scheduled", "receipts.advice.scheduled"),
    "processing": ("yellow", "receipts.verdict.processing", "receipts.advice.processing"),
    "returned": ("red", "receipts.verdict.returned", "receipts.advice.returned"),
    "not_ours": ("red", "receipts.verdict.not_ours", "receipts.advice.not_ours"),
    "unreadable": ("grey", "receipts.verdict.unreadable", "receipts.advice.unreadable"),
}
_NOT_PAID: Mapping[str, tuple[Word, str]] = {
    "scheduled": ("scheduled", "receipts.sign.scheduled"),
    "processing": ("processing", "receipts.sign.processing"),
    "returned": ("returned", "receipts.sign.returned"),
}
_BY_NATURE = {"cupom", "fatura", None}  # what a till prints is paid without saying so


@dataclass(frozen=True)
class Verdict:
    """`title` and `advice` are keys of sentences, reasons are signs in order of weight."""

    word: Word
    colour: Colour
    title: str
    advice: str
    reasons: tuple[Sign, ...]


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
    fields = evidence.fields
    if fields is None or not any(fields.value(name) for name in KEY_NAMES):
        return _verdict("unreadable", [Sign("receipts.sign.nothing_read")])
    doubts = [*_doubts(evidence, fields)]
    word, reason = _NOT_PAID.get(_status(fields), (None, ""))
    if word is not None:
        return _verdict(word, [Sign(reason), *_whose(evidence), *doubts])
    if evidence.receiver and evidence.receiver.status == "mismatch":
        return _verdict("not_ours", [*_whose(evidence), *doubts])
    if doubts or (evidence.receiver and evidence.receiver.status == "needs_review"):
        return _verdict("look_closer", [*doubts, *_whose(evidence)])
    return _verdict("consistent", [*_whose(evidence)])


def _verdict(word: Word, reasons: Sequence[Sign]) -> Verdict:
    colour, title, advice = _LOOKS[word]
    said = {(reason.key, *reason.params.items()): reason for reason in reasons}
    return Verdict(word, colour, title, advice, tuple(said.values()))


def _status(fields: Fields) -> str:
    return "returned" if is_return(fields) else fields.value("status") or ""


def _whose(evidence: Evidence) -> Iterator[Sign]:
    if evidence.receiver:
        yield from evidence.receiver.reasons


def _doubts(evidence: Evidence, fields: Fields) -> Iterator[Sign]:
    if evidence.duplicate:
        yield Sign(_REPEATED[evidence.duplicate.kind])
    if evidence.amount and evidence.amount.reason:
        yield evidence.amount.reason
    yield from evidence.dates
    yield from check_id(fields)
    if not fields.value("amount"):
        yield Sign("receipts.sign.amount_missing")
    if fields.value("kind") not in _BY_NATURE and not fields.value("status"):
        yield Sign("receipts.sign.status_unknown")
    yield from map(Sign, fields.signs)
    for name in sorted(fields.doubtful & fields.found.keys()):
        yield from map(Sign, fields.found[name].signs)
    if fields.doubtful:
        yield Sign("receipts.sign.hard_to_read")


_REPEATED = {
    "exact": "receipts.sign.same_file",
    "same_id": "receipts.sign.same_id",
    "near": "receipts.sign.looks_alike",
}
