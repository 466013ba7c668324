"""Whether what was found is enough, or another look is worth its time: pure functions."""

from balcao.receipts.fields.found import Fields

ALWAYS = ("amount", "date")
OF_PAYMENTS = ("transaction_id", "receiver_name")
OF_SHOPS = ("company",)


def gaps(fields: Fields) -> list[str]:
    """Return the key fields that are missing or doubtful for a paper of this kind."""
    wanted = (*ALWAYS, *(OF_PAYMENTS if fields.value("kind") else OF_SHOPS))
    return [name for name in wanted if name not in fields.found or name in fields.doubtful]


def better(one: Fields, other: Fields) -> bool:
    """Say whether the first leaves fewer gaps than the other, or is surer of as many."""
    return (len(gaps(one)), -_sureness(one)) < (len(gaps(other)), -_sureness(other))


def _sureness(fields: Fields) -> float:
    found = [fields.found[name] for name in (*ALWAYS, *OF_PAYMENTS) if name in fields.found]
    return sum(each.confidence for each in found)
