"""The day and minute a receipt names three times: printed, inside its id, and by its arrival."""

from datetime import datetime

from balcao.receipts.checks.signs import Sign
from balcao.receipts.fields.found import Fields


def check_dates(fields: Fields, received_at: datetime) -> list[Sign]:
    """Return what does not fit together; `received_at` is aware."""
    raise NotImplementedError
