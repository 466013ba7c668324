"""The day and minute a receipt names three times: printed, inside its id, and by its arrival."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from balcao.receipts.checks.signs import Sign
from balcao.receipts.fields import e2e
from balcao.receipts.fields.found import Fields

BRASILIA = timezone(timedelta(hours=-3))  # in which nearly all of Pix is printed
ALLOWED = timedelta(hours=12)  # between the minute in an id and the settlement
EARLIEST_DAY = timedelta(hours=14)  # somewhere on earth it is already tomorrow
OLD = timedelta(days=60)


def check_dates(fields: Fields, received_at: datetime) -> list[Sign]:
    """Return what does not fit together; `received_at` is aware."""
    day = _day(fields.value("date"))
    found = e2e.find(fields.value("transaction_id") or "")
    minute = found[0].value.minute if found else None
    signs = []
    if day and minute and _apart(day, _clock(fields.value("time")), minute):
        on = minute.astimezone(BRASILIA).date().isoformat()
        signs.append(Sign("receipts.sign.id_another_day", {"printed": day.isoformat(), "id": on}))
    if minute and minute > received_at + ALLOWED:
        signs.append(Sign("receipts.sign.id_in_future"))
    if day:
        signs += _against_arrival(day, received_at)
    return signs


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None


def _clock(written: str | None) -> time | None:
    try:
        return time.fromisoformat(written or "").replace(tzinfo=None)
    except ValueError:
        return None


def _apart(day: date, clock: time | None, minute: datetime) -> bool:
    """Say whether the id's minute is further from what is printed than a bank may be late."""
    first = datetime.combine(day, clock or time.min, BRASILIA)
    last = first if clock else first + timedelta(days=1)
    return not first - ALLOWED <= minute <= last + ALLOWED + timedelta(minutes=1)


def _against_arrival(day: date, received_at: datetime) -> list[Sign]:
    arrived = received_at.astimezone(UTC)
    if day > (arrived + EARLIEST_DAY).date():
        return [Sign("receipts.sign.date_in_future", {"printed": day.isoformat()})]
    if day < (arrived - OLD).date():
        return [Sign("receipts.sign.date_long_ago", {"printed": day.isoformat()})]
    return []
