"""Whether what was found is enough, or another look is worth its time: pure functions."""

from collections.abc import Sequence

from balcao.adapters.ocr import Line
from balcao.receipts.fields.found import Fields, Found

ALWAYS = ("amount", "date")
OF_PAYMENTS = ("transaction_id", "receiver_name")
OF_SHOPS = ("company",)
CLEAR = 0.9  # letters that are read with less may be others


def gaps(fields: Fields) -> list[str]:
    """Return the key fields that are missing or doubtful for a paper of this kind."""
    wanted = (*ALWAYS, *(OF_PAYMENTS if fields.value("kind") else OF_SHOPS))
    return [name for name in wanted if name not in fields.found or name in fields.doubtful]


def worth_a_look(fields: Fields, lines: Sequence[Line]) -> bool:
    """Say whether a gap may come from letters that were hard to read.

    A doubt between two amounts that are both plain to read is not settled by reading them again.
    """
    unclear = [line for line in lines if line.confidence < CLEAR]
    return any(_unclear(fields.found.get(name), unclear) for name in gaps(fields))


def _unclear(found: Found | None, unclear: Sequence[Line]) -> bool:
    """Say whether what was found, or what was not, may be among these lines."""
    return bool(unclear) and (found is None or any(_holds(line, found) for line in unclear))


def _holds(line: Line, found: Found) -> bool:
    if found.box is None or line.page != found.page:
        return False
    x = sum(corner[0] for corner in found.box) / 4
    y = sum(corner[1] for corner in found.box) / 4
    across, down = zip(*line.box, strict=True)
    return min(across) <= x <= max(across) and min(down) <= y <= max(down)


def better(one: Fields, other: Fields) -> bool:
    """Say whether the first leaves fewer gaps than the other, or is surer of as many."""
    return (len(gaps(one)), -_sureness(one)) < (len(gaps(other)), -_sureness(other))


def _sureness(fields: Fields) -> float:
    found = [fields.found[name] for name in (*ALWAYS, *OF_PAYMENTS) if name in fields.found]
    return sum(each.confidence for each in found)
