"""Mails arrive as they were written, over few conversations, whatever the server can do."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from balcao.adapters.mail import Refused, Throttled
from balcao.adapters.mail.pool import MOST_MAILS, Pool
from tests.integration.mail.conftest import QUICK
from tests.integration.mail.mails import MAIL, a_mail, trouble
from tests.servers.smtp import drop, hang, mail_trap, say, say_and_drop
from tests.waiting import wait_until


def test_a_mail_arrives_as_it_was_written(trap, ours):
    answer = ours.send(MAIL)

    [received] = trap.mails
    message = received.message
    assert answer == "250 2.0.0 ok: queued as 4711"
    assert (received.sender, received.recipient) == ("no-reply@balcao.example", "ana@mail.test")
    assert message["Subject"] == MAIL.subject
    assert message["From"] == "Balcão <no-reply@balcao.example>"
    assert message["Message-ID"] == "<01-verify@balcao.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == MAIL.date
    assert message.get_body(["plain"]).get_content().splitlines() == MAIL.text.splitlines()
    assert message.get_body(["html"]).get_content().splitlines() == MAIL.html.splitlines()


def test_a_server_on_this_machine_may_listen_on_a_socket(connect, tmp_path):
    with mail_trap(at=tmp_path / "mail.sock", login="balcao:s3cret") as trap:
        connect(trap).send(MAIL)

        assert trap.mails[0].login == "balcao"
        assert trap.commands[0] == "EHLO localhost"


def test_the_same_mail_is_the_same_bytes_on_every_attempt(trap, ours):
    ours.send(MAIL)
    ours.send(MAIL)

    first, second = trap.mails
    assert first.content == second.content


@pytest.mark.parametrize("extensions", [[], ["PIPELINING"], ["SIZE 9999"], ["8BITMIME"], ["SIZE"]])
def test_a_server_need_not_offer_anything(trap, ours, extensions):
    trap.extensions[:] = extensions

    ours.send(MAIL)
    trap.at("RCPT", say("550 5.1.1 no"))
    trouble(ours)
    ours.send(MAIL)

    assert len(trap.mails) == 2
    assert len(trap.talks) == 1


def test_one_conversation_serves_one_mail_after_the_other(trap, ours):
    for _ in range(20):
        ours.send(MAIL)

    assert len(trap.mails) == 20
    assert len(trap.talks) == 1


def test_no_conversation_serves_for_ever(trap, ours):
    for _ in range(MOST_MAILS + 1):
        ours.send(MAIL)

    assert len(trap.talks) == 2
    wait_until(lambda: trap.count("QUIT") == 1, 5, "the first one ends politely")


def test_an_idle_conversation_is_ended_soon(trap, connect):
    ours = connect(trap, pool=Pool(idle_seconds=0.05))
    ours.send(MAIL)

    wait_until(lambda: trap.count("QUIT") == 1, 5, "it is ended")
    ours.send(MAIL)

    assert len(trap.talks) == 2


def test_threads_have_conversations_of_their_own(trap, ours):
    together = threading.Barrier(8, timeout=10)

    def send(number):
        together.wait()
        for turn in range(10):
            ours.send(a_mail(to=f"ana{number}.{turn}@mail.test"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(8)))

    assert len({mail.recipient for mail in trap.mails}) == 80
    assert all(mail.message["To"] == mail.recipient for mail in trap.mails)
    assert len(trap.talks) <= 8


def test_more_threads_than_conversations_take_turns(trap, connect):
    ours = connect(trap, pool=Pool(3))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: ours.send(a_mail(to=f"ana{number}@mail.test")), range(40)))

    assert len({mail.recipient for mail in trap.mails}) == 40
    assert len(trap.talks) <= 3


def test_a_mail_whose_turn_does_not_come_is_tried_later(trap, connect):
    ours = connect(trap, pool=Pool(1), patience=replace(QUICK, turn=0.05, command=30, whole=30))
    trap.at("MAIL", hang)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ours.send, MAIL)
        wait_until(lambda: trap.count("MAIL"), 5, "the only conversation is taken")
        error = trouble(ours)
        trap.hang_up()

    assert first.exception() is not None
    assert (type(error), error.key) == (Throttled, "mail.error.busy")
    assert ours.send(MAIL)


def test_a_server_that_was_started_again_gets_the_mail_once(trap, ours):
    ours.send(MAIL)
    trap.hang_up()

    ours.send(MAIL)

    assert len(trap.mails) == 2
    assert len(trap.talks) == 2


@pytest.mark.parametrize("way", [drop, say_and_drop("421 4.4.2 too long"), hang])
def test_a_kept_conversation_that_ends_before_it_took_anything_is_replaced(trap, ours, way):
    ours.send(MAIL)
    trap.at("MAIL", way)

    ours.send(MAIL)

    assert len(trap.mails) == 2
    assert len(trap.talks) == 2


def test_a_good_bye_while_nobody_asked_is_heard_before_the_next_mail(trap, ours):
    ours.send(MAIL)
    trap.talks[0].write("421 4.3.2 closing down")

    ours.send(MAIL)

    assert trap.count("MAIL") == 2


def test_a_refused_mail_leaves_nothing_behind(trap, ours):
    trap.at("RCPT", say("550 5.1.1 no such user"))
    trouble(ours, a_mail(to="nobody@mail.test"))

    ours.send(MAIL)

    assert [mail.recipient for mail in trap.mails] == ["ana@mail.test"]
    assert len(trap.talks) == 1
    assert trap.count("RSET") == 1


def test_who_lets_us_begin_in_spite_of_a_refusal_gets_no_mail(trap, ours):
    trap.at("RCPT", say("550 5.1.1 no such user"))
    trap.at("DATA", say("354 go ahead all the same"))
    trouble(ours)

    ours.send(MAIL)

    assert len(trap.mails) == 1
    assert len(trap.talks) == 2


@pytest.mark.parametrize("offer", ["SMTPUTF8", ""])
def test_letters_beyond_ascii_need_a_server_that_can_write_them(trap, ours, offer):
    trap.extensions[:] = ["PIPELINING", "8BITMIME", offer]
    mail = a_mail(to="joão@mail.test")

    if offer:
        ours.send(mail)

        assert trap.mails[0].recipient == "joão@mail.test"
        assert trap.mails[0].message["To"] == "joão@mail.test"
        assert "SMTPUTF8" in trap.commands[1]
    else:
        error = trouble(ours, mail)

        assert (type(error), error.key) == (Refused, "mail.error.unwritable")
        assert trap.count("MAIL") == 0


def test_plain_letters_never_ask_for_more(trap, ours):
    ours.send(MAIL)

    assert "SMTPUTF8" not in " ".join(trap.commands)


def test_a_mail_that_is_too_large_is_not_even_begun(trap, ours):
    trap.extensions[:] = ["SIZE 500"]

    error = trouble(ours)

    assert (type(error), error.key) == (Refused, "mail.error.too_large")
    assert trap.count("MAIL") == 0


@pytest.mark.parametrize(
    "address",
    ["", "ana", "ana@", "@mail.test", "ana@mail.test>\r\nRCPT TO:<eve@mail.test", "a\0@mail.test",
     "ana@mail.test, eve@mail.test", "<ana@mail.test>", "a b@mail.test", "ana@mail.test\n",
     "ana\u2028@mail.test", "a@b@mail.test", f"{'a' * 320}@mail.test", "ana@mail.test\x85"],
)  # fmt: skip
def test_what_is_no_address_never_reaches_the_server(trap, ours, address):
    error = trouble(ours, a_mail(to=address))

    assert (type(error), error.key) == (Refused, "mail.error.malformed")
    assert not trap.talks


@pytest.mark.parametrize("subject", ["a\r\nBcc: eve@mail.test", "a\nb", "a\0b", "a\u2029b", "\x85"])
def test_a_subject_is_one_line(trap, ours, subject):
    error = trouble(ours, a_mail(subject=subject))

    assert (type(error), error.key) == (Refused, "mail.error.malformed")
    assert not trap.talks
