"""Whether the money went to us: by document, key, account, and only then by name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from balcao.receipts.checks.names import PERHAPS, SHORTENED, name_score
from balcao.receipts.checks.signs import Sign
from balcao.receipts.fields import pix_key
from balcao.receipts.fields.found import Fields

Status = Literal["match", "mismatch", "needs_review"]
By = Literal["document", "pix_key", "iban", "name"]
FEWEST_SHOWN = 5  # characters of a masked number that must agree to say anything
WHOLE, MASKED, UNSURE = 100, 97, 60
_RANK: dict[Status, int] = {"match": 2, "needs_review": 1, "mismatch": 0}


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


@dataclass(frozen=True)
class _Proof:
    """One comparison that does not depend on names: equal, other, or perhaps misread."""

    by: By
    equal: bool
    score: int
    nearly: bool = False  # one character apart, or of another kind: no proof of another person


def check_receiver(fields: Fields, receivers: Sequence[Payee]) -> ReceiverCheck:
    """Compare who was paid with those who may be; strong evidence speaks before the name."""
    if not receivers:
        return ReceiverCheck("needs_review", None, None, 0, (Sign("receipts.check.no_receivers"),))
    checks = [_against(fields, payee) for payee in receivers]
    return max(checks, key=lambda check: (_RANK[check.status], check.score))


def _against(fields: Fields, payee: Payee) -> ReceiverCheck:
    printed = fields.value("receiver_name") or ""
    score = name_score(printed, payee.name) if printed and payee.name else None
    proofs = list(_proofs(fields, payee))
    if any(proof.equal for proof in proofs):
        return _proved(payee, proofs, score)
    if proofs:
        return _refuted(payee, proofs, score)
    if score is None:
        return _check("needs_review", payee, None, 0, "receipts.check.nothing_to_compare")
    return _by_name(payee, score)


def _proofs(fields: Fields, payee: Payee) -> Iterator[_Proof]:
    document, account = fields.value("receiver_document"), fields.value("receiver_iban")
    if document and payee.document:
        yield _compared("document", document, payee.document)
    key = pix_key.parse(fields.value("pix_key") or "")
    ours = pix_key.parse(payee.pix_key)
    if key and ours and key.kind == ours.kind:
        yield _compared("pix_key", key.value, ours.value)
    elif key and payee.document and key.kind in {"cpf", "cnpj"}:
        yield _compared("pix_key", key.value, payee.document)
    elif key and ours:  # a person has keys of several kinds
        yield _Proof("pix_key", equal=False, score=0, nearly=True)
    if account and payee.iban:
        yield _compared("iban", account, payee.iban)


def _compared(by: By, printed: str, ours: str) -> _Proof:
    one, other = _flat(printed, by), _flat(ours, by)
    if len(one) != len(other):
        return _Proof(by, equal=False, score=0, nearly=True)
    shown = [(a, b) for a, b in zip(one, other, strict=True) if "*" not in (a, b)]
    apart = sum(a != b for a, b in shown)
    masked = len(shown) < len(one)
    told = len(shown) >= (FEWEST_SHOWN if masked else 1)
    score = MASKED if masked else WHOLE
    return _Proof(by, equal=told and not apart, score=score, nearly=apart <= 1)


def _flat(value: str, by: By) -> str:
    return value.strip().lower() if by == "pix_key" else re.sub(r"[^0-9A-Z*]", "", value.upper())


def _proved(payee: Payee, proofs: Sequence[_Proof], score: int | None) -> ReceiverCheck:
    """Match, unless another proof or a name that does not fit at all speaks against it."""
    best = max((proof for proof in proofs if proof.equal), key=lambda proof: proof.score)
    against = [proof for proof in proofs if not proof.equal and not proof.nearly]
    same = _SAME[best.by] if best.score == WHOLE else "receipts.check.masked_same"
    if against:
        return _check("needs_review", payee, best.by, UNSURE, same, _OTHER[against[0].by])
    if score is not None and score < PERHAPS:
        status: Status = "match" if best.score == WHOLE else "needs_review"
        number = best.score if status == "match" else UNSURE
        return _check(status, payee, best.by, number, same, "receipts.check.name_other")
    return _check("match", payee, best.by, best.score, same)


def _refuted(payee: Payee, proofs: Sequence[_Proof], score: int | None) -> ReceiverCheck:
    """Mismatch, unless the number may be misread or of another kind and the name fits."""
    other = next((proof for proof in proofs if not proof.nearly), proofs[0])
    fits = score is not None and score >= PERHAPS
    if other.nearly and (fits or score is None):
        status: Status = "needs_review"
    else:
        status = "mismatch"
    reasons = [_OTHER[other.by]]
    if fits:
        reasons.append("receipts.check.only_name_fits")
    elif score is not None:
        reasons.append("receipts.check.name_other")
    return _check(status, payee, other.by, min(score or 0, UNSURE), *reasons)


def _by_name(payee: Payee, score: int) -> ReceiverCheck:
    if score >= SHORTENED:
        return _check("match", payee, "name", score, "receipts.check.name_same")
    if score >= PERHAPS:
        return _check("needs_review", payee, "name", score, "receipts.check.name_alike")
    return _check("mismatch", payee, "name", score, "receipts.check.name_other")


def _check(status: Status, payee: Payee, by: By | None, score: int, *keys: str) -> ReceiverCheck:
    reasons = tuple(Sign(key, {"receiver": payee.name}) for key in keys)
    return ReceiverCheck(status, payee.name, by, score, reasons)


_SAME: dict[By, str] = {
    "document": "receipts.check.document_same",
    "pix_key": "receipts.check.key_same",
    "iban": "receipts.check.iban_same",
}
_OTHER: dict[By, str] = {
    "document": "receipts.check.document_other",
    "pix_key": "receipts.check.key_other",
    "iban": "receipts.check.iban_other",
}
