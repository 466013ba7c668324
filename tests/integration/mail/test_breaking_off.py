"""Servers that hang up, fall silent or talk nonsense lose no mail, and get none twice unasked."""

import time

import pytest

from balcao.adapters.mail import Temporary, Throttled, Uncertain
from balcao.adapters.mail.connection import Patience
from tests.integration.mail.mails import MAIL, rehearsal_trouble, trouble
from tests.servers.smtp import drop, hang, keep_and_drop, say, slowly

BEFORE = ["GREETING", "EHLO", "MAIL"]
NAMED = ["RCPT", "DATA"]
NONSENSE = {
    "hangs up": drop,
    "falls silent": hang,
    "talks without end": say("250-" + "x" * 100_000),
    "lists without end": say("\r\n".join(["250-more"] * 20_000)),
    "speaks another language": say("HTTP/1.1 400 Bad Request"),
    "says half of it": say("25"),
    "speaks binary": say("\udcff\udcfe\udc00\udc01"),
    "a byte now and then": slowly("250 in a very long time", 0.1),
}


@pytest.fixture(params=list(NONSENSE))
def nonsense(request):
    return NONSENSE[request.param]


@pytest.mark.parametrize("step", BEFORE)
def test_before_the_address_it_is_the_server_that_is_away(trap, ours, step, nonsense):
    trap.at(step, nonsense)

    error = trouble(ours)

    assert (type(error), error.key) == (Throttled, "mail.error.away")
    assert not error.about_recipient
    assert not trap.mails


@pytest.mark.parametrize("step", BEFORE)
def test_a_rehearsal_breaks_off_alike(trap, ours, step, nonsense):
    trap.at(step, nonsense)

    error = rehearsal_trouble(ours)

    assert (type(error), error.key) == (Throttled, "mail.error.away")


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("step", NAMED)
def test_before_the_mail_is_given_a_later_try_is_harmless(trap, ours, step, nonsense, together):
    if not together:
        trap.extensions.remove("PIPELINING")
    trap.at(step, nonsense)

    error = trouble(ours)
    ours.send(MAIL)

    assert (type(error), error.key) == (Temporary, "mail.error.broken_off")
    assert error.about_recipient
    assert len(trap.mails) == 1


def test_after_the_final_dot_nobody_knows_and_nothing_is_repeated(trap, ours, nonsense):
    trap.at("DOT", nonsense)

    error = trouble(ours)

    assert (type(error), error.key) == (Uncertain, "mail.error.uncertain")
    assert error.about_recipient
    assert trap.count("DATA") == 1


@pytest.mark.parametrize("kept", [True, False])
def test_a_mail_that_was_taken_without_a_word_is_not_sent_again(trap, ours, kept):
    if kept:
        ours.send(MAIL)
    before = len(trap.mails)
    trap.at("DOT", keep_and_drop)

    error = trouble(ours)

    assert type(error) is Uncertain
    assert len(trap.mails) == before + 1


def test_after_an_uncertain_end_the_next_mail_has_a_fresh_conversation(trap, ours):
    trap.at("DOT", drop)
    trouble(ours)

    ours.send(MAIL)

    assert len(trap.mails) == 1
    assert len(trap.talks) == 2


def test_half_a_mail_is_no_mail(trap, ours):
    def drop_while_reading(talk):
        talk.write("354 go ahead")
        talk.connection.recv(10)
        drop(talk)

    trap.at("DATA", drop_while_reading)

    error = trouble(ours)
    ours.send(MAIL)

    # A small mail leaves whole, so whether all of it was read is the server's secret.
    assert type(error) in {Temporary, Uncertain}
    assert len(trap.mails) == 1


def test_no_server_keeps_a_thread_for_long_by_being_slow_at_everything(trap, connect):
    for step, text in {"GREETING": "220 hello", "EHLO": "250 mail.test"}.items():
        trap.at(step, slowly(text, 0.05))
    trap.at("MAIL", hang)
    ours = connect(trap, patience=Patience(connect=1, command=9, after_the_dot=0.2, whole=1))

    began = time.monotonic()
    error = trouble(ours)

    assert type(error) is Throttled
    assert time.monotonic() - began < 3


def test_slow_is_not_away(trap, ours):
    for step, text in {"GREETING": "220 hello", "DOT": "250 ok"}.items():
        trap.at(step, slowly(text, 0.01))

    assert ours.send(MAIL) == "250 ok"


@pytest.mark.parametrize(
    "text", ["220 ol\udce1 \udcff", "220-two\r\n220 lines", "220", "220-\r\n220 "]
)
def test_odd_greetings_are_greetings(trap, ours, text):
    trap.at("GREETING", say(text))

    ours.send(MAIL)

    assert len(trap.mails) == 1


def test_patience_ends_before_the_job_does():
    assert Patience().whole < 300
    assert Patience().after_the_dot >= 60
