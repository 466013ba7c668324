"""When Google is asked as well, and what comes of two readings of one receipt: pure functions."""

import unicodedata
from dataclasses import replace
from typing import Literal

from balcao.receipts.fields.found import Fields, Found

Setting = Literal["auto", "local", "google", "none"]

DIFFER = "receipts.sign.engines_differ"
MOST_WHERE_ENGINES_DIFFER = 0.5
MOST_WITHOUT_PROOF = 0.999
# What no camera can spoil: it was not read but decoded.
EXACT = {"qr", "pdf_text"}
EXACT_ENGINES = {"pdf_text", "codes"}
# Spelled with and without accents, capitals and spaces, and still the same.
LOOSE = {"receiver_name", "payer_name", "bank", "company", "description", "pix_key"}


def wanted(setting: Setting, ours: Fields, engine: str) -> bool:
    """Say whether to ask; what was decoded instead of read is exact, and costs nothing."""
    if setting not in ("auto", "google") or engine in EXACT_ENGINES:
        return False
    return setting == "google" or ours.needs_review


def merged(ours: Fields, theirs: Fields) -> Fields:
    """Return the better of both for each field: agreement makes sure, contradiction doubtful."""
    names = dict.fromkeys((*ours.found, *theirs.found))
    found = {name: _better(name, ours.found.get(name), theirs.found.get(name)) for name in names}
    differing = {name for name, each in found.items() if DIFFER in each.signs}
    return Fields(
        found=found,
        signs=tuple(sign for sign in ours.signs if sign in theirs.signs),
        doubtful=frozenset(differing | _still_doubtful(ours, theirs)),
    )


def _better(name: str, ours: Found | None, theirs: Found | None) -> Found:
    if ours is None or theirs is None:
        only = ours or theirs
        assert only  # noqa: S101 - a name is from one of the two
        return only
    best = max((theirs, ours), key=lambda each: (each.source in EXACT, each.confidence))
    if _same(name, ours.value, theirs.value):
        both = 1 - (1 - ours.confidence) * (1 - theirs.confidence)
        return replace(best, confidence=max(best.confidence, min(both, MOST_WITHOUT_PROOF)))
    if best.source in EXACT:
        return best
    less = min(best.confidence, MOST_WHERE_ENGINES_DIFFER)
    return replace(best, confidence=less, signs=(*best.signs, DIFFER))


def _same(name: str, one: str, other: str) -> bool:
    return one == other or (name in LOOSE and _bare(one) == _bare(other))


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in apart if sign.isalnum())


def _still_doubtful(ours: Fields, theirs: Fields) -> set[str]:
    """Return what neither of the two readings is sure about."""
    sure = {
        name for fields in (ours, theirs) for name in fields.found if name not in fields.doubtful
    }
    return {*ours.doubtful, *theirs.doubtful} - sure
