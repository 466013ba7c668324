"""Nobody's mailbox is flooded by mixing what sends mails, and nobody fills the house's tables."""

from collections.abc import Callable
from itertools import count, cycle

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from balcao.accounts.addresses import parse
from balcao.accounts.job_args import PruneAccounts
from balcao.accounts.limits import (
    MAIL_OF_ALL,
    MAIL_OF_CLIENT,
    MAIL_OF_MAILBOX,
    MAIL_OF_PAIR,
    NOBODY,
    Limits,
)
from balcao.accounts.links import VERIFY
from balcao.accounts.models import AuthToken, PreUser
from balcao.accounts.signup import service
from balcao.accounts.signup.service import Asker, Wish
from balcao.foundation.dbtime import db_now
from balcao.foundation.throttle import Bucket, Counted
from balcao.jobs import enqueue
from balcao.jobs.models import Job
from tests.contracts.accounts.door import HOME, KEPT, PASSWORD
from tests.contracts.accounts.keyring import change, mails_of, together

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
MAILBOX = "anasilva@gmail.com"
SPELLINGS = [
    MAILBOX,
    "Ana.Silva@Gmail.com",
    "a.n.a.silva@gmail.com",
    "anasilva+shop@gmail.com",
    "ANASILVA+1+2@googlemail.com",
]
OF_MAILBOX = [limit.of(MAILBOX) for limit in MAIL_OF_MAILBOX] + [MAIL_OF_ALL.of(NOBODY)]


class Time:
    """Lets time pass for some limits, by making what they counted older; never by too much."""

    def __init__(self, engine, counted: list[Counted]):
        self.engine, self.counted, self.now = engine, counted, 0

    def pass_by(self, seconds: int) -> None:
        """Make everything so much older, and forget the limits this is not about."""
        before, self.now = self.now, self.now + seconds
        with self.engine.begin() as connection:
            connection.execute(delete(Bucket).where(Bucket.key.not_in(self._keys())))
            for one in self.counted:
                moved = self._slot(one, self.now) - self._slot(one, before)
                found = connection.scalar(select(Bucket.slots).where(Bucket.key == one.key)) or {}
                older = {str(int(slot) - moved): times for slot, times in found.items()}
                changed = update(Bucket).where(Bucket.key == one.key).values(slots=older)
                connection.execute(changed)

    def _keys(self) -> list[str]:
        return [one.key for one in self.counted]

    def _slot(self, one: Counted, moment: int) -> int:
        return int(moment / one.limit.slot_seconds)


def most_within(moments: list[int], seconds: int) -> int:
    """Return how many at most happened in any period as long."""
    return max(sum(one <= other < one + seconds for other in moments) for one in moments)


def flows(door) -> list[Callable[[str, str], int]]:
    """Return everything by which somebody makes us write to a mailbox, from any client."""
    door.account()
    ana = door.inside()

    def signs_up(email, client):
        form = {"email": email, "password": PASSWORD}
        return door.browser(client).post("/signup", data=form).status_code

    def forgets(email, client):
        return door.browser(client).post("/forgot", data={"email": email}).status_code

    def moves(email, client):
        ana.environ_base["REMOTE_ADDR"] = client
        form = {"email": email, "current": PASSWORD}
        return ana.post("/account/address", data=form).status_code

    def corrects(email, client):
        form = {"email": email}
        return following(door, client).post("/signup/address", data=form).status_code

    def asks_again(_, client):
        return following(door, client).post("/signup/resend").status_code

    begin_to_sign_up(door)
    return [signs_up, forgets, moves, corrects, asks_again]


def begin_to_sign_up(door) -> None:
    """Have somebody who typed this mailbox and waits for the mail."""
    answer = door.browser("203.0.113.1").post(
        "/signup", data={"email": MAILBOX, "password": PASSWORD}
    )
    assert answer.status_code == 303
    mails_of(door)
    door.later()


def following(door, client: str) -> FlaskClient:
    """Return the browser of whoever signed up last."""
    token = [row.id for row in door.rows(AuthToken) if row.purpose == VERIFY][-1]
    browser: FlaskClient = door.browser(client)
    with browser.session_transaction() as session:
        session["mail"] = {"kind": "signup", "job": "x", "token": token}
    return browser


def test_all_that_sends_mails_together_sends_one_a_minute_three_an_hour_and_six_a_day(door):
    ways, spellings, number = cycle(flows(door)), cycle(SPELLINGS), count()
    time, accepted, sent = Time(door.engine, OF_MAILBOX), [], []

    for step in [*[10] * 30, *[5 * MINUTE] * 24, *[20 * MINUTE] * 80]:
        client = f"198.51.{next(number)}.1"  # a machine of its own each time
        answer = next(ways)(next(spellings), client)
        assert answer in {303, 429}
        accepted += [time.now] if answer == 303 else []
        sent += [time.now] * sum(parse(mail.to).mailbox == MAILBOX for mail in mails_of(door))
        time.pass_by(step)

    for moments in (accepted, sent):
        assert most_within(moments, MINUTE) == 1
        assert most_within(moments, HOUR) <= 3
        assert most_within(moments, DAY) <= 6
    assert len([moment for moment in accepted if moment < DAY]) == 6  # and not fewer, either
    assert len(accepted) > 6


def test_at_the_same_moment_one_of_all_ways_is_taken(door):
    numbers, ways = count(), flows(door)

    def one():
        number = next(numbers)
        return ways[number % len(ways)](SPELLINGS[number % 4], f"198.51.{number}.1")

    assert sorted(together(one, 15)) == [303] + [429] * 14
    assert len(mails_of(door)) <= 1  # none for a new password where there is no account


def test_a_client_writes_to_five_mailboxes_whatever_it_mixes_and_however_fast(door):
    numbers, (*ways, corrects, _) = count(), flows(door)
    # Only once: who corrects the same wish at the same moment finds nothing to correct any more.
    orders = iter([corrects, *ways * 4])

    def one():
        return next(orders)(f"p{next(numbers)}@loja.example", HOME)

    assert sorted(together(one, 13)) == [303] * 5 + [429] * 8


def test_a_client_writes_to_thirty_mailboxes_a_day(engine):
    of_client = [limit.of(HOME) for limit in MAIL_OF_CLIENT]
    time, accepted = Time(engine, of_client), []

    for number in range(200):
        with Session(engine) as session, session.begin():
            if Limits().mail(session, f"p{number}@loja.example", HOME) == 0:
                accepted.append(time.now)
        time.pass_by(2 * MINUTE if number < 60 else 12 * MINUTE)

    assert most_within(accepted, 10 * MINUTE) <= 5
    assert most_within(accepted, DAY) == 30
    assert MAIL_OF_PAIR.times == 1


FLOOD = 2000


@pytest.fixture
def flooded(joining):
    """Return a house where everybody signs up for one address, with limits out of the way."""
    wish = Wish(parse(MAILBOX), "Ana", "en", KEPT)
    for start in range(0, FLOOD, 100):
        with change(joining.engine) as session:
            for number in range(start, start + 100):
                service.ask(session, Asker(f"browser {number}"), wish=wish)
    return joining


def test_two_thousand_sign_ups_for_one_address_are_one_row_and_go(flooded):
    assert len(flooded.rows(PreUser)) == 1
    with flooded.engine.begin() as connection:
        connection.execute(update(PreUser).values(expires_at=db_now(-2 * DAY)))
        connection.execute(update(AuthToken).values(expires_at=db_now(-32 * DAY)))
        connection.execute(delete(Job))  # their mails are not what this is about

    with change(flooded.engine) as session:
        enqueue(session, PruneAccounts())
    flooded.work()

    assert flooded.rows(PreUser) == []
    assert flooded.rows(AuthToken) == []
