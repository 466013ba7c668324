"""A server that is away is left in peace, mails wait without being used up, one finds it back."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from balcao.adapters.mail import MailError, Misconfigured, Refused, Throttled
from balcao.adapters.mail.breaker import FAILURES, RESTS, Breaker
from balcao.adapters.mail.nowhere import NoServer
from balcao.adapters.mail.opening import Place
from balcao.adapters.mail.smtp import SmtpServer
from tests.integration.mail.mails import MAIL, SENDER, rehearsal_trouble, rest_of, trouble
from tests.servers.smtp import drop, mail_trap, say


class Clock:
    """A time that passes when a test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def resting(trap, connect, clock) -> SmtpServer:
    """Return our side after as many failures as it takes."""
    ours: SmtpServer = connect(trap, breaker=Breaker(clock))
    trap.at("GREETING", drop, times=FAILURES)
    for _ in range(FAILURES):
        trouble(ours)
    return ours


def test_a_closed_port_and_an_unknown_name_are_a_server_that_is_away(connect, tmp_path):
    with mail_trap() as trap:
        place = trap.place
    closed = connect(trap, place)
    unknown = connect(trap, Place("mail.nowhere.invalid", 25, None, "none"))
    nothing = connect(trap, Place(socket=tmp_path / "none.sock", security="none"))

    errors = [trouble(closed), trouble(unknown), trouble(nothing)]

    assert {(type(error), error.key) for error in errors} == {(Throttled, "mail.error.away")}
    assert all(rest_of(error) <= 2 * RESTS[0] for error in errors)


def test_after_failures_nobody_tries_for_a_while(trap, resting):
    talks = len(trap.talks)

    errors = [trouble(resting) for _ in range(1000)]

    assert {(type(error), error.key) for error in errors} == {(Throttled, "mail.error.away")}
    assert len({rest_of(error) for error in errors}) > 900  # they do not all come back at once
    assert len(trap.talks) == talks


def test_the_rest_grows_but_never_beyond_a_minute(trap, resting, clock):
    trap.at("GREETING", drop, times=20)

    waits = []
    for _ in range(10):
        clock.now += 60
        waits.append(rest_of(trouble(resting)))

    assert waits[-1] > waits[0]
    assert max(waits) <= 60


def test_one_mail_finds_out_that_the_server_is_back(trap, resting, clock):
    clock.now += 60

    resting.send(MAIL)
    resting.send(MAIL)

    assert len(trap.mails) == 2


def test_while_one_tries_the_others_wait(trap, resting, clock):
    clock.now += 60
    entered, go_on = threading.Event(), threading.Event()

    def slowly(talk):
        entered.set()
        go_on.wait(10)
        talk.write("220 back again")

    trap.at("GREETING", slowly)
    talks = len(trap.talks)

    with ThreadPoolExecutor(1) as pool:
        probe = pool.submit(resting.send, MAIL)
        assert entered.wait(10)
        errors = [trouble(resting) for _ in range(20)]
        go_on.set()
        probe.result(10)

    assert {type(error) for error in errors} == {Throttled}
    assert len(trap.talks) == talks + 1
    resting.send(MAIL)
    assert len(trap.mails) == 2


def test_a_refused_address_shows_that_the_server_is_back(trap, resting, clock):
    clock.now += 60
    trap.at("RCPT", say("550 5.1.1 no such user"))

    assert type(trouble(resting)) is Refused
    resting.send(MAIL)

    assert len(trap.mails) == 1


def test_a_try_that_is_stopped_in_the_middle_lets_another_one_try(trap, connect, clock):
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        with pytest.raises(MailError), breaker.watching():
            raise Throttled("mail.error.away")
    clock.now += 100
    with pytest.raises(KeyboardInterrupt), breaker.watching():
        raise KeyboardInterrupt

    ours = connect(trap, breaker=breaker)
    ours.send(MAIL)

    assert len(trap.mails) == 1


def test_failures_count_only_in_a_row(trap, ours):
    for _ in range(10):
        trap.at("GREETING", *([drop] * (FAILURES - 1)))
        for _ in range(FAILURES - 1):
            trouble(ours)
        ours.send(MAIL)
        trap.hang_up()

    assert len(trap.mails) == 10


def test_a_resting_server_says_nothing_but_that_to_a_rehearsal(resting):
    error = rehearsal_trouble(resting)

    assert (type(error), error.key) == (Throttled, "mail.error.away")


def test_without_any_server_every_mail_waits_for_one():
    errors = [trouble(NoServer()), rehearsal_trouble(NoServer())]

    kinds = {(type(error), error.key, rest_of(error)) for error in errors}
    assert kinds == {(Misconfigured, "mail.error.not_configured", 45)}


def test_what_the_log_says_names_the_server_and_no_secret(trap, connect, caplog):
    place = Place("localhost", trap.place.port, None, "none", "balcao", "s3cret word")

    trouble(connect(trap, place))

    assert f"localhost:{place.port}" in caplog.text
    assert "mail.error.login" in caplog.text
    assert "s3cret" not in caplog.text + repr(place)


@pytest.mark.parametrize("sender", ["", "Balcão", "a@b\r\nBcc: c@d.test", "balcão@mail.test", "a@"])
def test_a_sender_that_is_none_is_noticed_at_once(sender):
    with pytest.raises(ValueError, match="write a sender"):
        SmtpServer(Place(), sender)


def test_the_usual_sender_is_one():
    SmtpServer(Place(), SENDER).close()
