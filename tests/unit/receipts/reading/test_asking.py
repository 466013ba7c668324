"""Asking Google about a reading: what is sent, what comes back, and what stays when it cannot."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from balcao.adapters.decoding import Code
from balcao.adapters.ocr import (
    EngineBusyError,
    EngineError,
    EngineRefusedError,
    EngineSetUpError,
    Line,
)
from balcao.adapters.reading import Reading
from balcao.receipts.fields.found import Fields, Found
from balcao.receipts.reading.asking import NOT_NOW, NOT_SET_UP, SecondOpinion
from balcao.receipts.reading.second import Setting

BOX = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
READING = Reading(
    fields=Fields(found={"amount": Found("10.00", 0.4, "ocr")}, doubtful=frozenset({"amount"})),
    lines=[Line("10,00", BOX, 0.4), Line("da terceira página", BOX, page=2)],
    codes=[],
    sizes=[(100, 50)] * 3,
    previews=[b"first", b"second", b"third"],
    page_count=3,
    media_type="image/jpeg",
    engine="local",
    look="0" * 16,
)


@dataclass
class Google:
    """Sees the same on every page, or nothing but trouble."""

    trouble: EngineError | None = None
    seen: list[bytes] = field(default_factory=list)

    def lines_of(self, jpeg: bytes, size: tuple[int, int], page: int = 0) -> list[Line]:
        self.seen.append(jpeg)
        if self.trouble:
            raise self.trouble
        assert size == (100, 50)
        return [Line(f"R$ 10,00 of {page}", BOX, 0.9, page)]


@dataclass
class Meter:
    """Allows everything, unless there is trouble; remembers what it was told."""

    trouble: EngineError | None = None
    rests: list[tuple[str, float]] = field(default_factory=list)

    def check(self) -> None:
        if self.trouble:
            raise self.trouble

    def rest(self, trouble: str, seconds: float) -> None:
        self.rests.append((trouble, seconds))


def _extract(lines: Sequence[Line], _codes: Sequence[Code]) -> Fields:
    return Fields(found={"amount": Found("10.00", lines[0].confidence, "ocr")})


def _asked(google: Google, meter: Meter, setting: Setting = "auto") -> Reading:
    told: list[str] = []
    opinion = SecondOpinion(google, meter, _extract, setting, configured=True)
    reading = opinion.on(READING, told.append)
    assert told == ["google"]
    return reading


def test_a_doubtful_reading_is_settled_by_what_google_sees() -> None:
    google = Google()

    reading = _asked(google, Meter())

    # then two pages were paid for, and the third is as it was read here
    assert google.seen == [b"first", b"second"]
    assert [line.page for line in reading.lines] == [0, 1, 2]
    assert reading.engine == "google"
    assert not reading.fields.needs_review
    assert reading.steps["google"] >= 0


@pytest.mark.parametrize(
    ("trouble", "sign", "rest"),
    [
        (EngineBusyError("receipts.error.x", retry_after=17), NOT_NOW, 17.0),
        (EngineBusyError("receipts.error.x"), NOT_NOW, 5.0),
        (EngineSetUpError("receipts.error.x"), NOT_SET_UP, 60.0),
        (EngineRefusedError("receipts.error.x"), None, None),
    ],
)
def test_trouble_leaves_our_own_reading_with_a_sign(
    trouble: EngineError, sign: str | None, rest: float | None
) -> None:
    meter = Meter()

    reading = _asked(Google(trouble), meter)

    assert reading.engine == "local"
    assert reading.fields.found == READING.fields.found
    assert reading.fields.signs == ((sign,) if sign else ())
    assert meter.rests == ([("receipts.error.x", rest)] if rest else [])


def test_nobody_is_asked_while_it_makes_no_sense() -> None:
    google = Google()

    reading = _asked(google, Meter(EngineSetUpError("receipts.error.vision_month")))

    assert google.seen == []
    assert reading.fields.signs == (NOT_SET_UP,)


def test_who_wants_google_only_gets_its_trouble_too() -> None:
    with pytest.raises(EngineBusyError):
        _asked(Google(EngineBusyError("receipts.error.x")), Meter(), "google")


def test_where_google_is_not_configured_doubts_stay() -> None:
    google = Google()
    opinion = SecondOpinion(google, Meter(), _extract, "auto", configured=False)

    assert opinion.on(READING, print) is READING
    assert google.seen == []


def test_google_alone_is_not_compared_with_anything() -> None:
    # given a picture that nobody has read here
    google = Google()
    opinion = SecondOpinion(google, Meter(), _extract, "google", configured=True)

    reading = opinion.on(replace(READING, engine="none", lines=[]), lambda _: None)

    assert google.seen == [b"first", b"second", b"third"]
    assert reading.fields.found["amount"].confidence == 0.9
