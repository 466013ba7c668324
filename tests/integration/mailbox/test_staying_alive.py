"""Mailboxes that are killed, stopped and replaced lose nothing that they said they had."""

import os
import signal
import smtplib
import subprocess
import sys

import pytest

from tests.integration.jobs.crews import ROOT
from tests.integration.mailbox.post import Postman, answers, catcher_of, subjects
from tests.waiting import wait_until

# What is asked here is asked of processes; the statements are tried on both databases elsewhere.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KILLS = 2
WAITING = 20


def until_it_answers(place):
    wait_until(lambda: answers(place), WAITING, "the mailbox takes mails")


def test_what_was_taken_outlives_a_kill_and_the_mailbox_comes_back(family, place, engine):
    family()
    taken = []
    for round_ in range(KILLS):
        until_it_answers(place)
        postman = Postman(place)
        for number in range(20):
            postman.bring(f"{round_}-{number}")
            taken.append(f"{round_}-{number}")
        os.kill(catcher_of(place), signal.SIGKILL)
        postman.close()

    until_it_answers(place)
    assert subjects(engine) == taken


def test_a_mail_that_was_cut_off_was_not_taken(postman, place, engine):
    postman.begin()

    os.kill(catcher_of(place), signal.SIGKILL)

    with pytest.raises((OSError, smtplib.SMTPServerDisconnected)):
        postman.finish()
    until_it_answers(place)
    assert subjects(engine) == []


def test_whoever_stops_it_waits_for_the_mail_in_hand(family, place, engine):
    crew = family()
    until_it_answers(place)
    postman = Postman(place)
    postman.begin()
    first = catcher_of(place)

    os.kill(first, signal.SIGTERM)
    wait_until(lambda: catcher_of(place) != first, WAITING, "it has stopped")
    status, _ = postman.finish()

    assert status == 250
    assert subjects(engine) == ["half"]
    postman.close()
    assert crew.stop() == 0
    assert not place.exists()


def test_of_two_families_one_listens_and_the_other_takes_over(family, place, engine):
    first = family()
    until_it_answers(place)
    listening = catcher_of(place)
    second = family()
    with Postman(place) as postman:
        postman.bring("to the first")
    assert catcher_of(place) == listening

    first.kill_parent()

    wait_until(lambda: catcher_of(place) not in {0, listening}, WAITING, "the other takes over")
    until_it_answers(place)
    with Postman(place) as postman:
        postman.bring("to the second")
    assert subjects(engine) == ["to the first", "to the second"]
    assert second.stop() == 0


def worker(tmp_path, *arguments, **settings):
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "USE_REDIS": "false"}
    return subprocess.run(
        [sys.executable, "worker.py", *arguments],
        cwd=ROOT, env={**environment, **settings}, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip


def test_a_burst_does_not_wait_for_it(database_url, tmp_path):
    done = worker(tmp_path, "--burst", "email", DATABASE_URL=database_url)

    assert done.returncode == 0
    assert "the built-in mailbox takes mails" in done.stderr


INVENTED = "invented for a test, and long enough"
PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": INVENTED,
    "PUBLIC_URL": "https://balcao.example",
}


@pytest.mark.parametrize("settings", [PRODUCTION, {"MAIL_SERVER": "mail.example"}])
def test_where_there_is_a_mail_server_or_it_is_serious_there_is_none(
    database_url, tmp_path, settings
):
    done = worker(tmp_path, "--burst", "email", DATABASE_URL=database_url, **settings)

    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.glob("mail*"))
