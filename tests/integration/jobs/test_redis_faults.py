"""Redis may be stopped, hung, full, flapping or emptied: work goes on, and nothing is lost."""

import pytest

from tests.integration.jobs.ledger import Ledger
from tests.waiting import wait_until
from tests.workshop import Hold, Note, NoteHeavy, NoteMail, marks

QUEUES = ("reports", "email", "ocr")
KINDS = (Note, NoteMail, NoteHeavy)


def ask_all(ledger):
    return [ledger.ask(kind) for kind in KINDS]


def modes(ledger: Ledger):
    return {sign.mode for sign in ledger.signs() if sign.queue}


def once_each(ledger, ids):
    done = [mark[0] for mark in marks(ledger.folder) if mark[1] == "did"]
    return sorted(done) == sorted(ids)


def test_a_stopped_redis_is_done_without_and_used_again(ledger, redis_server, crew):
    crew(*QUEUES)
    wait_until(lambda: modes(ledger) == {"redis"}, 15, "work is carried by Redis")

    redis_server.kill()
    without = ask_all(ledger)
    ledger.until("finished", *without)
    wait_until(lambda: modes(ledger) == {"direct"}, 15, "everybody says so")

    redis_server.start()
    wait_until(lambda: modes(ledger) == {"redis"}, 15, "Redis is used again")
    again = ask_all(ledger)
    ledger.until("finished", *again)
    assert once_each(ledger, without + again)


def test_workers_that_start_while_redis_is_away_work_at_once(ledger, redis_server, crew):
    redis_server.kill()
    crew(*QUEUES)
    ids = ask_all(ledger)

    ledger.until("finished", *ids)

    redis_server.start()
    wait_until(lambda: modes(ledger) == {"redis"}, 15, "Redis is used")


def test_a_hung_redis_delays_nothing_for_long(ledger, redis_server, crew):
    crew(*QUEUES)
    ledger.until("finished", *ask_all(ledger))

    redis_server.hang()
    hung = ask_all(ledger)
    ledger.until("finished", *hung)

    redis_server.go_on()
    wait_until(lambda: modes(ledger) == {"redis"}, 15, "Redis is used again")
    ledger.until("finished", *ask_all(ledger))


def test_a_full_redis_is_done_without(ledger, redis_server, crew):
    family = crew(*QUEUES)
    ledger.until("finished", *ask_all(ledger))

    redis_server.fill()
    ids = ask_all(ledger)
    ledger.until("finished", *ids)

    redis_server.make_room()
    wait_until(lambda: modes(ledger) == {"redis"}, 15, "Redis is used again")
    assert family.stop() == 0


def test_a_flapping_redis_loses_and_repeats_nothing(ledger, redis_server, crew):
    crew(*QUEUES)
    ids = []

    for _ in range(4):
        redis_server.kill()
        ids += [job_id for _ in range(10) for job_id in ask_all(ledger)]
        redis_server.start()
        ids += [job_id for _ in range(10) for job_id in ask_all(ledger)]

    ledger.until("finished", *ids, seconds=60)
    assert once_each(ledger, ids)


def test_an_emptied_redis_is_noticed_under_load(ledger, redis_server, crew):
    crew("reports", "email")
    ids = ledger.ask_many(Note, 600) + ledger.ask_many(NoteMail, 600)

    for _ in range(5):
        before = ledger.counts().get("finished", 0)
        redis_server.empty()
        ledger.until_more_than(before, "finished")

    ledger.until("finished", *ids, seconds=60)
    assert once_each(ledger, ids)


def test_after_a_wipe_rq_knows_its_workers_again(redis_server, crew):
    crew("reports")

    def registered():
        return redis_server.redis.scard("rq:workers:reports")

    wait_until(registered, 15, "the worker is in RQ's list")

    redis_server.empty()

    wait_until(registered, 15, "the worker is in RQ's list again")


def test_wrong_things_in_redis_stop_nobody(ledger, redis_server, crew):
    crew("reports")
    redis_server.empty()
    redis_server.redis.set("rq:queue:reports", "not a list")

    job_id = ledger.ask(Note)

    ledger.until("finished", job_id)


def test_work_goes_on_when_settings_forbid_redis(ledger, crew):
    crew(*QUEUES, redis=False)
    ids = ask_all(ledger)

    ledger.until("finished", *ids)

    assert modes(ledger) == {"direct"}


@pytest.mark.parametrize("redis", [True, False], ids=["redis", "direct"])
def test_a_cancelled_job_stops_at_its_next_step(ledger, crew, redis):
    crew("reports", redis=redis)
    job_id = ledger.ask(Hold)
    ledger.until("started", job_id)

    ledger.cancel(job_id)

    ledger.until("cancelled", job_id)
    assert not [mark for mark in marks(ledger.folder) if mark[1] == "did"]


@pytest.mark.parametrize("redis", [True, False], ids=["redis", "direct"])
def test_a_paused_queue_rests_until_it_is_resumed(ledger, crew, redis):
    crew("reports", "email", redis=redis)
    ledger.sql("INSERT INTO queue_pauses VALUES ('reports', CURRENT_TIMESTAMP)")
    paused, other = ledger.ask(Note), ledger.ask(NoteMail)
    ledger.until("finished", other)
    assert ledger.job(paused).status == "queued"

    ledger.sql("DELETE FROM queue_pauses")

    ledger.until("finished", paused)
