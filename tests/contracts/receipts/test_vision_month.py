"""The month's limit of Google Vision: it holds however many ask at once, and costs are true."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from balcao.adapters.ocr import EngineBusyError, EngineSetUpError
from balcao.adapters.ocr.vision_answer import BUSY, FORBIDDEN
from balcao.foundation.db import repeated
from balcao.receipts import metering
from balcao.receipts.metering import VisionMeter, cost_of, vision_meter
from tests.contracts.counter import Counter
from tests.contracts.receipts.shop import BOB, Shop

ASKING = 50


@pytest.mark.parametrize("already", [0, 20])
def test_fifty_at_once_do_not_pass_the_limit(engine: Engine, already: int) -> None:
    # given room for thirty, in a month that has not begun or is two thirds over
    limit = already + 30
    for _ in range(already):
        assert _count(engine, limit)

    with ThreadPoolExecutor(ASKING) as callers:
        allowed = list(callers.map(lambda _: _count(engine, limit), range(ASKING)))

    assert sum(allowed) == 30
    with Session(engine) as session:
        assert metering.standing(session, limit, "2026-11").calls == limit


def test_a_new_month_begins_at_nothing(engine: Engine) -> None:
    assert _count(engine, 1)
    assert not _count(engine, 1)

    assert _count(engine, 1, "2026-12")


def test_a_limit_of_nothing_allows_nothing(engine: Engine) -> None:
    assert not _count(engine, 0)


def test_a_used_up_month_is_told_before_anybody_asks(counter: Counter) -> None:
    meter = VisionMeter(limit=2)
    with counter.app.app_context():
        meter.check()
        meter.count()
        meter.count()

        with pytest.raises(EngineSetUpError) as caught:
            meter.check()
        with pytest.raises(EngineSetUpError):
            meter.count()

    assert caught.value.code == metering.MONTH_FULL


def test_who_was_refused_is_left_alone_for_a_while(counter: Counter) -> None:
    # given a wrong key, and a busy moment after it, which is shorter
    meter = VisionMeter(limit=2)
    with counter.app.app_context():
        meter.rest(FORBIDDEN, 60)
        meter.rest(BUSY, 5)

        with pytest.raises(EngineSetUpError) as caught:
            meter.check()

    assert caught.value.code == FORBIDDEN


def test_a_busy_moment_says_when_it_ends(counter: Counter) -> None:
    meter = VisionMeter(limit=2)
    with counter.app.app_context():
        meter.rest(BUSY, 17)

        with pytest.raises(EngineBusyError) as caught:
            meter.check()

    assert 10 < caught.value.retry_after <= 17


def test_a_rest_that_is_over_is_forgotten(counter: Counter) -> None:
    meter = VisionMeter(limit=2)
    with counter.app.app_context():
        meter.rest(FORBIDDEN, -1)

        meter.check()


def test_the_staff_see_the_month_and_its_price(counter: Counter, engine: Engine) -> None:
    with counter.app.app_context():
        VisionMeter(limit=2000).count()
    with Session(engine) as session:
        assert vision_meter(session, 2000) == {
            "month": metering.this_month(),
            "calls": 1,
            "limit": 2000,
            "usd": Decimal("0.00"),
            "trouble": None,
        }


def test_the_page_of_receipts_tells_it_to_the_staff_alone(shop: Shop) -> None:
    ana = shop.person()
    shop.door.account(BOB, staff=True)
    bob = shop.door.inside(BOB)
    untold = bob.get("/receipts").text
    with shop.app.app_context():
        VisionMeter(limit=1000).count()
        VisionMeter(limit=1000).rest(FORBIDDEN, 60)

    page = bob.get("/receipts").text

    assert "Google Vision" not in untold
    assert f"Google Vision {metering.this_month()}: 1 / 1000, USD 0.00." in page
    assert "does not let us in" in page
    assert "Google Vision" not in ana.get("/receipts").text


@pytest.mark.parametrize(
    ("calls", "dollars"),
    [
        (0, "0"),
        (1000, "0"),
        (1001, "0"),
        (2000, "1.50"),
        (5_000_000, "7498.50"),
        (5_001_000, "7499.10"),
    ],
)
def test_what_a_month_costs(calls: int, dollars: str) -> None:
    assert cost_of(calls) == Decimal(dollars)


def _count(engine: Engine, limit: int, month: str = "2026-11") -> bool:
    def once() -> bool:
        with Session(engine) as session, session.begin():
            return metering.count_call(session, limit, month)

    return repeated(once)
