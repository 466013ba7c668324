"""What a monitoring system is told about receipts: how many are how, never whose."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from prometheus_client.core import GaugeMetricFamily

from balcao.foundation.db import reading
from balcao.receipts.checks.verdict import Word
from balcao.receipts.queries import counts
from balcao.web.metrics import known

STATES = ("waiting", "read", "unreadable", "failed")
VERDICTS = ("none", *get_args(Word))


def collect() -> Iterator[GaugeMetricFamily]:
    """Count the receipts."""
    with reading() as session:
        rows = counts(session)
    found = Counter({(state, "none"): 0 for state in STATES})
    found.update({("read", verdict): 0 for verdict in VERDICTS})
    for state, verdict, count in rows:
        found[known(state, STATES), known(verdict or "none", VERDICTS)] += count
    receipts = GaugeMetricFamily(
        "balcao_receipts", "How many receipts are kept.", labels=("state", "verdict")
    )
    for labels, count in found.items():
        receipts.add_metric(labels, count)
    yield receipts
