"""What dies is started again, and what is stopped is gone."""

import os
import signal

from redis import Redis
from redis.exceptions import RedisError

from balcao.launcher.refusal import Exit
from tests.integration.launcher.conftest import command
from tests.waiting import wait_until


def test_a_killed_worker_is_started_again(launch):
    launcher = launch().until_open()
    wait_until(lambda: launcher.child("worker.py"), 10, "a worker")
    killed = launcher.child("worker.py")

    os.kill(killed, signal.SIGKILL)

    wait_until(lambda: launcher.child("worker.py") not in {killed, None}, 15, "another worker")
    assert "was ended by SIGKILL; starting again in 5 s" in launcher.output


def test_a_killed_web_answers_again_although_its_workers_outlived_it(launch):
    launcher = launch().until_open()

    os.kill(launcher.child("gunicorn"), signal.SIGKILL)

    wait_until(lambda: launcher.output.count("Listening at") == 2, 20, "another web")
    wait_until(launcher.answers, 30, "an answer from it")


def test_a_killed_valkey_comes_back_with_its_data(launch, redis_of):
    launcher = launch().until_open()
    redis: Redis = redis_of(launcher)
    redis.set("kept", "yes")
    redis.execute_command("WAITAOF", 1, 0, 5000)
    killed = launcher.child("unixsocket")

    os.kill(killed, signal.SIGKILL)

    wait_until(lambda: launcher.child("unixsocket") not in {killed, None}, 15, "another Valkey")
    wait_until(lambda: _value(redis, "kept") == b"yes", 10, "the value from before")


def test_sigterm_stops_everything_and_leaves_no_process(launch):
    launcher = launch().until_open()
    family = launcher.family()

    status = launcher.end(signal.SIGTERM)

    assert status == Exit.STOPPED, launcher.output
    assert [pid for pid in family if _exists(pid)] == []


def test_a_killed_launcher_takes_its_processes_with_it(launch):
    launcher = launch().until_open()
    family = launcher.family()

    launcher.end(signal.SIGKILL)

    wait_until(lambda: not any(map(_exists, family)), 45, "the end of all of them")


def test_a_launcher_starts_at_once_after_one_that_was_killed(launch):
    launch().until_open().end(signal.SIGKILL)

    second = launch()

    assert second.until_open().answers()


def test_one_ctrl_c_on_a_starting_launcher_is_enough(launch):
    launcher = launch()
    wait_until(lambda: launcher.child(""), 20, "a first process")

    assert launcher.end(signal.SIGINT) == Exit.STOPPED, launcher.output


def _value(redis: Redis, key: str) -> object:
    try:
        return redis.get(key)
    except RedisError:
        return None


def _exists(pid: int) -> bool:
    return command(pid) != ""
