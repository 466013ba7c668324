"""Every answer at every step is sorted: whose fault it is, and whether a later try helps."""

import pytest

from balcao.adapters.mail import Misconfigured, Refused, Temporary, Throttled, Uncertain
from balcao.messages.texts import SENTENCES
from tests.integration.mail.mails import MAIL, a_mail, rehearsal_trouble, trouble
from tests.servers.smtp import say, say_and_drop

OURS = [
    ("GREETING", "554 5.7.1 your address is on a list", Misconfigured, "unwelcome"),
    ("GREETING", "421 4.3.2 too many connections", Throttled, "busy"),
    ("EHLO", "550 5.7.1 go away", Misconfigured, "unwelcome"),
    ("EHLO", "421 4.3.2 closing down", Throttled, "busy"),
    ("MAIL", "530 5.7.0 log in first", Misconfigured, "login"),
    ("MAIL", "550 5.7.1 not from there", Misconfigured, "sender"),
    ("MAIL", "553 5.1.8 sender unknown", Misconfigured, "sender"),
    ("MAIL", "421 4.7.0 too many mails", Throttled, "busy"),
    ("MAIL", "450 4.7.1 slower", Throttled, "busy"),
    ("MAIL", "451 4.3.0 local error", Throttled, "busy"),
    ("MAIL", "452 4.3.1 no room", Throttled, "busy"),
]
THEIRS = [
    ("MAIL", "552 5.3.4 too large", Refused, "too_large"),
    ("RCPT", "550 5.1.1 <ana@mail.test>: no such user", Refused, "no_such_mailbox"),
    ("RCPT", "550 5.1.10 takes no mail", Refused, "no_such_mailbox"),
    ("RCPT", "550 5.2.1 closed", Refused, "no_such_mailbox"),
    ("RCPT", "550 no such user", Refused, "no_such_mailbox"),
    ("RCPT", "551 moved", Refused, "no_such_mailbox"),
    ("RCPT", "553 5.1.3 bad syntax", Refused, "no_such_mailbox"),
    ("RCPT", "550 5.4.4 no such domain", Refused, "no_such_mailbox"),
    ("RCPT", "552 5.2.2 full", Refused, "mailbox_full"),
    ("RCPT", "552 full", Refused, "mailbox_full"),
    ("RCPT", "550 5.7.1 not for you", Refused, "policy"),
    ("RCPT", "554 5.7.1 <ana@mail.test>: Relay access denied", Misconfigured, "relay"),
    ("RCPT", "550 relaying denied", Misconfigured, "relay"),
    ("RCPT", "530 5.7.0 log in first", Misconfigured, "login"),
    ("RCPT", "554 no", Refused, "refused"),
    ("RCPT", "550 5.6.7 letters", Refused, "unwritable"),
    ("RCPT", "450 4.2.0 greylisted", Temporary, "later"),
    ("RCPT", "451 4.7.1 greylisted", Temporary, "later"),
    ("RCPT", "452 4.2.2 full", Temporary, "mailbox_full"),
    ("RCPT", "450 later", Temporary, "later"),
    ("RCPT", "421 4.7.28 too fast", Throttled, "busy"),
    ("RCPT", "452 4.5.3 too many", Throttled, "busy"),
    ("RCPT", "354 what?", Temporary, "broken_off"),
    ("DATA", "451 4.3.0 later", Temporary, "later"),
    ("DATA", "421 4.3.2 closing down", Throttled, "busy"),
    ("DATA", "554 5.5.1 no", Refused, "refused"),
    ("DATA", "250 what?", Temporary, "broken_off"),
    ("DOT", "554 5.7.1 looks like spam", Refused, "policy"),
    ("DOT", "550 5.7.26 who are you?", Refused, "policy"),
    ("DOT", "554 refused", Refused, "refused"),
    ("DOT", "552 5.3.4 too large", Refused, "too_large"),
    ("DOT", "552 too large", Refused, "too_large"),
    ("DOT", "552 5.2.2 full", Refused, "mailbox_full"),
    ("DOT", "550 5.1.1 no such user after all", Refused, "no_such_mailbox"),
    ("DOT", "451 4.3.0 later", Temporary, "later"),
    ("DOT", "452 4.3.1 no room", Temporary, "later"),
    ("DOT", "421 4.3.2 closing down", Throttled, "busy"),
    ("DOT", "354 more?", Uncertain, "uncertain"),
]


@pytest.fixture(params=["PIPELINING", "one by one"])
def trap_of_either_kind(request, trap):
    if request.param == "one by one":
        trap.extensions.remove("PIPELINING")
    return trap


@pytest.mark.parametrize(("step", "answer", "kind", "key"), OURS)
def test_what_is_said_before_the_address_is_never_about_it(
    trap_of_either_kind, ours, step, answer, kind, key
):
    trap = trap_of_either_kind
    closing = answer.startswith("421") or step in {"GREETING", "EHLO"}
    trap.at(step, say_and_drop(answer) if closing else say(answer), times=2)

    error = trouble(ours)

    assert (type(error), error.key) == (kind, f"mail.error.{key}")
    assert not error.about_recipient
    assert error.reply == answer
    assert not trap.mails


@pytest.mark.parametrize(("step", "answer", "kind", "key"), OURS)
def test_a_rehearsal_hears_the_same(trap_of_either_kind, ours, step, answer, kind, key):
    trap_of_either_kind.at(step, say_and_drop(answer) if answer.startswith("421") else say(answer))

    error = rehearsal_trouble(ours)

    assert (type(error), error.key) == (kind, f"mail.error.{key}")


@pytest.mark.parametrize(("step", "answer", "kind", "key"), THEIRS)
def test_what_is_said_after_the_address_may_be_about_it(
    trap_of_either_kind, ours, step, answer, kind, key
):
    trap = trap_of_either_kind
    trap.at(step, say_and_drop(answer) if answer.startswith("421") else say(answer))

    error = trouble(ours)

    assert (type(error), error.key) == (kind, f"mail.error.{key}")
    assert error.about_recipient
    assert not trap.mails


@pytest.mark.parametrize(("step", "answer", "kind", "key"), THEIRS)
def test_nothing_about_one_address_keeps_the_next_from_its_mail(
    trap_of_either_kind, ours, step, answer, kind, key
):
    trap = trap_of_either_kind
    trap.at(step, say_and_drop(answer) if answer.startswith("421") else say(answer), times=5)
    errors = [trouble(ours) for _ in range(5)]

    ours.send(a_mail(to="next@mail.test"))

    assert {type(error) for error in errors} == {kind}
    assert key in errors[0].key
    assert [mail.recipient for mail in trap.mails] == ["next@mail.test"]


def test_a_server_that_lets_wait_first_gets_the_mail_at_the_second_try(trap, ours):
    trap.at("RCPT", say("450 4.2.0 greylisted, come back"))

    first = trouble(ours)
    ours.send(MAIL)

    assert isinstance(first, Temporary)
    assert first.not_before == 60
    assert len(trap.mails) == 1


def test_the_servers_words_name_nobody(trap, ours):
    trap.at("RCPT", say("550 5.1.1 <ana@mail.test> and ana@mail.test\x07 are unknown"))

    error = trouble(ours)

    assert error.reply == "550 5.1.1 <•@•> and •@• are unknown"
    assert "ana" not in str(error)


def test_every_key_has_its_sentence():
    keys = {f"mail.error.{key}" for *_, key in OURS + THEIRS}

    assert keys <= set(SENTENCES)
