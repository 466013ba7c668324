"""Which Redis a start uses, and what it does without one."""

import socket

from tests.waiting import wait_until


def test_without_an_answer_from_a_given_redis_it_starts_and_says_so(launch):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"redis://127.0.0.1:{nobody.getsockname()[1]}/0"

        launcher = launch(REDIS_URL=url).until_open()

    assert "WITHOUT REDIS" in launcher.output
    assert launcher.child("unixsocket") is None
    assert launcher.answers()


def test_with_redis_forced_off_no_server_is_started(launch):
    launcher = launch(USE_REDIS="false").until_open()

    assert launcher.child("unixsocket") is None
    assert "WITHOUT REDIS" not in launcher.output


def test_a_queue_in_redis_survives_a_stop_and_a_start(launch, redis_of):
    first = launch().until_open()
    redis_of(first).set("kept", "yes")
    first.end()

    second = launch().until_open()

    wait_until(lambda: redis_of(second).get("kept") == b"yes", 10, "the value from before")
