"""Days and times as receipts write them; what no calendar knows is refused."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.receipts.fields import dates, times

THE_DAY = [
    "08/10/2025",
    "08/10/2025 - 14:22:05",
    "08/10/2025-14:22",
    "8/10/2025",
    "08.10.2025",
    "08-10-2025",
    "2025-10-08",
    "2025-10-08T14:22:05-03:00",
    "08 OUT 2025",
    "08 0UT 2025",
    "08OUT2025",
    "08/out/2025",
    "qua., 08 de outubro de 2025",
    "08deoutubrode2025",
    "8 de outubro de 2025 às 9h05",
    "08/10/25 às 08h58",
    "Quarta,08/10/2025",
    "October 8, 2025",
    "8 October 2025",
    "Oct 08 2025 3:30 PM",
    "08/10/202503:30:51",
    "08/10/2503:30:51",
    "O8/1O/2025",
    "R$ 45,6708/10/2025",
]
MORE_DAYS = [
    ("24/04/202403:30:51", date(2024, 4, 24)),
    ("20APR2018", date(2018, 4, 20)),
    ("2018-03-23", date(2018, 3, 23)),
    ("29/02/2024", date(2024, 2, 29)),
    ("1º de maio de 2025", date(2025, 5, 1)),
    ("31 DEZ 1999", date(1999, 12, 31)),
    ("28 Fev. 2026, 10:12", date(2026, 2, 28)),
    ("8 de março de 2025", date(2025, 3, 8)),
]
NO_DAY = [
    "31/02/2025",
    "32/01/2025",
    "29/02/2025",
    "03/23/2018",
    "00/10/2025",
    "12.345.678/0001-90",
    "529.982.247-25",
    "1.234.56",
    "08/10/1889",
    "(11) 98765-4321",
    "outubro de 2025",
]
CLOCKS = [
    ("14:22:05", time(14, 22, 5)),
    ("14:22", time(14, 22)),
    ("14 : 22", time(14, 22)),
    ("08h58", time(8, 58)),
    ("08h58min", time(8, 58)),
    ("14h22min05s", time(14, 22, 5)),
    ("3:30 PM", time(15, 30)),
    ("12:30 AM", time(0, 30)),
    ("12:30 PM", time(12, 30)),
    ("O8:58", time(8, 58)),
    ("24/04/202403:30:51", time(3, 30, 51)),
    ("24/04/2403:30:51", time(3, 30, 51)),
    ("2025-10-08T14:22:05-03:00", time(14, 22, 5)),
    ("2018-03-2312:30:11", time(12, 30, 11)),
]


@pytest.mark.parametrize("text", THE_DAY)
def test_one_day_in_every_spelling(text):
    assert [hit.value for hit in dates.find(text)] == [date(2025, 10, 8)]


@pytest.mark.parametrize(("text", "day"), MORE_DAYS)
def test_days_of_other_years(text, day):
    assert [hit.value for hit in dates.find(text)] == [day]


@pytest.mark.parametrize("text", NO_DAY)
def test_what_no_calendar_knows_is_refused(text):
    assert dates.find(text) == []


def test_what_can_be_read_both_ways_is_day_first_and_less_sure():
    either, only = dates.find("08/10/2025")[0], dates.find("18/10/2025")[0]

    assert either.value == date(2025, 10, 8)
    assert either.confidence < only.confidence


@pytest.mark.parametrize(("text", "clock"), CLOCKS)
def test_a_time_in_every_spelling(text, clock):
    assert [hit.value for hit in times.find(text)] == [clock]


@pytest.mark.parametrize("text", ["24:00", "25:10", "12:60", "1:20:300", "12,30", "1200"])
def test_what_no_clock_shows_is_refused(text):
    assert times.find(text) == []


FORMS = ["%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y", "%d %b %Y"]


@given(st.dates(date(2000, 1, 1), date(2069, 12, 31)), st.sampled_from(FORMS), st.times())
def test_what_is_printed_is_read_even_glued(day: date, form: str, clock: time):
    text = f"{day.strftime(form)}{clock:%H:%M:%S}"

    assert [hit.value for hit in dates.find(text)] == [day]
    assert [hit.value for hit in times.find(text)] == [clock.replace(microsecond=0)]
