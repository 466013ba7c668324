"""Which values a person should look at before anybody relies on them."""

from collections.abc import Mapping

from balcao.receipts.fields.found import Fields, Found

_SURE = {"amount": 0.72, "date": 0.6, "transaction_id": 0.7, "receiver_name": 0.6, "status": 0.7}
_TOO_NEAR = 0.93  # of the best score, for a rival
_WANTED = ("amount", "date")


def judged(
    read: Mapping[str, Found], known: Mapping[str, Found], rivals: Mapping[str, float]
) -> Fields:
    """Put codes over print, and name what is unsure, contested or contradicted."""
    doubtful = {name for name, sure in _SURE.items() if _unsure(read.get(name), sure)}
    doubtful |= {name for name, near in rivals.items() if near > _TOO_NEAR}
    doubtful |= {name for name in _WANTED if name not in read}
    doubtful -= known.keys()
    doubtful |= {name for name in known if _contradicted(name, read, known)}
    return Fields({**read, **known}, (), frozenset(doubtful))


def _unsure(found: Found | None, sure: float) -> bool:
    return found is not None and found.confidence < sure


def _contradicted(name: str, read: Mapping[str, Found], known: Mapping[str, Found]) -> bool:
    """Say whether print and code differ in what decides: a picture may have been put together."""
    return name in {"amount", "date"} and name in read and read[name].value != known[name].value
