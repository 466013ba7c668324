"""The relay feeds Redis in the right order, and again whenever Redis has forgotten."""

from concurrent.futures import ThreadPoolExecutor

from redis import Redis
from rq import Queue
from sqlalchemy import text

from balcao.jobs import Options
from balcao.jobs.carry import relay as relaying
from balcao.jobs.carry.rq_job import row_of
from tests.workshop import Note, NoteHeavy

TENANTS = [f"tenant-{letter}" for letter in "abc"]


def in_redis(server, queue="reports"):
    return [row_of(rq_id.decode()) for rq_id in server.redis.lrange(f"rq:queue:{queue}", 0, -1)]


def pushes(ledger):
    with ledger.engine.connect() as connection:
        return connection.scalar(text("SELECT sum(pushes) FROM jobs"))


def test_waiting_rows_reach_redis_once(ledger, redis_server):
    ids = [ledger.ask(Note) for _ in range(5)]
    relay = ledger.relay(redis_server)

    for _ in range(3):
        relay.turn()

    assert in_redis(redis_server) == ids
    assert pushes(ledger) == 5


def test_two_relays_push_no_row_twice(ledger, redis_server):
    for _ in range(200):
        ledger.ask(Note)
    relays = [ledger.relay(redis_server) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda relay: relay.turn(), relays))

    assert len(in_redis(redis_server)) == 200
    assert pushes(ledger) == 200


def test_an_emptied_redis_is_fed_again(ledger, redis_server):
    ids = [ledger.ask(Note) for _ in range(50)]
    relay = ledger.relay(redis_server)
    relay.turn()

    redis_server.empty()
    relay.turn()

    assert in_redis(redis_server) == ids
    assert pushes(ledger) == 100


def test_wipes_push_only_what_fits_into_redis_again(ledger, redis_server):
    for _ in range(2000):
        ledger.ask(Note)
    relay = ledger.relay(redis_server)
    relay.turn()

    redis_server.empty()
    relay.turn()

    assert len(in_redis(redis_server)) == relaying.WINDOW
    assert pushes(ledger) == 2 * relaying.WINDOW


def test_an_id_that_was_lost_on_the_way_is_pushed_again(ledger, redis_server, monkeypatch):
    monkeypatch.setattr(relaying, "LOST_AFTER_SECONDS", 0.0)
    lost, kept = ledger.ask(Note), ledger.ask(Note)
    relay = ledger.relay(redis_server)
    relay.turn()
    redis_server.redis.lpop("rq:queue:reports")  # a worker took it and died before its claim

    relay.turn()

    assert sorted(in_redis(redis_server)) == sorted([lost, kept])


def test_the_most_urgent_job_overtakes_a_hundred_that_wait(ledger, redis_server):
    ordinary = [ledger.ask(Note) for _ in range(100)]
    relay = ledger.relay(redis_server)
    relay.turn()

    five, ten = (ledger.ask(Note, options=Options(priority=p)) for p in (5, 10))
    relay.turn()

    assert in_redis(redis_server) == [ten, five, *ordinary]


def test_an_urgent_job_finds_room_even_when_the_window_is_full(ledger, redis_server):
    for _ in range(relaying.HEAVY_WINDOW + 5):
        ledger.ask(NoteHeavy)
    relay = ledger.relay(redis_server)
    relay.turn()

    urgent = ledger.ask(NoteHeavy, options=Options(priority=10))
    relay.turn()

    assert in_redis(redis_server, "ocr")[0] == urgent


def test_a_tenant_with_five_thousand_jobs_does_not_starve_another(ledger, redis_server):
    crowd, single, pair = TENANTS
    for _ in range(5000):
        ledger.ask(NoteHeavy, tenant=crowd)
    alone = ledger.ask(NoteHeavy, tenant=single)
    two = [ledger.ask(NoteHeavy, tenant=pair) for _ in range(2)]

    ledger.relay(redis_server).turn()

    first_eight = in_redis(redis_server, "ocr")
    assert len(first_eight) == relaying.HEAVY_WINDOW
    assert {alone, *two} <= set(first_eight)


def test_a_paused_queue_stays_where_it_is(ledger, redis_server):
    ledger.ask(Note)
    ledger.sql("INSERT INTO queue_pauses VALUES ('reports', CURRENT_TIMESTAMP)")
    relay = ledger.relay(redis_server)

    relay.turn()
    assert in_redis(redis_server) == []

    ledger.sql("DELETE FROM queue_pauses")
    relay.turn()
    assert len(in_redis(redis_server)) == 1


def test_a_full_redis_leaves_the_rows_in_sql_until_there_is_room(ledger, redis_server, monkeypatch):
    monkeypatch.setattr(relaying, "RETRY_REDIS_SECONDS", 0.0)
    job_id = ledger.ask(Note)
    relay = ledger.relay(redis_server)
    redis_server.fill()

    relay.turn()
    assert relay.trouble == "OutOfMemoryError"
    assert ledger.job(job_id).status == "queued"

    redis_server.make_room()
    relay.turn()
    assert in_redis(redis_server) == [job_id]
    assert relay.trouble is None


def test_redis_holds_ids_and_nothing_about_anybody(ledger, redis_server):
    ledger.ask(Note, tenant="tenant-with-a-secret")
    ledger.relay(redis_server).turn()

    everything = b"".join(_dump(redis_server.redis, key) for key in redis_server.redis.scan_iter())

    assert b"secret" not in everything
    assert str(ledger.folder).encode() not in everything


def test_rq_sees_the_true_number_of_waiting_jobs(ledger, redis_server):
    for _ in range(7):
        ledger.ask(Note)

    ledger.relay(redis_server).turn()

    assert Queue("reports", connection=redis_server.redis).count == 7


def _dump(redis: Redis, key: bytes) -> bytes:
    kind = redis.type(key)
    if kind == b"hash":
        return repr(redis.hgetall(key)).encode()
    return repr(redis.lrange(key, 0, -1) if kind == b"list" else redis.dump(key)).encode()
